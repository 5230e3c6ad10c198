/**
 * What Gemini says, in the form that all vendors share.
 *
 * @module
 */

import type { Finish, Usage } from '../../core/event.js';
import type { GeminiChunk, GeminiSaid, GeminiUsage } from './wire.js';
import type { CallPiece, Piece } from '../growing.js';

/** The pieces of an answer. Where it is more than a text, the memo is all that the model has said so far. */
export async function* geminiPieces(chunks: AsyncIterable<GeminiChunk>): AsyncIterable<Piece> {
  let said: readonly GeminiSaid[] = [];
  for await (const chunk of chunks) {
    const { parts, ...rest } = geminiAnswer(chunk);
    said = parts.reduce(grown, said);
    const answer = parts.filter(isAnswer);
    yield {
      ...rest,
      text: answer.map(({ text }) => text ?? '').join(''),
      calls: answer.flatMap(callsIn),
      ...(said.every(isText) ? {} : { memo: said }),
    };
  }
}

/** An answer that came at once, or a piece of one. */
export const geminiAnswer = ({
  candidates,
  promptFeedback,
  usageMetadata,
  error,
}: GeminiChunk): GeminiAnswer => {
  if (error !== undefined) throw Object.assign(new Error('The answer holds an error.'), { error });
  // With `candidateCount` there are several; the first one is the answer.
  const candidate = candidates?.find(({ index = 0 }) => index === 0);
  const reason = candidate?.finishReason ?? undefined;
  const blocked = promptFeedback?.blockReason ?? (refusals.has(reason ?? '') ? reason : undefined);
  return {
    parts: candidate?.content?.parts ?? [],
    ...(reason === undefined ? {} : finishOf(reason)),
    ...(blocked === undefined ? {} : { blocked }),
    ...(usageMetadata === undefined || usageMetadata === null
      ? {}
      : { usage: usageOf(usageMetadata) }),
  };
};

/** What is in an answer. */
interface GeminiAnswer extends Pick<Piece, 'finish' | 'blocked' | 'usage'> {
  readonly parts: readonly GeminiSaid[];
}

/** Whether it belongs to the answer: models also say what they think. */
export const isAnswer = ({ thought }: GeminiSaid): boolean => thought !== true;

const callsIn = ({ functionCall: call }: GeminiSaid): readonly CallPiece[] =>
  call === undefined
    ? []
    : [
        {
          tool: call.name ?? '',
          input: call.args ?? {},
          ...(call.id !== undefined && { id: call.id }),
        },
      ];

/** The parts so far and one more. Pieces of one text become one part; a signature stays with the part it came with. */
const grown = (said: readonly GeminiSaid[], part: GeminiSaid): readonly GeminiSaid[] => {
  const last = said.at(-1);
  // Streams end with a text that says nothing, and the API takes no such text.
  if (isText(part) && part.text === '') return said;
  return last !== undefined && isText(last) && isText(part) && isAnswer(last) === isAnswer(part)
    ? [...said.slice(0, -1), { ...last, text: (last.text ?? '') + (part.text ?? '') }]
    : [...said, part];
};

const isText = ({ text, thoughtSignature }: GeminiSaid): boolean =>
  text !== undefined && thoughtSignature === undefined;

/** An answer that goes on elsewhere has not ended. */
const finishOf = (reason: string): { readonly finish?: Finish } =>
  reason === 'CONTINUATION' ? {} : { finish: finishes[reason] ?? reason };

const finishes: Readonly<Record<string, Finish>> = { STOP: 'stop', MAX_TOKENS: 'length' };

// With these the answer is not there, or a part of it was taken away.
const refusals: ReadonlySet<string> = new Set([
  'BLOCKLIST',
  'IMAGE_PROHIBITED_CONTENT',
  'IMAGE_RECITATION',
  'IMAGE_SAFETY',
  'LANGUAGE',
  'PROHIBITED_CONTENT',
  'RECITATION',
  'SAFETY',
  'SPII',
]);

const usageOf = ({
  promptTokenCount: input,
  candidatesTokenCount: said,
  thoughtsTokenCount: thought,
  cachedContentTokenCount: cached,
}: GeminiUsage): Usage => ({
  ...(input === undefined ? {} : { input }),
  ...(said === undefined && thought === undefined ? {} : { output: (said ?? 0) + (thought ?? 0) }),
  ...(cached === undefined ? {} : { cached }),
});
