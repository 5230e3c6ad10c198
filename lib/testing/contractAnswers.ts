/**
 * What answers have to be.
 *
 * @module
 */

import type { Usage } from '../core/event.js';
import { isAudio, isImage } from '../core/media.js';
import type { Modality } from '../core/modality.js';
import type { Answer } from '../flow/ports.js';
import { brief } from './literal.js';
import type { Bench } from './underTest.js';

/** Answers, each of what its type gives, and completes. */
export const answers = async (bench: Bench): Promise<void> => {
  const { answers: all } = await bench.whole(bench.call());
  const { what, is } = given[bench.type] ?? anything;
  const wrong = all.find(({ value }) => !is(value));
  if (wrong === undefined) return;
  throw bench.broken(
    `an agent of type "${bench.type}" gives ${what} as the value of each answer, and this one gave ${brief(wrong.value)}.`,
  );
};

/** A text grows by its deltas. */
export const grows = async (bench: Bench): Promise<void> => {
  const { answers: all } = await bench.whole(bench.call());
  checkGrowth(bench, all);
};

/** What belongs to the whole answer is said with the last one. */
export const tells = async (bench: Bench): Promise<void> => {
  const { answers: all, last } = await bench.whole(bench.call());
  for (const answer of all.slice(0, -1)) {
    const early = atTheEnd.find((name) => answer[name] !== undefined);
    if (early === undefined) continue;
    throw bench.broken(
      `an answer says its ${early} before the last one. Say it with the last, which may repeat the value that was there.`,
    );
  }
  checkUsage(bench, last.usage ?? {});
};

/** Two who listen at the same time do not hear of each other. */
export const answersEach = async (bench: Bench): Promise<void> => {
  const heard = await Promise.all(
    [bench.call(), bench.call()].map((source) => bench.whole(source)),
  );
  for (const { answers: all } of heard) checkGrowth(bench, all);
};

/** Whether agents of this type answer with a text. */
export const isSpoken = (type: Modality): boolean => given[type] === texts;

const checkGrowth = ({ broken, type }: Bench, all: readonly Answer<unknown>[]): void => {
  let before = '';
  for (const { value, delta } of all) {
    if (!isSpoken(type) || typeof value !== 'string') return;
    if (delta !== undefined && before + delta !== value) {
      throw broken(
        `a delta is not what the text has grown by: ${brief(before)} and then ${brief(delta)} do not make ${brief(value)}. The value is all of the text so far, from the beginning of this answer on; where it did not just grow at its end, leave the delta out.`,
      );
    }
    before = value;
  }
};

const checkUsage = ({ broken }: Bench, usage: Usage): void => {
  const { input, output, cached } = usage;
  for (const [name, count] of Object.entries({ input, output, cached })) {
    if (count === undefined || (Number.isFinite(count) && count >= 0)) continue;
    throw broken(
      `usage.${name} is ${brief(count)}. It is a number of tokens; leave it out where it is not known.`,
    );
  }
  if (cached !== undefined && cached > (input ?? 0)) {
    throw broken(
      `usage.cached is ${String(cached)} and usage.input ${String(input ?? 0)}. Those from the cache are among those that were sent: add them to input.`,
    );
  }
};

const atTheEnd = ['finish', 'usage', 'calls', 'memo'] as const;

interface Given {
  readonly what: string;
  readonly is: (value: unknown) => boolean;
}

const texts: Given = { what: 'a text', is: (value) => typeof value === 'string' };

const anything: Given = { what: 'a value', is: (value) => value !== undefined };

const given: Readonly<Record<string, Given>> = {
  text: texts,
  vision: texts,
  recognition: texts,
  image: { what: "an Image ({ _tag: 'Image', mime, bytes })", is: isImage },
  speech: { what: "an Audio ({ _tag: 'Audio', mime, bytes })", is: isAudio },
  embed: {
    what: 'a list of numbers',
    is: (value) =>
      Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'number'),
  },
  search: {
    what: 'a list of { title, url, snippet }',
    is: (value) =>
      Array.isArray(value) &&
      value.every((each: unknown) =>
        ['title', 'url', 'snippet'].every((name) => isText(each, name)),
      ),
  },
};

const isText = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'string';
