/**
 * How often tasks that work on partials are called below 12 stacked diamonds: once for each token would be
 * enough.
 *
 * @module
 */

import { flow, task } from 'rivulet';
import { combineLatest, lastValueFrom, map, scan, share, tap, type Observable } from 'rxjs';
import { report, type Row } from './support/row.js';
import { saying, tokensOf } from './support/turns.js';

const depth = 12;
const tokens = tokensOf(50);
const text = (): Observable<string> => saying(tokens).pipe(scan((all, token) => all + token, ''));

/** How many tasks there are below the first: two sides and a foot for each diamond. */
const consumers = 3 * depth;

const inFlow = async (): Promise<number> => {
  let calls = 0;
  const consumer = task({
    partials: true,
    operator: (inputs: Observable<object>) => inputs.pipe(map(() => ++calls)),
  });
  const diamonds = Array.from({ length: depth }, (_, level) => String(level));
  const made = flow({
    tasks: {
      foot: task({ run: text }),
      ...Object.fromEntries(
        diamonds.flatMap((level) =>
          ['left', 'right', 'foot'].map((part) => [`${part}${level}`, consumer] as const),
        ),
      ),
    },
    paths: Object.fromEntries(
      diamonds.flatMap((level, place): readonly (readonly [string, readonly string[]])[] => {
        const head = place === 0 ? 'foot' : `foot${String(place - 1)}`;
        return [
          [head, [`left${level}`, `right${level}`]],
          [`left${level}`, [`foot${level}`]],
          [`right${level}`, [`foot${level}`]],
        ];
      }),
    ),
  });
  await made.start();
  return calls;
};

const byHand = async (): Promise<number> => {
  let calls = 0;
  const call = tap(() => calls++);
  let foot: Observable<unknown> = text().pipe(share());
  for (let level = 0; level < depth; level++) {
    const [left, right] = [foot.pipe(call, share()), foot.pipe(call, share())];
    foot = combineLatest([left, right]).pipe(call, share());
  }
  await lastValueFrom(foot);
  return calls;
};

const rowOf = (name: string, calls: number, goal?: number): Row => ({
  what: `${name}, calls for each token and task below ${String(depth)} diamonds`,
  measured: `${calls.toLocaleString('en')} calls`,
  limit: `once, ${(tokens.length * consumers).toLocaleString('en')} calls`,
  value: calls / (tokens.length * consumers),
  unit: 'x',
  ...(goal !== undefined && { goal }),
});

report([rowOf('rivulet', await inFlow(), 2), rowOf('combineLatest by hand', await byHand())]);
