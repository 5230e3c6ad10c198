import { createOpenAI } from '@ai-sdk/openai';
import { expect } from 'chai';
import { setImmediate as turn } from 'node:timers/promises';
import {
  fromAiSdk,
  type AiSdkBytes,
  type AiSdkCall,
  type AiSdkLanguageModel,
  type AiSdkPart,
} from '../../lib/agents/aiSdk.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import {
  ContentBlocked,
  ProviderFailed,
  RateLimited,
  StreamTruncated,
} from '../../lib/core/providerErrors.js';
import type { Question } from '../../lib/flow/ports.js';
import { png } from '../../lib/internal/png.js';
import { end, Faulty, stream, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

const mine = { key: undefined };

describe('a model of the AI SDK in version v4', () => {
  type Call = AiSdkCall<AiSdkBytes>;
  type Parts = readonly AiSdkPart[];
  /** A model that follows the fourth version of the specification, and says these parts. */
  const fourth = (parts: Parts, calls: Call[] = []): AiSdkLanguageModel => ({
    specificationVersion: 'v4',
    provider: 'acme.chat',
    modelId: 'acme-1',
    doStream: async (call) => {
      calls.push(call);
      return {
        stream: new ReadableStream({
          start: (controller) => {
            for (const part of parts) controller.enqueue(part);
            controller.close();
          },
        }),
        response: { headers: { 'x-request-id': 'request-4' } },
      };
    },
  });
  const hear = (parts: Parts, question: Partial<Question> = {}, calls: Call[] = []) =>
    heard(
      fromAiSdk(fourth(parts, calls)).agents.vision(set(mine))({ ...asked(), ...question }, now),
    );

  const text = (delta: string): AiSdkPart => ({ type: 'text-delta', id: '1', delta });
  const finish = (unified: string, raw?: string): AiSdkPart => ({
    type: 'finish',
    finishReason: { unified, raw },
    usage: {
      inputTokens: { total: 7, cacheRead: 2 },
      outputTokens: { total: 5 },
    },
  });

  it('grows, ignores what is no text, and says at the end what it took', async () => {
    const { answers, error } = await hear([
      { type: 'stream-start' },
      { type: 'ping' },
      { type: 'text-start', id: '1' },
      text('Hel'),
      { type: 'reasoning-delta', id: '1', delta: 'Hmm' },
      { type: 'something-new' },
      text('lo'),
      { type: 'text-end', id: '1' },
      finish('stop', 'done'),
    ]);
    expect(error).to.equal(undefined);
    expect(answers.map(({ value }) => value)).to.deep.equal(['Hel', 'Hello', 'Hello']);
    expect(answers.at(-1)).to.deep.include({
      finish: 'stop',
      usage: { input: 7, output: 5, cached: 2 },
    });
  });

  it('is shown pictures as tagged bytes', async () => {
    const calls: Call[] = [];
    const bytes = png(2, () => [9, 9, 9]);
    const images = [{ _tag: 'Image', mime: 'image/png', bytes } as const];
    await hear([finish('stop')], { images }, calls);
    expect(calls[0]?.prompt.at(-1)).to.deep.equal({
      role: 'user',
      content: [
        { type: 'file', mediaType: 'image/png', data: { type: 'data', data: bytes } },
        { type: 'text', text: 'Why?' },
      ],
    });
  });

  it('is held to a form by the schema as it is', async () => {
    const calls: Call[] = [];
    const schema = { type: 'object', properties: { a: { type: 'string' } } };
    await hear([finish('stop')], { form: { name: 'it', schema } }, calls);
    expect(calls[0]).to.deep.include({ responseFormat: { type: 'json', name: 'it', schema } });
    expect(calls[0]).not.to.have.property('providerOptions');
  });

  for (const [what, parts] of Object.entries<Parts>({
    'there is no finish part': [text('Hel')],
    'the vendor gave no end': [text('Hel'), finish('interrupted')],
    'nobody says why it ended': [text('Hel'), finish('other')],
  })) {
    it(`is truncated when ${what}`, async () => {
      const { error } = await hear(parts);
      expect(error).to.be.instanceOf(StreamTruncated);
      expect(error).to.include({
        provider: 'acme.chat',
        partial: 'Hel',
        requestId: 'request-4',
      });
    });
  }

  it('says that it ended by a word of the vendor where there is no other one', async () => {
    expect((await hear([text('Hi'), finish('other', 'pause')])).last).to.include({
      finish: 'pause',
    });
  });

  it('is blocked by the word of the vendor', async () => {
    const { error } = await hear([text('I '), finish('content-filter', 'SAFETY')]);
    expect(error).to.be.instanceOf(ContentBlocked);
    expect(error).to.include({ reason: 'SAFETY', partial: 'I ' });
  });

  it('fails as what the error in its stream is', async () => {
    const limited = Object.assign(new Error(`Slow down, ${secret}`), {
      name: 'AI_APICallError',
      statusCode: 429,
      responseHeaders: { 'retry-after': '7', 'x-request-id': 'request-5' },
      responseBody: '{"error":{"message":"Slow down"}}',
    });
    const { error } = await hear([text('Hel'), { type: 'error', error: limited }]);
    expect(error).to.be.instanceOf(RateLimited);
    expect(error).to.include({ retryAfter: 7000, requestId: 'request-5', partial: 'Hel' });
    expect((await hear([finish('error')])).error).to.be.instanceOf(ProviderFailed);
    const plain = await hear([{ type: 'error', error: 'It is so.' }]);
    expect(plain.error).to.be.instanceOf(ProviderFailed);
    expect(String(plain.error)).to.include('It is so.');
  });

  it('says what is missing when it was made without a key', async () => {
    const keyless: AiSdkLanguageModel = {
      ...fourth([]),
      specificationVersion: 'v4',
      doStream: () =>
        Promise.reject(
          Object.assign(new Error('Acme API key is missing.'), { name: 'AI_LoadAPIKeyError' }),
        ),
    };
    const { error } = await heard(fromAiSdk(keyless).agents.text(set(mine))(asked(), now));
    expect(error).to.be.instanceOf(InvalidOptions);
    expect(String(error)).to.include('acme.chat').and.include('Acme API key is missing.');
  });

  it('lets go of the stream of a model that does not look at the signal', async () => {
    const cancelled: string[] = [];
    const deaf = (first: readonly AiSdkPart[]): AiSdkLanguageModel => ({
      ...fourth([]),
      specificationVersion: 'v4',
      doStream: async () => ({
        stream: new ReadableStream({
          start: (controller) => {
            for (const part of first) controller.enqueue(part);
          },
          cancel: () => void cancelled.push('cancelled'),
        }),
      }),
    });
    const answers = (first: readonly AiSdkPart[]) =>
      fromAiSdk(deaf(first)).agents.text(set(mine))(asked(), now);
    const begun = answers([text('Hi')]).subscribe(() => begun.unsubscribe());
    answers([]).subscribe().unsubscribe();
    for (let times = 0; times < 20; times++) await turn();
    expect(cancelled).to.deep.equal(['cancelled', 'cancelled']);
  });

  it('wants back what hangs on what it said, in its order', async () => {
    const hangs = (name: string) => ({ providerMetadata: { acme: { name } } });
    const { last } = await hear([
      { type: 'reasoning-start', id: '1' },
      { type: 'reasoning-delta', id: '1', delta: 'Rain' },
      { type: 'reasoning-delta', id: '1', delta: '?' },
      { type: 'reasoning-end', id: '1', ...hangs('signed') },
      { type: 'text-start', id: '1' },
      { type: 'text-end', id: '1' },
      { type: 'text-start', id: '1', ...hangs('text') },
      text('Let me '),
      text('see.'),
      { type: 'text-end', id: '1' },
      { type: 'tool-input-start', id: 's', toolName: 'search' },
      {
        type: 'tool-call',
        toolCallId: 's',
        toolName: 'search',
        input: '{}',
        providerExecuted: true,
      },
      { type: 'tool-result', toolCallId: 's', toolName: 'search', result: [], preliminary: true },
      { type: 'tool-result', toolCallId: 's', toolName: 'search', result: ['u'] },
      { type: 'custom', ...hangs('custom') },
      { type: 'tool-call', toolCallId: 'a', toolName: 'dice', input: '{"n":1}', ...hangs('call') },
      { type: 'tool-call', toolCallId: 'b', toolName: 'dice', input: 'one' },
      finish('tool-calls', 'tool_use'),
    ]);
    expect(last).to.deep.include({
      finish: 'tool-calls',
      calls: [
        { id: 'a', tool: 'dice', input: { n: 1 } },
        { id: 'b', tool: 'dice', input: 'one' },
      ],
    });

    const calls: Call[] = [];
    const results = [{ id: 'a', tool: 'dice', text: '6', isError: false }];
    const turns = [
      { _tag: 'Called', said: 'Let me see.', calls: [], results, memo: last?.memo } as const,
    ];
    await hear([finish('stop')], { turns }, calls);
    const hung = (name: string) => ({ providerOptions: { acme: { name } } });
    expect(calls[0]?.prompt.slice(2)).to.deep.equal([
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Rain?', ...hung('signed') },
          { type: 'text', text: 'Let me see.', ...hung('text') },
          {
            type: 'tool-call',
            toolCallId: 's',
            toolName: 'search',
            input: {},
            providerExecuted: true,
          },
          {
            type: 'tool-result',
            toolCallId: 's',
            toolName: 'search',
            output: { type: 'json', value: ['u'] },
          },
          { type: 'custom', ...hung('custom') },
          {
            type: 'tool-call',
            toolCallId: 'a',
            toolName: 'dice',
            input: { n: 1 },
            ...hung('call'),
          },
          { type: 'tool-call', toolCallId: 'b', toolName: 'dice', input: 'one' },
        ],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'a',
            toolName: 'dice',
            output: { type: 'text', value: '6' },
          },
        ],
      },
    ]);
  });
});

describe('a model of the AI SDK that uses the responses of OpenAI', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const event = (type: string, more: object): string =>
    `data: ${JSON.stringify({ type, ...more })}\n\n`;
  const created = event('response.created', {
    response: { id: 'r', created_at: 1, model: 'm', service_tier: null },
  });
  const item = (step: 'added' | 'done', output_index: number, more: object): string =>
    event(`response.output_item.${step}`, { output_index, item: more });
  const says = (delta: string): string =>
    event('response.output_text.delta', { item_id: 'msg', delta });
  const completed = event('response.completed', {
    response: { usage: { input_tokens: 7, output_tokens: 5 } },
  });
  const hear = (question: Partial<Question> = {}) => {
    const openai = createOpenAI({ apiKey: secret, baseURL: bench.url });
    return heard(
      fromAiSdk(openai('m')).agents.text(set({ ...mine, mission: '' }))(
        { ...asked(), ...question },
        now,
      ),
    );
  };

  it('says what it says, and goes on from what it has said', async () => {
    const call = { type: 'function_call', id: 'fc', call_id: 'a', name: 'dice' };
    bench.on('m', [
      stream,
      write(
        created,
        item('added', 0, { type: 'message', id: 'msg' }),
        says('Let me '),
        says('see.'),
        item('done', 0, { type: 'message', id: 'msg' }),
        item('added', 1, { ...call, arguments: '' }),
        item('done', 1, { ...call, arguments: '{"n":1}', status: 'completed' }),
        completed,
      ),
      end,
    ]);
    const tools = [{ name: 'dice', description: 'Throws.', schema: { type: 'object' } }];
    const { last, error } = await hear({ tools });
    expect(error).to.equal(undefined);
    expect(last).to.deep.include({
      value: 'Let me see.',
      finish: 'tool-calls',
      usage: { input: 7, output: 5, cached: 0 },
      calls: [{ id: 'a', tool: 'dice', input: { n: 1 } }],
    });

    const results = [{ id: 'a', tool: 'dice', text: '6', isError: false }];
    await hear({
      tools,
      turns: [
        {
          _tag: 'Called',
          said: 'Let me see.',
          calls: [{ id: 'a', tool: 'dice', input: { n: 1 } }],
          results,
          memo: last?.memo,
        },
      ],
    });
    expect(bench.requests.at(-1)?.json)
      .to.have.property('input')
      .that.deep.equals([
        { role: 'user', content: [{ type: 'input_text', text: 'Why?' }] },
        { type: 'item_reference', id: 'msg' },
        { type: 'function_call', call_id: 'a', name: 'dice', arguments: '{"n":1}' },
        { type: 'function_call_output', call_id: 'a', output: '6' },
      ]);
  });

  it('is truncated without its end', async () => {
    bench.on('m', [
      stream,
      write(created, item('added', 0, { type: 'message', id: 'msg' }), says('Hel')),
      end,
    ]);
    const { error } = await hear();
    expect(error).to.be.instanceOf(StreamTruncated);
    expect(error).to.include({ partial: 'Hel', provider: 'openai.responses' });
  });

  it('fails as what the failure of its response is', async () => {
    const failed = event('response.failed', {
      sequence_number: 1,
      response: { error: { code: 'server_error', message: 'It is so.' } },
    });
    bench.on('m', [
      stream,
      write(created, item('added', 0, { type: 'message', id: 'msg' }), says('Hel'), failed),
      end,
    ]);
    const { error } = await hear();
    expect(error).to.be.instanceOf(ProviderFailed);
    expect(error).to.include({ partial: 'Hel' });
    expect(String(error)).to.include('It is so.');
  });
});
