import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from '../core/either.js';

/**
 * What a typed text means to somebody who takes some values and complains of others: the text itself, or else yes or
 * no, or else what its JSON says. The left is the complaint.
 */
export const understood = (
  text: string,
  complaint: (answer: unknown) => string | undefined,
): Either<string, unknown> => {
  const json = jsonOf(text);
  const readings = [text, text.trim(), ...yesOrNo(text), ...json];
  const taken = readings.findIndex((reading) => complaint(reading) === undefined);
  if (taken >= 0) return right(readings[taken]);
  const [meant = text] = json;
  return left(complaint(meant) ?? '');
};

const yesOrNo = (text: string): readonly boolean[] => {
  switch (text.trim().toLowerCase()) {
    case 'y':
    case 'yes':
      return [true];
    case 'n':
    case 'no':
      return [false];
    default:
      return [];
  }
};

const jsonOf = (text: string): readonly unknown[] => {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
};
