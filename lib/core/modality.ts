/**
 * What agents can do, what they give and which bytes they read.
 *
 * @module
 */

import type { Audio, Image } from './media.js';

/**
 * The types of agents. `gives`: the type of the output. `bytes`: which bytes it can read at all; text,
 * numbers and JSON go anywhere. `must`: what one of its predecessors has to give.
 *
 * Users may add their own by declaration merging.
 */
export interface Modalities {
  text: { gives: string; bytes: never; must: never };
  image: { gives: Image; bytes: Image; must: never };
  vision: { gives: string; bytes: Image; must: Image };
  speech: { gives: Audio; bytes: never; must: never };
  recognition: { gives: string; bytes: Audio; must: Audio };
  embed: { gives: readonly number[]; bytes: never; must: never };
  search: { gives: readonly Found[]; bytes: never; must: never };
  mcp: { gives: unknown; bytes: never; must: never };
}

/** Something that was found. */
export interface Found {
  readonly title: string;
  readonly url: string;
  /** A few lines of it. */
  readonly snippet: string;
}

/** A type of agents. */
export type Modality = keyof Modalities;

/** What is known at run time of the bytes that a type of agents gives and reads. */
export interface ModalityFacts {
  readonly gives: 'Image' | 'Audio' | 'data';
  readonly bytes: 'Image' | 'Audio' | undefined;
  readonly must: 'Image' | 'Audio' | undefined;
}

/** The same table at run time, for what the compiler cannot see. */
export const modalities: Readonly<Record<string, ModalityFacts>> = {
  text: { gives: 'data', bytes: undefined, must: undefined },
  image: { gives: 'Image', bytes: 'Image', must: undefined },
  vision: { gives: 'data', bytes: 'Image', must: 'Image' },
  speech: { gives: 'Audio', bytes: undefined, must: undefined },
  recognition: { gives: 'data', bytes: 'Audio', must: 'Audio' },
  embed: { gives: 'data', bytes: undefined, must: undefined },
  search: { gives: 'data', bytes: undefined, must: undefined },
  mcp: { gives: 'data', bytes: undefined, must: undefined },
};
