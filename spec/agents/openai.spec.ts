import { inspect } from 'node:util';
import { expect } from 'chai';
import { openai, type OpenAIClient } from '../../lib/agents/openai.js';
import { models } from '../../lib/agents/models.js';
import {
  ContentBlocked,
  ProtocolError,
  ProviderFailed,
  QuotaExceeded,
  RateLimited,
  RequestRejected,
} from '../../lib/core/providerErrors.js';
import { png } from '../../lib/internal/png.js';
import { textProviderContract } from '../contracts/provider.contract.js';
import { end, Faulty, reply, stream, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { openaiSays } from '../support/vendors.js';

textProviderContract({
  name: 'openai',
  make: openai,
  language: openaiSays,
  at: (url) => `${url}/v1`,
  broke: 'insufficient_quota',
});

const { says, ends, done, refuses } = openaiSays;
const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const refusing = (refusal: string): string =>
  event({ choices: [{ index: 0, delta: { refusal }, finish_reason: null }] });

describe('openai', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const text = (model: string, params = {}) =>
    heard(openai().agents.text(set({ model, params, baseURL: `${bench.url}/v1/` }))(asked(), now));
  const image = (model?: string, params = {}) =>
    heard(
      openai().agents.image(set({ model, params, baseURL: `${bench.url}/v1` }))(
        asked('a cat'),
        now,
      ),
    );

  describe('asked for a text', () => {
    it('uses streamed chat completions', async () => {
      bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
      await text('m', { temperature: 0.5, messages: 'ours win' });

      const [request] = bench.requests;
      expect(request).to.include({ method: 'POST', path: '/v1/chat/completions' });
      expect(request?.headers).to.include({ authorization: `Bearer ${secret}` });
      expect(request?.json).to.deep.equal({
        model: 'm',
        temperature: 0.5,
        stream: true,
        stream_options: { include_usage: true },
        messages: [
          { role: 'system', content: 'explain' },
          { role: 'user', content: 'Why?' },
        ],
      });
    });

    it('tells which tools the model calls, put together of their parts', async () => {
      const calls = (...parts: readonly object[]): string =>
        event({ choices: [{ index: 0, delta: { tool_calls: parts }, finish_reason: null }] });
      const ended = event({ choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] });
      bench.on('m', [
        stream,
        write(
          calls({ index: 0, id: 'a', function: { name: 'weather', arguments: '' } }),
          calls({ index: 0, function: { arguments: '{"city":' } }),
          calls(
            { index: 0, function: { arguments: '"Oslo"}' } },
            { index: 1, id: 'b', function: { name: 'clock', arguments: 'now?' } },
            { index: 2, id: 'c', function: { name: 'dice' } },
          ),
          ended,
          done,
        ),
        end,
      ]);
      const { last, error } = await text('m');

      expect(error).to.equal(undefined);
      expect(last).to.deep.include({
        value: '',
        finish: 'tool_calls',
        calls: [
          { tool: 'weather', input: { city: 'Oslo' }, id: 'a' },
          // What a model writes is not always JSON.
          { tool: 'clock', input: 'now?', id: 'b' },
          { tool: 'dice', input: {}, id: 'c' },
        ],
      });
    });

    it('is blocked by what the model says instead of an answer', async () => {
      bench.on('m', [
        stream,
        write(refusing('I cannot '), refusing('do that.'), ends(), done),
        end,
      ]);
      const { answers, error } = await text('m');
      expect(answers).to.deep.equal([]);
      expect(error).to.be.instanceOf(ContentBlocked);
      expect(error).to.include({ reason: 'I cannot do that.', retryable: false });
      expect(bench.requests).to.have.length(1);
    });

    it('hears the first of several choices only', async () => {
      const second = event({
        choices: [{ index: 1, delta: { content: 'NO' }, finish_reason: null }],
      });
      bench.on('m', [stream, write(says('Yes'), second, ends(), done), end]);
      expect((await text('m')).last).to.include({ value: 'Yes' });
    });

    it('hears what is said in parts, and no thoughts among them', async () => {
      const content = [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
        { type: 'text', text: 'Because ' },
        { type: 'text', text: 'I say so.' },
      ];
      bench.on('m', [
        stream,
        write(
          event({ choices: [{ index: 0, delta: { reasoning_content: 'Hm.' } }] }),
          event({ choices: [{ index: 0, delta: { content } }] }),
          ends(),
          done,
        ),
        end,
      ]);
      const { answers } = await text('m');
      expect(answers.map(({ value }) => value)).to.deep.equal([
        'Because I say so.',
        'Because I say so.',
      ]);
    });

    it('says which models there are when one is gone', async () => {
      bench.on('gpt-4-32k', reply(404, refuses('No such model', 'model_not_found')));
      const { error } = await text('gpt-4-32k');
      expect(error).to.be.instanceOf(RequestRejected);
      expect(error)
        .to.have.property('hint')
        .that.includes('Is "gpt-4-32k" the right model?')
        .and.includes('option model')
        .and.includes(`Known models of "openai": ${models.openai.text}, ${models.openai.image}, `);
    });

    it('knows failures in the stream by their codes', async () => {
      const failing = (error: object) => [stream, write(event({ error })), end];
      bench
        .on('quota', failing({ message: 'You are out', code: 'insufficient_quota' }))
        .on('rate', failing({ message: 'Slow down', code: 'rate_limit_exceeded' }))
        .on('number', failing({ message: 'Upstream', code: 502 }))
        .on('policy', failing({ message: 'No', code: 'content_policy_violation' }));
      expect((await text('quota')).error).to.be.instanceOf(QuotaExceeded);
      expect((await text('rate')).error).to.be.instanceOf(RateLimited);
      expect((await text('number')).error).to.be.instanceOf(ProviderFailed);
      expect((await text('policy')).error).to.be.instanceOf(ContentBlocked);
    });

    it('prints nothing, whatever comes', async () => {
      const printed: unknown[] = [];
      const { error: own } = console;
      console.error = (...said: readonly unknown[]) => void printed.push(said);
      try {
        bench.on('m', [stream, write('data: {"private\n\n'), end]);
        await text('m');
      } finally {
        console.error = own;
      }
      expect(printed).to.deep.equal([]);
    });
  });

  describe('asked for an image', () => {
    const bytes = png(2, () => [9, 9, 9]);
    const made = (picture: Uint8Array | string) => ({
      created: 1,
      data: [
        {
          b64_json: typeof picture === 'string' ? picture : Buffer.from(picture).toString('base64'),
        },
      ],
      usage: { input_tokens: 3, output_tokens: 9 },
    });

    it('gives the bytes, with their type', async () => {
      bench.on(models.openai.image, reply(200, made(bytes)));
      const { answers, error } = await image(undefined, { size: '1024x1024' });
      expect(error).to.equal(undefined);
      expect(answers).to.deep.equal([
        { value: { _tag: 'Image', mime: 'image/png', bytes }, usage: { input: 3, output: 9 } },
      ]);
      const [request] = bench.requests;
      expect(request?.path).to.equal('/v1/images/generations');
      expect(request?.json).to.deep.equal({
        model: models.openai.image,
        prompt: 'explain\n\na cat',
        size: '1024x1024',
      });
    });

    it('takes no half picture, no nonsense and no address for a picture', async () => {
      bench
        .on('half', reply(200, made(bytes.slice(0, -8))))
        .on('nonsense', reply(200, made('%%%')))
        .on('address', reply(200, { data: [{ url: 'http://169.254.169.254/' }] }))
        .on('nothing', reply(200, {}));
      for (const model of ['half', 'nonsense', 'address', 'nothing']) {
        expect((await image(model)).error).to.be.instanceOf(ProtocolError);
      }
    });

    it('is blocked by the moderation', async () => {
      bench.on('m', reply(400, refuses('Your request was rejected', 'moderation_blocked')));
      const { error } = await image('m');
      expect(error).to.be.instanceOf(ContentBlocked);
      expect(bench.requests).to.have.length(1);
    });
  });

  describe('given a client', () => {
    const notHere = () => Promise.reject(new Error('not here'));
    const client = (create: OpenAIClient['chat']['completions']['create']): OpenAIClient => ({
      chat: { completions: { create } },
      images: { generate: notHere, edit: notHere },
      audio: {
        speech: { create: notHere },
        transcriptions: { create: () => ({ withResponse: notHere }) },
      },
      embeddings: { create: notHere },
    });
    const ask = (create: OpenAIClient['chat']['completions']['create']) =>
      heard(openai({ client: client(create) }).agents.text(set({ model: 'm' }))(asked(), now));

    it('needs no key and no package, and asks it without attempts of its own', async () => {
      const options: unknown[] = [];
      const said = async function* () {
        yield { choices: [{ delta: { content: 'Hi' } }] };
        yield { choices: [{ finish_reason: 'stop' }] };
      };
      const { last } = await ask(async (_, option) => {
        options.push(option.maxRetries);
        return said();
      });
      expect(last).to.include({ value: 'Hi' });
      expect(options).to.deep.equal([0]);
      expect(
        openai({ client: client(() => Promise.reject(new Error())) }).prepare?.(
          set({ key: undefined }),
          'a',
        ),
      ).to.equal(undefined);
    });

    it('explains its errors by what they hold, with the key hidden', async () => {
      const failing = (more: object) =>
        ask(() => Promise.reject(Object.assign(new Error(`It is ${secret}`), more)));
      const limited = {
        status: 429,
        headers: new Headers({ 'retry-after': '7', 'x-request-id': 'request-3' }),
        error: { message: 'Slow down', code: 'rate_limit_exceeded' },
      };
      expect((await failing(limited)).error).to.include({
        _tag: 'RateLimited',
        retryAfter: 7000,
        requestId: 'request-3',
      });
      const { error } = await failing({ status: 401, error: { message: `Bad key ${secret}` } });
      expect(error).to.be.instanceOf(RequestRejected);
      expect(inspect(error, { depth: 9 })).not.to.include('V3ry');
    });
  });
});
