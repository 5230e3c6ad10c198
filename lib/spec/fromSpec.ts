import type { Codec } from '../core/codec.js';
import { InvalidSpec } from '../core/specErrors.js';
import type { Flow } from '../flow/flow.js';
import type { AnyRoute } from '../flow/route.js';
import type { Task } from '../flow/task.js';
import { large, parsed, plainData } from './data.js';
import { readSpec } from './readSpec.js';

/** A flow of whose inputs and results nothing is known before it is read. */
export type UntypedFlow = Flow<
  Readonly<Record<string, unknown>>,
  Readonly<Record<string, unknown>>,
  Readonly<Record<string, unknown>>,
  Readonly<Record<string, unknown>>,
  UntypedParts
>;

/** What such a flow is made of. */
export interface UntypedParts {
  readonly inputs: Readonly<Record<string, Codec<unknown>>>;
  readonly tasks: Readonly<Record<string, Task<unknown, unknown>>>;
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly routes: Readonly<Record<string, AnyRoute>>;
}

/**
 * Makes a flow of data, or of a text of JSON. It is checked as by `flow`, and nothing is loaded, looked for or asked.
 *
 * @example
 * ```ts
 * import { fromSpec } from 'rivulet/spec';
 *
 * const story = fromSpec(`{
 *   "rivulet": 1,
 *   "inputs": { "topic": "text" },
 *   "agents": { "writer": { "type": "text", "provider": "scripted", "mission": "write" } },
 *   "tasks": { "plot": { "agent": "writer", "instruction": "Write a plot about {{topic}}" } },
 *   "paths": { "topic": ["plot"] }
 * }`);
 *
 * const { plot } = await story.start({ topic: 'rain' });
 * ```
 *
 * @param json a text of JSON, or what has been read from one
 * @throws {@link InvalidSpec} with all that is wrong with it, each with its path
 * @category flows as data
 */
export const fromSpec = (json: unknown): UntypedFlow => {
  const data = typeof json === 'string' ? parsed(json, large) : plainData(json, large);
  if (data._tag === 'Left') throw new InvalidSpec(data.left);
  const read = readSpec(data.right);
  if (read._tag === 'Left') throw new InvalidSpec(read.left);
  // A flow without types is a flow of unknown ones.
  return read.right.flow as unknown as UntypedFlow;
};
