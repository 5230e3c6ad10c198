/**
 * The providers that answer with a text, each through the real package of its vendor, and how what they send is read.
 *
 * @module
 */

import { anthropic } from '../../lib/agents/anthropic.js';
import { gemini } from '../../lib/agents/gemini.js';
import { openai } from '../../lib/agents/openai.js';
import type { Provider } from '../../lib/agents/provider.js';
import { end, stream, write, type Recorded, type Step } from './faulty.js';
import { anthropicSays, geminiSays, openaiSays, type Language } from './vendors.js';

/** A provider of text, and the language of its vendor. */
export interface Speaker {
  /** What it is, and through which package. */
  readonly title: string;
  readonly name: string;
  readonly make: () => Provider<'text'>;
  readonly language: Language;
  /** Where its API is on a bench. */
  readonly at: (url: string) => string;
  /** The code of an account without credit, where the vendor has one. */
  readonly broke?: string;
  /** The end of an answer that calls a tool. */
  readonly calls: (tool: string, input: object) => string;
  /** Who says what to the model, in the words of the vendor. */
  readonly said: (request: Recorded | undefined) => readonly Line[];
}

/** What somebody says to the model. */
export type Line = readonly [role: string, text: string];

/** A whole answer, in pieces. */
export const answering = (
  { language: { says, ends, done } }: Speaker,
  ...pieces: readonly string[]
): readonly Step[] => [stream, write(...pieces.map(says), ends(), done), end];

/** A whole answer that calls a tool. */
export const callingTool = (
  { language: { done }, calls }: Speaker,
  tool: string,
  input: object,
): readonly Step[] => [stream, write(calls(tool, input), done), end];

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

const openaiCalls: Speaker['calls'] = (name, input) =>
  [
    {
      delta: {
        tool_calls: [
          {
            index: 0,
            id: 'call-1',
            type: 'function',
            function: { name, arguments: JSON.stringify(input) },
          },
        ],
      },
      finish_reason: null,
    },
    { delta: {}, finish_reason: 'tool_calls' },
  ]
    .map((choice) => event({ choices: [{ index: 0, ...choice }] }))
    .join('');

const geminiCalls: Speaker['calls'] = (name, args) =>
  event({
    candidates: [
      {
        index: 0,
        content: { role: 'model', parts: [{ functionCall: { name, args } }] },
        finishReason: 'STOP',
      },
    ],
  });

const anthropicCalls: Speaker['calls'] = (name, input) =>
  [
    {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 'call-1', name, input: {} },
    },
    {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) },
    },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } },
  ]
    .map((each) => `event: ${each.type}\n${event(each)}`)
    .join('');

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** All texts in a value, but the words of the vendor for what it is and for who says it. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, each]) =>
          /^(?:role|type)$/u.test(name) ? [] : textsIn(each),
        )
      : [];

/** Those who speak in a list of messages, beside whoever speaks as the system. */
const linesIn =
  (system: string, messages: string): Speaker['said'] =>
  (request) => [
    ...listOf(member(request?.json, system)).map((text): Line => {
      return ['system', textsIn(text).join('\n')];
    }),
    ...listOf(member(request?.json, messages)).map((message): Line => {
      return [String(member(message, 'role')), textsIn(message).join('\n')];
    }),
  ];

const geminiBy = (sdk: '@google/genai' | '@google/generative-ai'): Speaker => ({
  title: `gemini, through ${sdk}`,
  name: 'gemini',
  make: () => gemini({ sdk }),
  language: geminiSays,
  at: (url) => url,
  calls: geminiCalls,
  said: linesIn('systemInstruction', 'contents'),
});

/** All of them. */
export const speakers: readonly Speaker[] = [
  {
    title: 'openai',
    name: 'openai',
    make: () => openai(),
    language: openaiSays,
    at: (url) => `${url}/v1`,
    broke: 'insufficient_quota',
    calls: openaiCalls,
    said: linesIn('none', 'messages'),
  },
  geminiBy('@google/genai'),
  geminiBy('@google/generative-ai'),
  {
    title: 'anthropic',
    name: 'anthropic',
    make: () => anthropic(),
    language: anthropicSays,
    at: (url) => url,
    broke: 'billing_error',
    calls: anthropicCalls,
    said: linesIn('system', 'messages'),
  },
];
