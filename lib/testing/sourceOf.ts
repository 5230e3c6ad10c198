import type { Lane, Lanes } from './lane.js';
import { keyOf, literal } from './literal.js';

/**
 * Lanes as they are written in a spec: one a line, where they are not too long for that.
 *
 * Bytes that are many and what is no data (functions, classes) cannot be written: a comment says so.
 *
 * @example
 * ```ts
 * import { flow, task } from 'rivulet';
 * import { marbleAgent, record, sourceOf, toMarbles } from 'rivulet/testing';
 *
 * const story = flow({ tasks: { plot: task('Write', marbleAgent('--(a|)')) } });
 * console.log(`expectFlow(story).toBe(${sourceOf(toMarbles(record(story)))});`);
 * ```
 *
 * @category testing
 */
export const sourceOf = (lanes: Lanes): string => {
  const entries = Object.entries(lanes);
  const widest = Math.max(0, ...entries.map(([name]) => keyOf(name).length));
  const lines = entries.map(([name, lane]) => {
    const line = `  ${`${keyOf(name)}:`.padEnd(widest + 1)} ${literal(lane)},\n`;
    return line.length <= 100 || lane === undefined ? line : spread(name, lane);
  });
  return `{\n${lines.join('')}}`;
};

/** A lane that is too long for one line. */
const spread = (name: string, lane: Lane): string => {
  if (typeof lane === 'string') return `  ${keyOf(name)}:\n    ${literal(lane)},\n`;
  const [marbles, values] = lane;
  const letters = Object.entries(values).map(
    ([letter, value]) => `      ${keyOf(letter)}: ${literal(value)},\n`,
  );
  return `  ${keyOf(name)}: [\n    ${literal(marbles)},\n    {\n${letters.join('')}    },\n  ],\n`;
};
