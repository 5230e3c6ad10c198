import type { Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { SpecProblem } from '../core/specErrors.js';
import { large, plainData } from './data.js';
import type { FlowBody, FlowHead } from './form.js';
import { readSpec } from './readSpec.js';

/**
 * A flow as data: what JSON can hold, and nothing else. `fromSpec` makes a flow of it.
 *
 * There is no code in it, no path, no host and no command, and a secret is the name of an environment variable. Instructions
 * are texts with `{{places}}`; whatever else may have a meaning elsewhere, such as `${…}`, stays as it is.
 *
 * @example
 * ```ts
 * import type { FlowSpec } from 'rivulet/spec';
 *
 * const story: FlowSpec = {
 *   rivulet: 1,
 *   inputs: { topic: 'text' },
 *   agents: { writer: { type: 'text', provider: 'scripted', mission: 'write' } },
 *   tasks: {
 *     plot: { agent: 'writer', instruction: 'Write a plot about {{topic}}' },
 *     title: { agent: 'writer', instruction: 'Find a title' },
 *   },
 *   paths: { topic: ['plot'], plot: ['title'] },
 * };
 * ```
 *
 * @category flows as data
 */
export interface FlowSpec extends FlowHead, FlowBody {}

/**
 * The codec of flows as data. It refuses what does not belong there, and what no flow can be made of: all of it at once, each
 * with its path.
 *
 * @category flows as data
 */
export const FlowSpec: t.Type<FlowSpec> = new t.Type<FlowSpec>(
  'FlowSpec',
  (value): value is FlowSpec => decoded(value)._tag === 'Right',
  (value, context) => {
    const read = decoded(value);
    if (read._tag === 'Right') return t.success(read.right);
    return t.failures(
      read.left.map(({ path, message }) => ({
        value,
        context,
        message: path === '' ? message : `${path}: ${message}`,
      })),
    );
  },
  t.identity,
);

const decoded = (value: unknown): Either<readonly SpecProblem[], FlowSpec> => {
  const data = plainData(value, large);
  if (data._tag === 'Left') return data;
  const read = readSpec(data.right);
  return read._tag === 'Left' ? read : { _tag: 'Right', right: read.right.spec };
};
