/**
 * The answers of a scripted agent without a script: plausible, the same for the same question, and plainly
 * made up.
 *
 * @module
 */

import type { Audio, Image } from '../../core/media.js';
import type { Found } from '../../core/modality.js';
import type { Question } from '../../flow/ports.js';
import { hash } from '../../internal/hash.js';
import { png, type Colour } from '../../internal/png.js';
import { wav } from '../../internal/wav.js';
import { madeUpForm } from './madeUpForm.js';

const text = ({ text: asked }: Question, mission: string, words: number): string => {
  const number = (hash(mission + asked) % 3) + 2;
  const points = Array.from({ length: number }, (_, index) => steps[index] ?? '');
  return [
    `This is a scripted answer; no model was asked.${as(mission)}${to(asked, words)}`,
    ...points.map((point, index) => `${String(index + 1)}. ${point}`),
  ].join('\n');
};

const vision = ({ text: asked, images }: Question, mission: string, words: number): string => {
  const seen = images.map(({ mime, bytes }) => `${mime} of ${String(bytes.length)} bytes`);
  return `This is a scripted description; no model has seen anything.${as(mission)}${to(asked, words)} I was shown: ${
    seen.join(', ') || 'nothing'
  }.`;
};

const recognition = ({ audio }: Question): string => {
  const heard = audio.map(({ mime, bytes }) => `${mime} of ${String(bytes.length)} bytes`);
  return `This is a scripted transcript; no model has heard anything. I was played: ${
    heard.join(', ') || 'nothing'
  }.`;
};

/** Stripes between two colours. */
const image = ({ text: asked }: Question, mission: string): Image => {
  const seed = hash(mission + asked);
  const [from, to] = [colourOf(seed), colourOf(hash(String(seed)))];
  const width = (seed % 7) + 5;
  const bytes = png(48, (x, y) => {
    const share = Math.floor((x + y) / width) % 2 === 0 ? x / 47 : 1 - x / 47;
    const mix = (one: number, other: number): number => Math.round(one + (other - one) * share);
    return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
  });
  return { _tag: 'Image', mime: 'image/png', bytes };
};

/** A short tone that fades. */
const speech = ({ text: asked }: Question, mission: string): Audio => {
  const pitch = 220 + (hash(mission + asked) % 440);
  const samples = Array.from(
    { length: 2000 },
    (_, index) => Math.sin((2 * Math.PI * pitch * index) / rate) * (1 - index / 2000) * 0.5,
  );
  return { _tag: 'Audio', mime: 'audio/wav', bytes: wav(rate, samples) };
};

/** A direction of length 1. */
const embed = ({ text: asked }: Question): readonly number[] => {
  const parts = Array.from(
    { length: 32 },
    (_, index) => hash(`${String(index)} ${asked}`) / 2 ** 31 - 1,
  );
  const length = Math.hypot(...parts);
  return parts.map((part) => part / length);
};

const search = ({ text: asked }: Question): readonly Found[] =>
  [1, 2].map((number) => ({
    title: `A scripted result, ${String(number)}`,
    url: `https://example.com/${String(hash(asked) % 1000)}/${String(number)}`,
    snippet: 'Nothing was searched for; this is a script.',
  }));

const mcp = ({ text: asked }: Question, mission: string, words: number): string =>
  `This is a scripted result; no tool was called.${as(mission)}${to(asked, words)}`;

type MakeUp = (question: Question, mission: string, words: number) => string;

/** Makes up a JSON where a form is asked for, and otherwise says what there is to say. */
const formed =
  (say: MakeUp): MakeUp =>
  (question, mission, words) => {
    const said = say(question, mission, words);
    const { form, text: asked } = question;
    return form === undefined ? said : madeUpForm(form, mission + asked, said);
  };

/** Made-up answers by the type of the agent. */
export const madeUp = {
  text: formed(text),
  vision: formed(vision),
  recognition: formed(recognition),
  image,
  speech,
  embed,
  search,
  mcp,
};

const as = (mission: string): string => (mission === '' ? '' : ` My mission: ${mission}.`);

const to = (asked: string, words: number): string => {
  const said = asked.split(/\s+/u).filter((word) => word !== '');
  const rest = said.length > words ? ' …' : '';
  return words === 0 || said.length === 0
    ? ''
    : ` I was asked: “${said.slice(0, words).join(' ')}${rest}”`;
};

const steps = [
  'Begin with what is known.',
  'Name what is missing.',
  'Do the smallest thing that helps.',
  'Look at it again.',
];

const colourOf = (seed: number): Colour => [seed & 0xff, (seed >>> 8) & 0xff, (seed >>> 16) & 0xff];

const rate = 8000;
