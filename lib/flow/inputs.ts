/**
 * The inputs of a run: whether they are those of the flow, and what their codecs make of them.
 *
 * @module
 */

import { mismatchOf } from '../core/codec.js';
import { InvalidInput } from '../core/errors.js';
import { partingOf } from '../core/mismatch.js';
import { nearest } from '../internal/nearest.js';
import type { InputVertex, Plan } from './plan.js';

type Given = Readonly<Record<string, unknown>>;

/** Reads the inputs of a run by their codecs, in declaration order, or throws `InvalidInput`. */
export const decodeInputs = (plan: Plan, given: Given): readonly unknown[] => {
  checkKnown(plan, given);
  return plan.vertices.flatMap((vertex) => {
    if (vertex._tag === 'Task') return [];
    const { name, codec } = vertex;
    // A codec may accept that there is none.
    if (!Object.hasOwn(given, name) && codec.decode(undefined)._tag === 'Left') {
      throw missing(name, `{ ${name}: … }`);
    }
    return [decodeInput(vertex, given[name])];
  });
};

/** Reads one input by its codec, or throws `InvalidInput`. */
export const decodeInput = (
  { name, codec }: InputVertex,
  value: unknown,
  hasStarted = false,
): unknown => {
  const decoded = codec.decode(value);
  if (decoded._tag === 'Right') return decoded.right;
  const mismatch = mismatchOf(decoded.left, value, codec.name ?? 'another value');
  throw new InvalidInput(name, partingOf(mismatch), hasStarted);
};

/** Throws `InvalidInput` for an input that is unknown or missing. */
export const checkNames = (plan: Plan, given: Given): void => {
  checkKnown(plan, given);
  for (const name of plan.graph.inputs) {
    if (!Object.hasOwn(given, name)) throw missing(name, `{ ${name}: ${name}$ }`);
  }
};

const missing = (name: string, how: string): InvalidInput =>
  new InvalidInput(name, `is missing: give it as ${how}.`);

const checkKnown = ({ graph }: Plan, given: Given): void => {
  for (const name of Object.keys(given)) {
    if (graph.inputs.includes(name)) continue;
    const like = nearest(name, graph.inputs);
    const known = graph.inputs.map((input) => `"${input}"`).join(', ');
    const hint =
      like !== undefined
        ? `Did you mean "${like}"?`
        : known === ''
          ? 'The flow has no inputs.'
          : `The flow has: ${known}.`;
    throw new InvalidInput(name, `is not declared. ${hint}`);
  }
};
