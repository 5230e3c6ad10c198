/**
 * Answers that have a form: read while they grow, and looked at in the end.
 *
 * @module
 */

import {
  catchError,
  concat,
  defer,
  EMPTY,
  filter,
  map,
  of,
  tap,
  type OperatorFunction,
} from 'rxjs';
import { mismatchOf, sample } from '../core/codec.js';
import { DecodeFailed, InvalidOptions } from '../core/errors.js';
import { NotJson } from '../core/guardErrors.js';
import { partingOf, type Mismatch } from '../core/mismatch.js';
import { OutputTruncated } from '../core/providerErrors.js';
import { withoutNulls } from '../core/withoutNulls.js';
import { deepest, isTooDeep } from '../internal/isTooDeep.js';
import { json } from '../operators/json.js';
import type { Form } from './form.js';
import type { Answer, Turn } from './ports.js';

/** Whose answers they are, for errors. */
export interface Answering {
  readonly label: string;
  readonly provider: string;
  /** What was said before the answer, such as which tools were called. */
  readonly turns: () => readonly Turn[];
}

/**
 * Reads growing answers by a form: the value so far while they grow, and in the end the value for the codec. An answer that
 * the codec does not take ends with `DecodeFailed`, which holds all that was said.
 */
export const structured =
  (form: Form, answering: Answering): OperatorFunction<Answer<unknown>, Answer<unknown>> =>
  (answers) =>
    defer(() => {
      let last: Answer<unknown> | undefined;
      const parts = answers.pipe(
        tap((answer) => {
          last = answer;
        }),
        map(({ value }) => unfenced(textIn(value, answering.label))),
        json(),
        // That it is no JSON is told in the end, with what was said.
        catchError((error: unknown) => {
          if (error instanceof NotJson) return EMPTY;
          throw error;
        }),
        map((value) => (form.isWrapped ? memberOf(value) : value)),
        filter((value) => typeof value === 'object' && value !== null),
        map((value): Answer<unknown> => ({ value })),
      );
      const whole = defer(() => (last === undefined ? EMPTY : of(wholeOf(form, answering, last))));
      return concat(parts, whole);
    });

/**
 * What a model is told whose answer was wrong, after what was said before; `undefined` when it was not the answer of a model.
 * What it has called is not to be done again.
 */
export const correctionOf = (error: unknown): readonly Turn[] | undefined =>
  error instanceof DecodeFailed && error.said !== undefined
    ? [
        ...(before.get(error) ?? []),
        {
          _tag: 'Corrected',
          said: error.said,
          complaint: `Your answer ${partingOf(error)} Answer again, with the whole JSON and nothing else.`,
        },
      ]
    : undefined;

/** What was said before an answer that was wrong. */
const before = new WeakMap<DecodeFailed, readonly Turn[]>();

const wholeOf = (
  { codec, schema, isWrapped }: Form,
  { label, provider, turns }: Answering,
  { value: answered, finish, usage, calls }: Answer<unknown>,
): Answer<unknown> => {
  const said = textIn(answered, label);
  const expected = codec.name ?? 'another value';
  const wrong = (mismatch: Mismatch, cause?: unknown): DecodeFailed => {
    const error = new DecodeFailed(label, 'output', mismatch, {
      said,
      ...(cause !== undefined && { cause }),
    });
    before.set(error, turns());
    return error;
  };
  if (finish === 'length') throw new OutputTruncated(provider, { partial: said });
  if (said.trim() === '' && calls !== undefined) {
    // It left it to others to go on, so it is not asked again.
    const got = `a call of ${calls.map(({ tool }) => sample(tool)).join(', ')}`;
    throw new DecodeFailed(label, 'output', { path: '', expected, got });
  }
  const parsed = parsedBy(said, wrong);
  const read = schema === undefined ? parsed : withoutNulls(schema, parsed);
  const value = isWrapped ? memberOf(read) : read;
  const decoded = codec.decode(value);
  if (decoded._tag === 'Left') {
    throw wrong(mismatchOf(decoded.left, value, expected));
  }
  return {
    value,
    ...(finish !== undefined && { finish }),
    ...(usage !== undefined && { usage }),
    ...(calls !== undefined && { calls }),
  };
};

const parsedBy = (said: string, wrong: (mismatch: Mismatch, cause?: unknown) => Error): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(unfenced(said));
  } catch (cause) {
    throw wrong({ path: '', expected: 'JSON', got: sample(said) }, cause);
  }
  if (!isTooDeep(value)) return value;
  const expected = `JSON that is nested at most ${String(deepest)} deep`;
  throw wrong({ path: '', expected, got: sample(value) });
};

const memberOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'answer' in value ? value.answer : undefined;

const textIn = (value: unknown, label: string): string => {
  if (typeof value === 'string') return value;
  throw new InvalidOptions(
    label,
    'only an agent that answers with a text can have an output codec.',
  );
};

/**
 * What stands between the fences of a block of code: models like to put them round JSON. It grows as the text grows, for
 * within JSON no line begins with a fence.
 */
const unfenced = (text: string): string => {
  if (!/^\s*`/u.test(text)) return text;
  const begin = text.indexOf('\n');
  if (begin === -1) return '';
  const block = text.slice(begin + 1);
  const end = block.search(/\n\s*`/u);
  return end === -1 ? block.replace(/`+\s*$/u, '') : block.slice(0, end);
};
