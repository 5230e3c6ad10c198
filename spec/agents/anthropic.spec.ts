import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { build } from 'esbuild';
import { lastValueFrom } from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import { anthropic, type AnthropicClient } from '../../lib/agents/anthropic.js';
import { maxTokens, models } from '../../lib/agents/models.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { Image } from '../../lib/core/media.js';
import {
  ContentBlocked,
  ProviderFailed,
  QuotaExceeded,
  RateLimited,
  RequestRejected,
  StreamTruncated,
} from '../../lib/core/providerErrors.js';
import { png } from '../../lib/internal/png.js';
import { textProviderContract } from '../contracts/provider.contract.js';
import { end, Faulty, hang, reply, stream, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { anthropicSays } from '../support/vendors.js';

textProviderContract({
  name: 'anthropic',
  make: anthropic,
  language: anthropicSays,
  at: (url) => url,
  broke: 'billing_error',
});

const { says, ends, done, refuses } = anthropicSays;
const event = (type: string, more: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const starts = (usage: object): string => event('message_start', { message: { usage } });
const stops = (stop_reason: string, more: object = {}): string =>
  event('message_delta', { delta: { stop_reason, ...more }, usage: { output_tokens: 5 } });
const begins = (index: number, content_block: object): string =>
  event('content_block_start', { index, content_block });
const grows = (index: number, delta: object): string =>
  event('content_block_delta', { index, delta });
const json = (index: number, partial_json: string): string =>
  grows(index, { type: 'input_json_delta', partial_json });

describe('anthropic', () => {
  const { strangers } = onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const ask = (model?: string, params = {}) =>
    anthropic().agents.text(set({ model, params, baseURL: `${bench.url}/` }))(asked(), now);
  const text = (...given: Parameters<typeof ask>) => heard(ask(...given));

  describe('asked for a text', () => {
    it('uses streamed messages, and says how long an answer may become', async () => {
      bench.on(models.anthropic.text, [stream, write(says('Hi'), ends(), done), end]);
      const { error } = await text(undefined, {
        stop_sequences: ['.'],
        messages: 'ours win',
        stream: false,
      });

      expect(error).to.equal(undefined);
      const [request] = bench.requests;
      expect(request).to.include({ method: 'POST', path: '/v1/messages' });
      expect(request?.headers).to.include({
        authorization: `Bearer ${secret}`,
        'anthropic-version': '2026-10-21',
      });
      expect(request?.headers).not.to.have.any.keys('x-api-key', 'traceparent');
      expect(request?.json).to.deep.equal({
        model: models.anthropic.text,
        max_tokens: maxTokens.anthropic,
        stop_sequences: ['.'],
        system: 'explain',
        messages: [{ role: 'user', content: 'Why?' }],
        stream: true,
      });
    });

    it('leaves it to the agent how long an answer may become', async () => {
      bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
      await text('m', { max_tokens: 10 });
      expect(bench.requests[0]?.json).to.include({ max_tokens: 10 });
    });

    it('counts what came from the cache, or went there, among what was sent', async () => {
      const sent = {
        input_tokens: 4,
        cache_creation_input_tokens: 1,
        cache_read_input_tokens: 2,
        output_tokens: 1,
      };
      bench.on('m', [stream, write(starts(sent), says('Hi'), stops('end_turn'), done), end]);
      expect((await text('m')).last).to.deep.include({ usage: { input: 7, output: 5, cached: 2 } });
    });

    it('does not take thoughts for the answer', async () => {
      bench.on('m', [
        stream,
        write(
          begins(0, { type: 'thinking', thinking: 'No' }),
          grows(0, { type: 'thinking_delta', thinking: 'Hmm' }),
          grows(0, { type: 'signature_delta', signature: 'abc' }),
          event('content_block_stop', { index: 0 }),
          begins(1, { type: 'redacted_thinking', data: 'xyz' }),
          begins(2, { type: 'text', text: 'Ye' }),
          grows(2, { type: 'text_delta', text: 's' }),
          stops('end_turn'),
          done,
        ),
        end,
      ]);
      const { answers } = await text('m');
      expect(answers.map(({ value }) => value)).to.deep.equal(['Ye', 'Yes', 'Yes']);
    });

    it('tells which tools the model calls, put together of their parts', async () => {
      const tool = (id: string, name: string) => ({ type: 'tool_use', id, name, input: {} });
      bench.on('m', [
        stream,
        write(
          grows(0, { type: 'text_delta', text: 'Let me see.' }),
          begins(1, tool('a', 'weather')),
          json(1, ''),
          json(1, '{"city":'),
          begins(2, tool('b', 'dice')),
          json(1, '"Oslo"}'),
          // A tool that the provider runs by itself.
          begins(3, { type: 'server_tool_use', id: 'c', name: 'web_search', input: {} }),
          json(3, '{"query":"rain"}'),
          begins(4, tool('d', 'clock')),
          json(4, 'now?'),
          stops('tool_use'),
          done,
        ),
        end,
      ]);
      const { last, error } = await text('m');

      expect(error).to.equal(undefined);
      expect(last).to.deep.include({
        value: 'Let me see.',
        finish: 'tool_use',
        calls: [
          { id: 'a', tool: 'weather', input: { city: 'Oslo' } },
          { id: 'b', tool: 'dice', input: {} },
          { id: 'd', tool: 'clock', input: 'now?' },
        ],
      });
    });

    for (const [reason, finish] of [
      ['stop_sequence', 'stop'],
      ['model_context_window_exceeded', 'length'],
      ['pause_turn', 'pause_turn'],
    ] as const) {
      it(`says that an answer which ended with ${reason} ended with ${finish}`, async () => {
        bench.on('m', [stream, write(says('Hi'), stops(reason), done), end]);
        expect((await text('m')).last).to.include({ value: 'Hi', finish });
      });
    }

    it('is truncated without a reason for its end, though the end mark is there', async () => {
      bench.on('m', [stream, write(says('Hel'), done), end]);
      const { error } = await text('m');
      expect(error).to.be.instanceOf(StreamTruncated);
      expect(error).to.include({ partial: 'Hel' });
    });

    it('hears events without a name, and a text that looks like one', async () => {
      const [yes, over] = [says('Yes'), ends()].map((said) => said.replace(/^event: .*\n/u, ''));
      bench.on('m', [
        stream,
        write(`\uFEFF: hello\r\n\r\n${yes ?? ''}`, says('\u2028data: No'), over ?? ''),
        end,
      ]);
      const { last, error } = await text('m');
      expect(error).to.equal(undefined);
      expect(last).to.include({ value: 'Yes\u2028data: No', finish: 'stop' });
    });

    it('prints nothing when an event is broken', async () => {
      const printed: unknown[] = [];
      const { error: own } = console;
      console.error = (...said: readonly unknown[]) => void printed.push(said);
      try {
        bench.on('m', [stream, write('event: content_block_delta\ndata: {"private\n\n'), end]);
        await text('m');
      } finally {
        console.error = own;
      }
      expect(printed).to.deep.equal([]);
    });

    it('closes the connection of an answer that nobody waits for', async () => {
      bench.on('m', [stream, write(says('Hi')), hang]);
      const subscription = ask('m').subscribe(() => subscription.unsubscribe());
      await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
      expect(bench.requests).to.have.length(1);
    });
  });

  describe('asked about pictures', () => {
    const bytes = png(2, () => [9, 9, 9]);
    const picture = (mime: string): Image => ({ _tag: 'Image', mime, bytes });
    const see = (...images: readonly Image[]) =>
      heard(
        anthropic().agents.vision(set({ baseURL: bench.url }))(
          { ...asked('What is it?'), images },
          now,
        ),
      );

    it('sends them with their types, and then the question', async () => {
      bench.on(models.anthropic.vision, [stream, write(says('A cat'), ends(), done), end]);
      const mimes = ['image/png', 'image/jpg', 'image/jpeg', 'image/gif', 'IMAGE/WebP; q=1'];
      const { last } = await see(...mimes.map(picture));

      expect(last).to.include({ value: 'A cat', finish: 'stop' });
      const data = Buffer.from(bytes).toString('base64');
      const types = ['image/png', 'image/jpeg', 'image/jpeg', 'image/gif', 'image/webp'];
      expect(bench.requests[0]?.json).to.deep.include({
        messages: [
          {
            role: 'user',
            content: [
              ...types.map((media_type) => ({
                type: 'image',
                source: { type: 'base64', media_type, data },
              })),
              { type: 'text', text: 'What is it?' },
            ],
          },
        ],
      });
    });

    it('refuses a kind that the models do not see, and sends nothing', async () => {
      const { error } = await see(picture('image/png'), picture('image/tiff'));
      expect(error).to.be.instanceOf(InvalidOptions);
      expect(String(error)).to.include('image/tiff').and.include('image/gif');
      expect(bench.connections).to.have.length(0);
    });
  });

  describe('that does not want to answer', () => {
    it('is blocked with the category of the refusal, once', async () => {
      bench.on('m', [
        stream,
        write(
          says('I '),
          stops('refusal', { stop_details: { type: 'refusal', category: 'cyber' } }),
        ),
        end,
      ]);
      const { error } = await text('m');
      expect(error).to.be.instanceOf(ContentBlocked);
      expect(error).to.include({ reason: 'cyber', retryable: false, partial: 'I ' });
      expect(bench.requests).to.have.length(1);
    });

    it('may be asked again when it is overloaded, before an answer and in it', async () => {
      const overloaded = { error: { type: 'overloaded_error', message: 'Overloaded' } };
      bench
        .on('status', reply(529, { type: 'error', ...overloaded }))
        .on('first', [stream, write(event('error', overloaded)), end])
        .on('middle', [stream, write(says('Hel'), event('error', overloaded)), end]);
      for (const [model, partial] of [
        ['status', ''],
        ['first', ''],
        ['middle', 'Hel'],
      ] as const) {
        const { error } = await text(model);
        expect(error).to.be.instanceOf(ProviderFailed);
        expect(error).to.include({ retryable: true, partial });
      }
      expect(bench.requests).to.have.length(3);
    });

    it('fails in the middle of an answer as what it is', async () => {
      const failing = (type: string) => [
        stream,
        write(event('error', { error: { type, message: 'No' } })),
        end,
      ];
      bench
        .on('limit', failing('rate_limit_error'))
        .on('wrong', failing('invalid_request_error'))
        .on('key', failing('authentication_error'));
      expect((await text('limit')).error).to.be.instanceOf(RateLimited);
      for (const [model, status] of [
        ['wrong', 400],
        ['key', 401],
      ] as const) {
        const { error } = await text(model);
        expect(error).to.be.instanceOf(RequestRejected);
        expect(error).to.include({ status, retryable: false });
      }
    });

    it('is out of credit by its own sentence or code, and not by a limit that passes', async () => {
      const low = 'Your credit balance is too low to access the Anthropic API.';
      bench
        .on('low', reply(400, refuses(low, 'invalid_request_error')))
        .on('quoted', reply(400, refuses(`messages: "${low}"`, 'invalid_request_error')))
        .on('limit', reply(429, refuses(low, 'rate_limit_error')))
        .on(
          'spent',
          reply(429, {
            type: 'error',
            error: {
              type: 'rate_limit_error',
              message: 'Spent',
              details: { error_code: 'enforced_spend_limit_reached' },
            },
          }),
        );
      for (const model of ['low', 'spent']) {
        const { error } = await text(model);
        expect(error).to.be.instanceOf(QuotaExceeded);
        expect(error).to.include({ retryable: false });
      }
      expect((await text('quoted')).error).to.be.instanceOf(RequestRejected);
      expect((await text('limit')).error).to.be.instanceOf(RateLimited);
    });

    it('names the model that is not there, and the request', async () => {
      const body = {
        type: 'error',
        error: { type: 'not_found_error', message: 'model: claude-1' },
        request_id: 'req_1',
      };
      bench.on('claude-1', reply(404, body));
      const { error } = await text('claude-1');
      expect(error).to.be.instanceOf(RequestRejected);
      expect(error).to.include({ status: 404, requestId: 'req_1' });
      expect(error).to.have.property('hint').that.includes('"claude-1"');
    });
  });

  describe('by its name', () => {
    const { env } = process;
    const mission = 'explain';
    const writer = (options = {}) =>
      agent({ type: 'text', provider: 'anthropic', mission, ...options });
    beforeEach(() => {
      process.env = Object.fromEntries(
        Object.entries(env).filter(([name]) => !name.startsWith('ANTHROPIC_')),
      );
    });
    afterEach(() => {
      process.env = env;
    });

    it('finds key and address in the environment, and shows the key to nobody', async () => {
      bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
      process.env['ANTHROPIC_API_KEY'] = secret;
      process.env['ANTHROPIC_BASE_URL'] = bench.url;
      // Another way to be known, which the SDK would take for one of its own accord.
      process.env['ANTHROPIC_AUTH_TOKEN'] = 'another';
      const asks = writer({ model: 'm' });
      expect(await lastValueFrom(asks.ask('Why?'))).to.equal('Hi');
      expect(bench.requests[0]?.headers).to.include({ authorization: `Bearer ${secret}` });
      expect(inspect([asks, anthropic({ key: secret })], { depth: 9 })).not.to.include('V3ry');
    });

    it('misses its key before anything is sent, and names the variable', async () => {
      const error = await Promise.resolve(writer().prepare('plan')).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.include({
        _tag: 'MissingKey',
        provider: 'anthropic',
        variable: 'ANTHROPIC_API_KEY',
        task: 'plan',
      });
      expect(strangers).not.to.include('api.anthropic.com');
    });

    it('is ready when it has its key and its package', async () => {
      await writer({ key: secret }).prepare('plan');
      expect(bench.connections).to.have.length(0);
    });

    it('misses its package where that is not installed, and says how to install it', async () => {
      // Outside of this project nothing is installed.
      const folder = mkdtempSync(join(tmpdir(), 'rivulet-'));
      try {
        const outfile = join(folder, 'anthropic.mjs');
        await build({
          entryPoints: [fileURLToPath(new URL('../../lib/agents/anthropic.ts', import.meta.url))],
          external: ['@anthropic-ai/sdk'],
          bundle: true,
          format: 'esm',
          platform: 'node',
          outfile,
        });
        const program = `
          import { anthropic } from './anthropic.mjs';
          const settings = { mission: '', key: 'a key', params: {} };
          anthropic().prepare(settings, 'plan').catch((error) => console.log(String(error)));
        `;
        writeFileSync(join(folder, 'program.mjs'), program);
        const said = execFileSync(process.execPath, [join(folder, 'program.mjs')], {
          encoding: 'utf8',
        });
        expect(said)
          .to.match(/^MissingPackage: The provider "anthropic"/u)
          .and.include('npm install @anthropic-ai/sdk');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  describe('given a client', () => {
    const given = (create: AnthropicClient['messages']['create']) =>
      anthropic({ client: { messages: { create } } });

    it('needs no key and no package, and asks it without attempts of its own', async () => {
      const options: unknown[] = [];
      const said = async function* () {
        yield { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } };
        yield { type: 'message_delta', delta: { stop_reason: 'end_turn' } };
      };
      const provider = given(async (_, option) => {
        options.push(option.maxRetries);
        return said();
      });
      const { last } = await heard(provider.agents.text(set())(asked(), now));
      expect(last).to.include({ value: 'Hi', finish: 'stop' });
      expect(options).to.deep.equal([0]);
      expect(provider.prepare?.(set({ key: undefined }), 'a')).to.equal(undefined);
    });

    it('explains its errors by what they hold, with the key hidden', async () => {
      const limited = Object.assign(new Error(`It is ${secret}`), {
        status: 429,
        headers: new Headers({ 'retry-after': '7', 'request-id': 'req_3' }),
        error: refuses(`Slow down, ${secret}`, 'rate_limit_error'),
      });
      const provider = given(() => Promise.reject(limited));
      const { error } = await heard(provider.agents.text(set())(asked(), now));
      expect(error).to.include({ _tag: 'RateLimited', retryAfter: 7000, requestId: 'req_3' });
      expect(inspect(error, { depth: 9 })).not.to.include('V3ry');
    });
  });
});
