import { nameOf, type Drawn } from './graphs.js';

/** How a task ends, and with what. */
export type End =
  | { readonly state: 'gave'; readonly value: string }
  | { readonly state: 'skipped'; readonly because: string }
  | { readonly state: 'failed' };

/** The meaning of a graph in thirty lines: how each of its tasks must end, whatever the timing. */
export const reference = (graph: readonly Drawn[]): readonly End[] => {
  const ends: End[] = [];
  graph.forEach(({ parents, join, fate, optional }, index) => {
    const name = nameOf(index);
    const before = [...parents]
      .sort((one, other) => one - other)
      .map((parent) => ({
        name: nameOf(parent),
        end: ends[parent] ?? ({ state: 'failed' } as const),
      }));
    const came = before.flatMap(({ end }) => (end.state === 'gave' ? [end.value] : []));
    const absent = before.find(({ end }) => end.state !== 'gave');
    const cause =
      absent === undefined
        ? undefined
        : absent.end.state === 'skipped'
          ? absent.end.because
          : absent.name;
    const canRun =
      join === 'settled' || absent === undefined || (join === 'any' && came.length > 0);
    if (!canRun) {
      const isFailure = join === 'any' && before.some(({ end }) => end.state === 'failed');
      ends.push(isFailure ? { state: 'failed' } : { state: 'skipped', because: cause ?? name });
    } else if (fate === 'fails') ends.push({ state: 'failed' });
    else if (fate === 'empty') {
      ends.push(optional ? { state: 'skipped', because: name } : { state: 'failed' });
    } else ends.push({ state: 'gave', value: `${name}(${came.join()})` });
  });
  return ends;
};

/** Whether nobody minds that a task fails: it has successors, and all of them do without. */
export const isSpared = (graph: readonly Drawn[], index: number): boolean => {
  const successors = graph.filter(({ parents }) => parents.includes(index));
  return successors.length > 0 && successors.every(({ join }) => join !== 'all');
};
