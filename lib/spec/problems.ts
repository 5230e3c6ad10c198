import { masking } from '../agents/secrets.js';
import { same } from '../core/same.js';
import type { SpecProblem } from '../core/specErrors.js';
import { pathOf, type Place } from './place.js';

/** All that is found wrong, so that it can be put right in one go. */
export interface Problems {
  readonly add: (place: Place, message: string) => void;
  readonly all: () => readonly SpecProblem[];
  readonly isEmpty: () => boolean;
  /** There are so many that looking for more serves nobody. */
  readonly isFull: () => boolean;
}

/** A list of problems, empty at first. */
export const problemsFound = (): Problems => {
  const found: SpecProblem[] = [];
  const isFull = (): boolean => found.length >= most;
  return {
    add: (place, message) => {
      const problem = { path: plain(pathOf(place)), message: plain(message) };
      const isKnown = found.some((one) => same(one, problem));
      if (!isFull() && !isKnown) found.push(problem);
    },
    all: () => [...found],
    isEmpty: () => found.length === 0,
    isFull,
  };
};

const most = 100;

const mask = masking();

/** What is wrong is shown, maybe on a terminal: what stands in it must do nothing there, and be no secret. */
const plain = (text: string): string =>
  cut(mask(text)).replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );

const cut = (text: string): string => (text.length > 500 ? `${text.slice(0, 499)}…` : text);
