import { lastValueFrom, type Observable } from 'rxjs';
import { FlowFailed } from '../core/errors.js';
import type { FlowEvent } from '../core/event.js';
import { isAudio, isImage } from '../core/media.js';
import { folder } from '../files/folder.js';
import type { Budget } from '../flow/budget.js';
import type { Plan } from '../flow/plan.js';
import type { Asked, Files } from '../flow/ports.js';
import { run } from '../flow/run.js';
import { terminal } from '../terminal/terminal.js';
import { exits } from './exits.js';
import type { Inputs } from './inputs.js';
import { jsonLine } from './jsonLine.js';
import { outcome, shownOf, type Outcome, type Result } from './outcome.js';
import { progressView } from './progress/index.js';
import { resultText } from './resultText.js';
import { give, isColorful, tell } from './streams.js';
import { toldOf } from './told.js';

/** How a flow is run on the command line. */
export interface Execution {
  readonly signal: AbortSignal;
  /** Whether events are printed, as lines of JSON, in place of results. */
  readonly isJson: boolean;
  /** The folder that outputs are saved to. */
  readonly save?: string | undefined;
  readonly budget?: Budget | undefined;
  readonly concurrency?: number | undefined;
  /** Hears each event, besides what is shown of it. */
  readonly observe?: (event: FlowEvent) => void;
}

/** Runs a plan, prints what came of it, and gives the code to end with. */
export const execute = async (plan: Plan, inputs: Inputs, how: Execution): Promise<number> => {
  const { signal, isJson, save, budget, concurrency, observe } = how;
  const files = save === undefined ? undefined : folder(save);
  const found = outcome();
  const hear = (event: FlowEvent): void => {
    found.add(event);
    observe?.(event);
  };
  const error = await watched(plan, inputs, isJson, hear, {
    signal,
    budget,
    concurrency,
    files,
  });
  const failure = found.error ?? error;
  // What is wrong before anything runs is told by whoever tells wrong command lines.
  if (error instanceof Error && !(error instanceof FlowFailed) && !signal.aborted) throw error;
  const isWhole = failure === undefined && !signal.aborted;
  const shown =
    files === undefined
      ? shownOf(plan.graph, found, isWhole)
      : await saved(shownOf(plan.graph, found, false), files).then((all) => {
          const names = shownOf(plan.graph, found, isWhole).map(([name]) => name);
          return all.filter(([name]) => names.includes(name));
        });
  if (!isJson) give(resultText(shown, isWhole, process.stdout.isTTY));
  if (isWhole) return exits.ok;
  if (signal.aborted) {
    tell('Cancelled: nothing is asked any more.\n');
    tell(leftOf(plan, found));
    return exits.interrupted;
  }
  tell(toldOf(failure, { line: process.argv.slice(2), isDebug: process.argv.includes('--debug') }));
  tell(leftOf(plan, found));
  return exits.failed;
};

/** Runs a plan before the eyes of whoever waits for it. What it ends with is given, not thrown. */
const watched = async (
  plan: Plan,
  inputs: Inputs,
  isJson: boolean,
  hear: (event: FlowEvent) => void,
  options: Parameters<typeof run>[2],
): Promise<unknown> => {
  const view = isJson ? undefined : progressView({ output: process.stderr, color: isColorful() });
  const observe = (event: FlowEvent): void => {
    hear(event);
    if (view === undefined) give(jsonLine(event));
    else view.tell(event);
  };
  const ask = terminal();
  const answers = (asked: Asked): Observable<unknown> =>
    view === undefined ? ask(asked) : view.aside(ask(asked));
  try {
    await lastValueFrom(run(plan, inputs, { ...options, observe, answers }), {
      defaultValue: undefined,
    });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    view?.end();
  }
};

/** Saves what can be a file and is not one yet. What cannot be saved is told, and the others are saved all the same. */
const saved = async (
  results: readonly (readonly [string, Result])[],
  files: Files,
): Promise<readonly (readonly [string, Result])[]> => {
  const all: (readonly [string, Result])[] = [];
  for (const [name, result] of results) {
    const { value, file } = result;
    const isNew =
      file === undefined && (typeof value === 'string' || isImage(value) || isAudio(value));
    const path = isNew ? await files.save({ name, value, overwrite: false }) : file;
    if (path !== undefined) tell(`Saved: ${path}\n`);
    all.push([name, { value, file: path }]);
  }
  return all;
};

/** What is there all the same, and what is not. */
const leftOf = ({ graph }: Plan, { results, begun }: Outcome): string => {
  const names = graph.tasks.map(({ name }) => name);
  const done = names.filter((name) => results.has(name));
  const open = names
    .filter((name) => !results.has(name))
    .map((name) => {
      const characters = begun.get(name) ?? 0;
      return characters === 0 ? name : `${name} (${String(characters)} characters so far)`;
    });
  return [
    done.length === 0
      ? '  No task had finished.'
      : `  Finished, and kept above: ${done.join(', ')}.`,
    ...(open.length === 0 ? [] : [`  Not finished: ${open.join(', ')}.`]),
    '',
  ].join('\n');
};
