/**
 * A question, as the models of the AI SDK are asked.
 *
 * @module
 */

import { strictOf } from '../../core/strictOf.js';
import type { AnswerForm, Called, Question, Turn } from '../../flow/ports.js';
import type { AiSdkCall, AiSdkMessage, AiSdkTool, AiSdkToolResult } from './model.js';
import type { AgentSettings } from '../provider.js';

/** What a model is asked. `bytesOf` puts bytes as its version wants them. */
export const callOf = <Bytes>(
  { text, images, form, tools = [], turns = [] }: Question,
  { mission, params }: AgentSettings,
  provider: string,
  bytesOf: (bytes: Uint8Array) => Bytes,
): Omit<AiSdkCall<Bytes>, 'abortSignal'> => {
  const { tools: own } = params;
  return {
    ...params,
    prompt: [
      ...(mission === '' ? [] : [{ role: 'system' as const, content: mission }]),
      {
        role: 'user',
        content: [
          ...images.map(({ mime, bytes }) => ({
            type: 'file' as const,
            mediaType: mediaTypeOf(mime),
            data: bytesOf(bytes),
          })),
          { type: 'text', text },
        ],
      },
      ...turns.flatMap((turn) => saidIn<Bytes>(turn)),
    ],
    ...(tools.length > 0 && {
      tools: [
        ...tools.map(({ name, description, schema }) => ({
          type: 'function' as const,
          name,
          description,
          inputSchema: schema,
        })),
        ...(isTools(own) ? own : []),
      ],
    }),
    ...(form !== undefined && formatOf(form, provider, params)),
  };
};

/** The media type without what may follow it. */
export const mediaTypeOf = (mime: string): string =>
  /^\s*([^\s;]*)/u.exec(mime.toLowerCase())?.[1] ?? mime;

const formatOf = (
  { name, schema }: AnswerForm,
  provider: string,
  { providerOptions }: AgentSettings['params'],
): Pick<AiSdkCall<never>, 'responseFormat'> => {
  // Models of OpenAI are held to a schema strictly, unless they are told otherwise; not every schema allows it.
  const isOfOpenAI = schema !== undefined && /^(?:openai|azure)\b/u.test(provider);
  const strict = isOfOpenAI ? strictOf(schema) : undefined;
  const told = strict ?? schema;
  return {
    responseFormat: { type: 'json', name, ...(told !== undefined && { schema: told }) },
    ...(isOfOpenAI && strict === undefined && { providerOptions: notStrict(providerOptions) }),
  };
};

const notStrict = (given: unknown): object => {
  const { openai, ...others }: { readonly openai?: unknown } = isObject(given) ? given : {};
  return { ...others, openai: { strictJsonSchema: false, ...(isObject(openai) && openai) } };
};

type Content<Bytes> = Extract<AiSdkMessage<Bytes>, { role: 'assistant' }>['content'];

const saidIn = <Bytes>(turn: Turn): readonly AiSdkMessage<Bytes>[] => {
  const answer = isContent<Bytes>(turn.memo) ? turn.memo : contentOf<Bytes>(turn);
  return [
    // Most vendors refuse a message without anything in it.
    ...(answer.length === 0 ? [] : [{ role: 'assistant' as const, content: answer }]),
    turn._tag === 'Called'
      ? { role: 'tool', content: turn.results.map(resultOf) }
      : { role: 'user', content: [{ type: 'text', text: turn.complaint }] },
  ];
};

const contentOf = <Bytes>(turn: Turn): Content<Bytes> => [
  ...(turn.said === '' ? [] : [{ type: 'text' as const, text: turn.said }]),
  ...(turn._tag === 'Called' ? turn.calls.map(toolCallOf) : []),
];

const toolCallOf = ({ id, tool, input }: Called) => ({
  type: 'tool-call' as const,
  toolCallId: id,
  toolName: tool,
  input,
});

const resultOf = ({
  id,
  tool,
  text,
  isError,
}: Extract<Turn, { _tag: 'Called' }>['results'][number]): AiSdkToolResult => ({
  type: 'tool-result',
  toolCallId: id,
  toolName: tool,
  output: { type: isError ? 'error-text' : 'text', value: text },
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

// What this provider gave comes back as it was, and the tools of the user are passed on as they are.
const isContent = <Bytes>(memo: unknown): memo is Content<Bytes> => Array.isArray(memo);
const isTools = (tools: unknown): tools is readonly AiSdkTool[] => Array.isArray(tools);
