import type { Progress, TaskProgress } from 'rivulet';

/** How far a run is, in a line. */
export const saying = ({ done, total, tasks, remaining }: Progress): string => {
  const busy = Object.entries(tasks)
    .filter(([, { _tag }]) => _tag === 'connecting' || _tag === 'streaming')
    .map(([name]) => name);
  return [
    `${String(done)} of ${String(total)} done`,
    ...(busy.length === 0 ? [] : [`at work: ${busy.join(', ')}`]),
    ...(remaining.length < 2 ? [] : [`still to come: ${remaining.join(' → ')}`]),
  ].join(' · ');
};

/** What a task is at, in a few words. */
export const sayingOf = (state: TaskProgress): string => {
  switch (state._tag) {
    case 'waiting':
      return state.for.length === 0 ? 'waits' : `waits for ${state.for.join(' and ')}`;
    case 'queued':
      return 'waits for a slot';
    case 'connecting':
      return 'asks';
    case 'streaming':
      return state.characters === undefined
        ? 'streams'
        : `streams · ${String(state.characters)} characters`;
    case 'retrying':
      return `tries again in ${(state.delay / 1000).toFixed(1)} s, because of ${state.error}`;
    case 'skipped':
      return `skipped, because of ${state.because}`;
    case 'done':
    case 'failed':
    case 'cancelled':
      return state._tag;
  }
};
