import type { Codec } from '../core/codec.js';
import { InvalidSpec } from '../core/specErrors.js';
import { large, plainData } from './data.js';
import type { TypeSpec } from './form.js';
import { problemsFound } from './problems.js';
import { type as typeShape } from './typeTable.js';
import { codecOfType } from './types.js';

/**
 * Makes the codec of a type that is data. Flows of code whose inputs are read by such codecs can be written down.
 *
 * @example
 * ```ts
 * import { agent, flow, task } from 'rivulet';
 * import { codecOf, toSpec } from 'rivulet/spec';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({
 *   inputs: { topic: codecOf('text'), heroes: codecOf({ list: 'text' }) },
 *   tasks: { plot: task('Write about {{topic}} with {{heroes}}', writer) },
 *   paths: { topic: ['plot'], heroes: ['plot'] },
 * });
 * console.log(JSON.stringify(toSpec(story)));
 * ```
 *
 * @throws {@link InvalidSpec} when there is no such type
 * @category flows as data
 */
export const codecOf = (type: TypeSpec): Codec<unknown> => {
  const data = plainData(type, large);
  if (data._tag === 'Left') throw new InvalidSpec(data.left);
  const problems = problemsFound();
  const read = typeShape.read(data.right, [], { problems, model: undefined, agents: [], depth: 0 });
  if (read === undefined || problems.all().length > 0) throw new InvalidSpec(problems.all());
  return codecOfType(read);
};
