/**
 * The inputs of a run, from the command line, from a file, or from whoever sits at the terminal.
 *
 * @module
 */

import { readFile } from 'node:fs/promises';
import { mismatchOf, type AnyCodec } from '../core/codec.js';
import { InvalidInput } from '../core/errors.js';
import { partingOf } from '../core/mismatch.js';
import type { InputVertex, Plan } from '../flow/plan.js';
import { nearest } from '../internal/nearest.js';
import { understood } from '../terminal/understood.js';
import { WrongUsage } from './wrongUsage.js';

/** Inputs by their names. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Asks for an input that is missing. */
export type AskInput = (name: string, codec: AnyCodec) => Promise<unknown>;

/** Where inputs come from. */
export interface InputSources {
  /** Such as `topic=rain`. */
  readonly input: readonly string[];
  readonly inputFile?: string | undefined;
  /** Asks somebody; `undefined` where nobody is there. */
  readonly ask: AskInput | undefined;
}

/** All inputs of a flow. What is said on the command line counts more than the file. */
export const inputsFor = async (
  plan: Plan,
  { input, inputFile, ask }: InputSources,
): Promise<Inputs> => {
  const needed = plan.vertices.filter((vertex) => vertex._tag === 'Input');
  const given = new Map<string, unknown>();
  for (const [name, value] of inputFile === undefined ? [] : await recordIn(inputFile)) {
    inputOf(needed, name);
    given.set(name, value);
  }
  for (const pair of input) {
    const [name, text] = halvesOf(pair);
    given.set(name, meantBy(name, text, inputOf(needed, name).codec));
  }
  for (const { name, codec } of needed) {
    if (given.has(name) || codec.decode(undefined)._tag === 'Right') continue;
    if (ask === undefined) throw missing(needed, given);
    given.set(name, await ask(name, codec));
  }
  return Object.fromEntries(given);
};

/** What is wrong with an answer, where a codec does not take it. */
export const complaintBy =
  (codec: AnyCodec) =>
  (answer: unknown): string | undefined => {
    const read = codec.decode(answer);
    return read._tag === 'Right'
      ? undefined
      : partingOf(mismatchOf(read.left, answer, expectedBy(codec)));
  };

/** What a codec reads, in a word. */
export const expectedBy = ({ name = 'a value' }: AnyCodec): string => name;

const meantBy = (name: string, text: string, codec: AnyCodec): unknown => {
  const meant = understood(text, complaintBy(codec));
  if (meant._tag === 'Right') return meant.right;
  throw new InvalidInput(name, meant.left);
};

const halvesOf = (pair: string): readonly [string, string] => {
  const equals = pair.indexOf('=');
  if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
  throw new WrongUsage(
    `An input is given as --input name=value, and not as --input ${JSON.stringify(pair)}.`,
  );
};

const inputOf = (needed: readonly InputVertex[], name: string): InputVertex => {
  const found = needed.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = needed.map((each) => each.name);
  const like = nearest(name, names);
  throw new WrongUsage(
    `The flow has no input ${JSON.stringify(name)}. ${
      like !== undefined
        ? `Did you mean "${like}"?`
        : names.length === 0
          ? 'It has none.'
          : `It has: ${names.join(', ')}.`
    }`,
  );
};

const missing = (
  needed: readonly InputVertex[],
  given: ReadonlyMap<string, unknown>,
): WrongUsage => {
  const names = needed.filter(
    ({ name, codec }) => !given.has(name) && codec.decode(undefined)._tag === 'Left',
  );
  const told = names.map(({ name, codec }) => `"${name}" (${expectedBy(codec)})`).join(', ');
  const options = names.map(({ name }) => `--input ${name}=...`).join(' ');
  return new WrongUsage(
    `${names.length === 1 ? 'An input is' : 'Inputs are'} missing: ${told}. Nothing was started.\nTry:  ${options}`,
  );
};

const recordIn = async (file: string): Promise<readonly (readonly [string, unknown])[]> => {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new WrongUsage(
      `Inputs cannot be read from ${JSON.stringify(file)}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause },
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value);
  }
  throw new WrongUsage(`${JSON.stringify(file)} has to hold a record: { "name": value }.`);
};
