/**
 * The chat models of OpenAI: they answer a text, and see the pictures that come with it.
 *
 * @module
 */

import { defer } from 'rxjs';
import { InvalidOptions } from '../core/errors.js';
import type { Usage } from '../core/event.js';
import type { Image } from '../core/media.js';
import type { Question } from '../flow/ports.js';
import type { CallPiece, Piece } from './growing.js';
import { models } from './models.js';
import type { OpenAIChatChunk, OpenAIMessage, OpenAIPart } from './openaiClient.js';
import { events, vendor, type Reach } from './openaiReach.js';
import type { AgentSettings, Ask } from './provider.js';

/** Answers a text. */
export const text = (reach: Reach) => asking(reach, models.openai.text, ({ text }) => text);

/** Answers a text about pictures. */
export const vision = (reach: Reach) =>
  asking(reach, models.openai.vision, ({ text, images }) => [
    { type: 'text', text },
    ...images.map((image): OpenAIPart => ({ type: 'image_url', image_url: { url: urlOf(image) } })),
  ]);

const asking =
  ({ access, text }: Reach, model: string, contentOf: (question: Question) => UserContent) =>
  (settings: AgentSettings): Ask<string> =>
  (question) =>
    defer(() => {
      const content = contentOf(question);
      const reached = access(settings, model, events);
      const { mission, params } = settings;
      const told = mission === '' ? [] : [{ role: 'system' as const, content: mission }];
      return text(reached, async ({ chat }, options) =>
        piecesOf(
          await chat.completions.create(
            {
              ...params,
              model: reached.model,
              messages: [...told, { role: 'user', content }],
              stream: true,
              stream_options: { include_usage: true },
            },
            options,
          ),
        ),
      );
    });

type UserContent = Extract<OpenAIMessage, { readonly role: 'user' }>['content'];

const urlOf = ({ mime, bytes }: Image): string => {
  const named = /^\s*([^\s;]*)/u.exec(mime.toLowerCase())?.[1] ?? '';
  const type = named === 'image/jpg' ? 'image/jpeg' : named;
  if (!seen.includes(type)) {
    throw new InvalidOptions(
      undefined,
      `"${vendor.name}" sees ${seen.join(', ')}, and no "${mime}". Convert the picture first. Nothing was sent.`,
    );
  }
  return `data:${type};base64,${toBase64(bytes)}`;
};

const seen: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

// One argument for each byte is more than an engine takes.
const toBase64 = (bytes: Uint8Array): string => {
  let letters = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(letters);
};

async function* piecesOf(chunks: AsyncIterable<OpenAIChatChunk>): AsyncIterable<Piece> {
  for await (const chunk of chunks) yield pieceOf(chunk);
}

/** What a chunk says. */
export const pieceOf = ({ choices, usage }: OpenAIChatChunk): Piece => {
  // With `params: { n: 2 }` there are several; the first one is the answer.
  const choice = choices?.find(({ index = 0 }) => index === 0);
  const { content, refusal, tool_calls: calls } = choice?.delta ?? {};
  const finish = choice?.finish_reason ?? undefined;
  return {
    text: content ?? '',
    refusal: refusal ?? '',
    ...(calls === undefined || calls === null ? {} : { calls: calls.map(callOf) }),
    ...(finish === undefined ? {} : { finish }),
    ...(finish === 'content_filter' ? { blocked: finish } : {}),
    ...(usage === undefined || usage === null ? {} : { usage: usageOf(usage) }),
  };
};

const callOf = ({ index, function: called }: OpenAIToolCall): CallPiece => ({
  index,
  ...(called?.name !== undefined && { tool: called.name }),
  ...(called?.arguments !== undefined && { text: called.arguments }),
});

type OpenAIToolCall = NonNullable<
  NonNullable<NonNullable<OpenAIChatChunk['choices']>[number]['delta']>['tool_calls']
>[number];

const usageOf = ({
  prompt_tokens: input,
  completion_tokens: output,
  prompt_tokens_details: details,
}: NonNullable<OpenAIChatChunk['usage']>): Usage => ({
  ...(input === undefined ? {} : { input }),
  ...(output === undefined ? {} : { output }),
  ...(details?.cached_tokens === undefined ? {} : { cached: details.cached_tokens }),
});
