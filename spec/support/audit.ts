/**
 * Whether what a run told is in order, within tasks too: who began ended, in one state, and nobody passed a limit.
 *
 * @module
 */

import type { FlowEvent } from '../../lib/core/event.js';
import type { Graph, GraphTask } from '../../lib/core/graph.js';

/** A run that is told of: that of the flow, or one within a task. */
interface Run {
  readonly graph: Graph;
  readonly tasks: ReadonlyMap<string, Told>;
  /** How many executions of code there may be at once, and how many tasks. */
  readonly limit: number;
  readonly atOnce: number;
  running: number;
  begun: number;
}

/** What was told of a task of a run. */
interface Told {
  readonly task: GraphTask;
  /** The events of its wave, a letter each. */
  word: string;
  wave: number;
  attempt: number;
  runs: Run[];
  /** How many of the runs within it have ended. */
  ended: number;
  /** What its deltas have added up to. */
  text: string;
}

/** What is wrong with what a run told; nothing, when all is well. */
export const complaintsOf = (
  events: readonly FlowEvent[],
  limits: ReadonlyMap<Graph, number>,
): readonly string[] => {
  const complaints: string[] = [];
  const top = toldOf({ name: '', join: 'all', optional: false, exclude: false, partials: false });

  const hear = (event: FlowEvent, within: Told, above: readonly Run[], path: string): void => {
    const complain = (what: string): void =>
      void complaints.push(`${path}: ${what} (${event.type})`);
    if (event.type === 'run-started') {
      const { inside } = within.task;
      if (inside?.kind !== 'race' && within.ended < within.runs.length)
        complain('a run begins before the last has ended');
      within.runs.push(
        runOf(event.graph, limits, inside?.kind === 'each' ? inside.concurrency : undefined),
      );
      return;
    }
    if (!('task' in event)) {
      within.ended++;
      if (within.task.inside?.kind !== 'race') checkEnd(within, path);
      return;
    }
    const { task: name, wave, attempt } = event;
    const run = within.runs.findLast(({ tasks }) => tasks.has(name));
    const told = run?.tasks.get(name);
    if (run === undefined || told === undefined) {
      complain(`nobody is called ${name}`);
      return;
    }
    const here = `${path}/${name}`;
    const letter = letters[event.type];
    if (event.type === 'waiting' || told.word === '') {
      if (told.word !== '' && !whole.test(told.word))
        complain(`${here} waits anew after ${told.word}`);
      if (told.word !== '' && wave !== told.wave + 1)
        complain(`${here} goes from wave ${String(told.wave)} to ${String(wave)}`);
      Object.assign(told, { word: '', wave, attempt: 1, runs: [], ended: 0, text: '' });
    }
    const isNext = told.word.endsWith('r');
    if (wave !== told.wave || attempt !== told.attempt + Number(isNext && attempt > told.attempt)) {
      complain(
        `${here} is told of wave ${String(wave)}, attempt ${String(attempt)} after ${told.word}`,
      );
    }
    told.attempt = attempt;
    if (isNext) told.text = '';
    if (event.type === 'partial' || event.type === 'succeeded') {
      const text = event.delta === undefined ? event.value : told.text + event.delta;
      if (text !== event.value) complain(`${here} adds up to ${String(text)}`);
      told.text = String(text);
    }
    const wasRunning = isRunning.test(told.word);
    told.word += letter;
    const runs = [...above, run];
    if (event.type === 'inner') {
      if (!wasRunning) complain(`${here} tells of what is inside after ${told.word}`);
      hear(event.event, told, runs, here);
      return;
    }
    const change = Number(isRunning.test(told.word)) - Number(wasRunning);
    run.begun += change;
    if (run.begun > run.atOnce) complain(`${String(run.begun)} tasks are at it within ${path}`);
    // What is made of tasks, asks a person or reads along waits for others.
    if (told.task.inside === undefined && !told.task.partials) {
      for (const each of runs) {
        each.running += change;
        if (each.running > each.limit)
          complain(`${String(each.running)} executions within ${path}`);
      }
    }
    if (change < 0) {
      if (told.ended !== told.runs.length) complain(`${here} ends before what is inside`);
      checkEnd(told, here);
      Object.assign(told, { runs: [], ended: 0 });
    }
  };

  const checkEnd = ({ runs }: Told, path: string): void => {
    for (const { tasks } of runs) {
      for (const [name, { word }] of tasks) {
        if (!whole.test(word)) complaints.push(`${path}/${name} was told of as ${word}`);
      }
    }
  };

  for (const event of events) hear(event, top, [], '');
  if (top.runs.length !== 1 || top.ended !== 1) complaints.push('The run has not ended once.');
  if (!/^run-(completed|failed|cancelled)$/u.test(events.at(-1)?.type ?? ''))
    complaints.push('Something is told after the end.');
  return complaints;
};

const runOf = (graph: Graph, limits: ReadonlyMap<Graph, number>, atOnce = Infinity): Run => ({
  graph,
  tasks: new Map(graph.tasks.map((task) => [task.name, toldOf(task)])),
  limit: limits.get(graph) ?? Infinity,
  atOnce,
  running: 0,
  begun: 0,
});

const toldOf = (task: GraphTask): Told => ({
  task,
  word: '',
  wave: 1,
  attempt: 1,
  runs: [],
  ended: 0,
  text: '',
});

/** Whether it has begun and not ended. */
const isRunning = /s[pit]*$/u;

/** All events of a wave. Who leaves at the first event of a run leaves tasks cancelled that were not told to wait. */
const whole = /^c$|^w(?:q?s[pit]*r)*(?:q?s[pit]*(?:d?[=c]|[!k])|q?c|d?[=c]|[!k])$/u;

const letters: Readonly<Record<FlowEvent['type'], string>> = {
  waiting: 'w',
  queued: 'q',
  started: 's',
  partial: 'p',
  retrying: 'r',
  routed: 'd',
  inner: 'i',
  tool: 't',
  succeeded: '=',
  failed: '!',
  skipped: 'k',
  cancelled: 'c',
  'run-started': '',
  'run-completed': '',
  'run-failed': '',
  'run-cancelled': '',
};
