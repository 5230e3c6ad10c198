/**
 * What a provider does that says it knows the forms of answers, or tools.
 *
 * @module
 */

import type { ToolCall } from '../core/event.js';
import type { Answer, AnswerForm, Called, Question } from '../flow/ports.js';
import { brief } from './literal.js';
import type { Bench } from './underTest.js';

/** Gives JSON of the form that is asked for. */
export const givesForms = async (bench: Bench): Promise<void> => {
  const { last } = await bench.whole(bench.call({ ...bench.question, form }));
  if (typeof parsed(last.value)?.['answer'] === 'string') return;
  throw bench.broken(
    `it says forms: true, was asked for JSON such as {"answer":"…"} by question.form, and answered ${brief(last.value)}. Tell the model of the form by the means of its API, or leave forms out: then the question asks for it in words.`,
  );
};

/** Calls a tool, and goes on when it is told what came of it. */
export const callsTools = async (bench: Bench, question: Question): Promise<void> => {
  const { last } = await bench.whole(bench.call(question));
  const calls = checkCalls(bench, question, last);
  const called: readonly Called[] = calls.map((call, index) => ({
    ...call,
    id: call.id ?? `call-${String(index + 1)}`,
  }));
  const next = await bench.whole(
    bench.call({
      ...question,
      turns: [
        {
          _tag: 'Called',
          said: typeof last.value === 'string' ? last.value : '',
          calls: called,
          results: called.map(({ id, tool }) => ({
            id,
            tool,
            text: 'It is done.',
            isError: false,
          })),
          ...(last.memo !== undefined && { memo: last.memo }),
        },
      ],
    }),
  );
  if (next.last.calls === undefined || next.last.calls.length === 0) return;
  throw bench.broken(
    'when it is told what came of its calls, it calls again. Send question.turns to the model, after the question: what it said with its calls, and what came of each.',
  );
};

const checkCalls = (
  { broken }: Bench,
  { tools = [] }: Question,
  { calls = [] }: Answer<unknown>,
): readonly ToolCall[] => {
  const names = tools.map(({ name }) => name);
  if (calls.length === 0) {
    throw broken(
      `it says tools: true, was told of ${names.join(', ') || 'no tool'}, and called none. Its calls belong to the last answer: calls: [{ tool, input, id }].`,
    );
  }
  const strange = calls.find(({ tool }) => !names.includes(tool));
  if (strange !== undefined) {
    throw broken(
      `it calls ${brief(strange.tool)}, and was told of ${names.join(', ')}. A call has the name of the tool as it was given.`,
    );
  }
  const raw = calls.find(({ input }) => typeof input === 'string' && parsed(input) !== undefined);
  if (raw !== undefined) {
    throw broken(
      `the input of a call is the text ${brief(raw.input)}. It has to be what that JSON says: parse it.`,
    );
  }
  const ids = calls.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (new Set(ids).size === ids.length && !ids.includes('')) return calls;
  throw broken(
    `the ids of its calls are ${ids.map(brief).join(', ')}. Each call has one of its own, or none at all.`,
  );
};

const form: AnswerForm = {
  name: 'answer',
  schema: {
    type: 'object',
    properties: { answer: { type: 'string' } },
    required: ['answer'],
    additionalProperties: false,
  },
};

const parsed = (text: unknown): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(String(text));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
