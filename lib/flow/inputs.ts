import { mismatchOf } from '../core/codec.js';
import { InvalidInput } from '../core/errors.js';
import { partingOf } from '../core/mismatch.js';
import { nearest } from '../internal/nearest.js';
import type { Plan } from './plan.js';

/** Reads the inputs of a run by their codecs, in declaration order, or throws `InvalidInput`. */
export const decodeInputs = (
  { vertices, graph }: Plan,
  given: Readonly<Record<string, unknown>>,
): readonly unknown[] => {
  for (const name of Object.keys(given)) {
    if (graph.inputs.includes(name)) continue;
    const like = nearest(name, graph.inputs);
    throw new InvalidInput(
      name,
      `is not declared. ${
        like === undefined
          ? graph.inputs.length === 0
            ? 'The flow has no inputs.'
            : `The flow has: ${graph.inputs.map((input) => `"${input}"`).join(', ')}.`
          : `Did you mean "${like}"?`
      }`,
    );
  }
  return vertices.flatMap((vertex) => {
    if (vertex._tag === 'Task') return [];
    const { name, codec } = vertex;
    const value = given[name];
    const decoded = codec.decode(value);
    if (decoded._tag === 'Right') return [decoded.right];
    if (!Object.hasOwn(given, name)) {
      throw new InvalidInput(name, `is missing: give it as { ${name}: … }.`);
    }
    const mismatch = mismatchOf(decoded.left, value, codec.name ?? 'another value');
    throw new InvalidInput(name, partingOf(mismatch));
  });
};
