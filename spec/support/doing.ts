/**
 * What the tasks of random flows do that do their work themselves: when they say what, and how it is counted.
 *
 * @module
 */

import {
  concat,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  map,
  of,
  take,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import type { Answers } from '../../lib/flow/ports.js';
import { isOff, outputOf } from './said.js';
import type { Asking, Code } from './shapes.js';

/** When what tasks do is said, and by what. */
export interface Timing {
  readonly scheduler: SchedulerLike;
  /** Milliseconds in place of those of the shape. */
  readonly delayOf?: ((delay: number) => number) | undefined;
  /** Whether what can is said by promises. */
  readonly promises?: boolean;
}

/** How often something was subscribed to, and torn down. */
export interface Counts {
  begun: number;
  ended: number;
  /** How many executions of code are at it now, and were at the most. */
  running: number;
  most: number;
}

/** Those who do the work. */
export interface Doing {
  readonly counts: Counts;
  /** What code says when it is called. */
  readonly run: (code: Code, label: string, given: unknown) => unknown;
  /** What code says that works on unfinished inputs. */
  readonly read: (code: Code, label: string, input: Observable<unknown>) => Observable<unknown>;
  /** Lets somebody be asked, whose question is its label. */
  readonly hire: (label: string, asking: Asking) => void;
  readonly answers: Answers;
}

/** Makes those who do the work of one flow. */
export const doing = ({
  scheduler,
  delayOf = (delay) => delay,
  promises = false,
}: Timing): Doing => {
  const counts: Counts = { begun: 0, ended: 0, running: 0, most: 0 };
  const hired = new Map<string, Asking>();
  const seen = new Set<string>();

  const counted = <A>(source: Observable<A>, places: 0 | 1): Observable<A> =>
    defer(() => {
      counts.begun++;
      counts.running += places;
      counts.most = Math.max(counts.most, counts.running);
      return source.pipe(
        finalize(() => {
          counts.ended++;
          counts.running -= places;
        }),
      );
    });

  /** What it ends with. What is flaky fails once for each output, where it is tried again. */
  const endOf = ({ _tag, fate }: Code | Asking, output: unknown): 'gives' | 'fails' | 'empty' => {
    switch (fate) {
      case 'fickle':
        return isOff(output) ? 'fails' : 'gives';
      case 'flaky':
        return _tag === 'Code' && seen.size < seen.add(String(output)).size ? 'fails' : 'gives';
      default:
        return fate;
    }
  };

  const saying = (delay: number, partials: readonly unknown[], end: Observable<unknown>) => {
    const time = delayOf(Math.max(0, delay));
    if (time === 0 && partials.length === 0) return end;
    // Timers are the test scheduler's own: RxJS's virtual `setInterval` trips over a timer that is cleared in the
    // frame in which it is due.
    const growing = timer(time, 1, scheduler).pipe(take(Math.max(1, partials.length)));
    return concat(
      partials.length === 0
        ? growing.pipe(ignoreElements())
        : growing.pipe(map((n) => partials[n])),
      end,
    );
  };

  return {
    counts,
    run: (code, label, given) => {
      const output = outputOf(code, label, given);
      const end = endOf(code, output);
      if (code.delay < 0 && end === 'fails') throw new Error('no');
      if (code.delay < 0 && end === 'gives') return promises ? Promise.resolve(output) : output;
      const partials = end === 'empty' ? [] : unfinished(output, code.partials);
      return counted(saying(code.delay, partials, streamOf(end, output)), 1);
    },
    // Who reads along waits for others, and takes no place while it does.
    read: (code, label, input) =>
      counted(input.pipe(map((given) => outputOf(code, label, given))), 0),
    hire: (label, asking) => void hired.set(label, asking),
    answers: ({ question, given }) => {
      const asking = hired.get(question);
      if (asking === undefined) throw new RangeError(`Nobody asks "${question}".`);
      const output = outputOf({ ...asking, gives: 'text' }, question, Object.values(given));
      return counted(saying(asking.delay, [], streamOf(endOf(asking, output), output)), 0);
    },
  };
};

const streamOf = (end: 'gives' | 'fails' | 'empty', output: unknown): Observable<unknown> => {
  switch (end) {
    case 'gives':
      return of(output);
    case 'fails':
      return throwError(() => new Error('no'));
    case 'empty':
      return EMPTY;
  }
};

/** The beginnings of an output. */
const unfinished = (output: unknown, many: number): readonly unknown[] =>
  Array.from({ length: many }, (_, n) =>
    typeof output === 'string' || Array.isArray(output) ? output.slice(0, n + 1) : output,
  );
