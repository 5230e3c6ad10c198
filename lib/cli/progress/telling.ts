import type { Observable, SchedulerLike, Subscription } from 'rxjs';
import type { FlowEvent } from '../../core/event.js';
import { gathering } from './gathering.js';
import { linesOf, signOfLife } from './lines.js';
import type { ProgressOutput } from './progressOutput.js';
import { painted } from './paint.js';
import { tableOf } from './table.js';

/** A way to show a run. */
export interface Shown {
  /** Takes the next event. */
  readonly tell: (event: FlowEvent) => void;
  /** Keeps out of the way of a talk with somebody at the same terminal, as long as it lasts. */
  readonly aside: <A>(talk: Observable<A>) => Observable<A>;
  /** Shows nothing more, as nobody looks. */
  readonly stop: () => void;
  /** Shows what became of every task. */
  readonly end: () => void;
}

/** Shows a run line by line, with a sign of life where there was no line for ten seconds, and a table at the end. */
export const telling = (output: ProgressOutput, scheduler: SchedulerLike): Shown => {
  const run = gathering();
  const linesFor = linesOf();
  let beat: Subscription | undefined;
  let last = 0;
  const write = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    output.write(lines.map((line) => `${line}\n`).join(''));
    last = scheduler.now();
  };
  const begin = (): Subscription => {
    last = scheduler.now();
    return scheduler.schedule(function () {
      const silence = scheduler.now() - last;
      if (silence >= longest) write([signOfLife(run.state(), scheduler.now())]);
      this.schedule(undefined, silence >= longest ? longest : longest - silence);
    }, longest);
  };
  return {
    tell: (event) => {
      run.add(event);
      write(linesFor(event));
      beat ??= begin();
      // A run that has ended does not keep a program from ending.
      if (event.type !== 'run-started' && !('task' in event)) beat.unsubscribe();
    },
    // Whole lines are in nobody's way.
    aside: (talk) => talk,
    stop: () => beat?.unsubscribe(),
    end: () => {
      beat?.unsubscribe();
      if (beat === undefined) return;
      const table = tableOf(run.state(), Infinity, scheduler.now());
      write(table.map((line) => painted(line, false)));
    },
  };
};

/** How long one who waits is left without a line, in milliseconds. */
const longest = 10_000;
