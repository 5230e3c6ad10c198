import { createOpenAI as createOpenAI3 } from '@ai-sdk/openai';
import { createOpenAI as createOpenAI2 } from 'ai-sdk-openai-2';
import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { lastValueFrom } from 'rxjs';
import { inspect } from 'node:util';
import { setImmediate as turn } from 'node:timers/promises';
import { agent } from '../../lib/agents/agent.js';
import { fromAiSdk, type AiSdkOptions } from '../../lib/agents/aiSdk.js';
import type { Provider } from '../../lib/agents/provider.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { JsonSchema } from '../../lib/core/jsonSchema.js';
import {
  ConnectionFailed,
  ConnectionLost,
  ContentBlocked,
  ProtocolError,
  ProviderFailed,
  QuotaExceeded,
  RateLimited,
  RequestRejected,
  ResponseTooLarge,
  StreamTruncated,
  UnexpectedContentType,
} from '../../lib/core/providerErrors.js';
import type { Question, Turn } from '../../lib/flow/ports.js';
import { png } from '../../lib/internal/png.js';
import {
  begin,
  end,
  Faulty,
  fin,
  hang,
  packets,
  reply,
  rst,
  stream,
  wait,
  write,
} from '../support/faulty.js';
import { asked, door, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { openaiSays } from '../support/vendors.js';

const { says, ends, done, silence, blocks, fails, refuses } = openaiSays;

/** Real packages of the AI SDK, asked for chat completions. */
const packagesOf = (baseURL: string) => {
  const options = { apiKey: secret, baseURL };
  return { v2: createOpenAI2(options), v3: createOpenAI3(options) };
};

for (const version of ['v2', 'v3'] as const) {
  describe(`a model of the AI SDK in version ${version}`, () => {
    const { strangers } = onLoopbackOnly();
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    const provider = (model: string, at = bench.url, options: AiSdkOptions = {}) =>
      fromAiSdk(packagesOf(at)[version].chat(model), options);
    const mine = { key: undefined };
    const answers = (model: string, question: Partial<Question> = {}, params = {}) =>
      provider(model).agents.text(set({ ...mine, params }))({ ...asked(), ...question }, now);
    const hear = (...given: Parameters<typeof answers>) => heard(answers(...given));
    const messages = (): unknown => {
      const { json } = bench.requests.at(-1) ?? {};
      return typeof json === 'object' && json !== null && 'messages' in json ? json.messages : json;
    };

    describe('when all is well', () => {
      it('grows piece by piece, and says at the end why it ended and what it took', async () => {
        bench.on('m', [stream, write(says('Hel'), says('lo'), ends(), done), end]);
        const { answers: all, error } = await hear('m');
        expect(error).to.equal(undefined);
        expect(all).to.deep.equal([
          { value: 'Hel', delta: 'Hel' },
          { value: 'Hello', delta: 'lo' },
          {
            value: 'Hello',
            delta: '',
            finish: 'stop',
            usage: { input: 7, output: 5, cached: 2 },
          },
        ]);
      });

      it('sends one request, with the mission apart and params as options of the call', async () => {
        bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
        await hear('m', {}, { seed: 7, providerOptions: { openai: { user: 'me' } } });
        expect(bench.requests).to.have.length(1);
        expect(bench.requests[0]?.json).to.deep.include({ model: 'm', seed: 7, user: 'me' });
        expect(messages()).to.deep.equal([
          { role: 'system', content: 'explain' },
          { role: 'user', content: 'Why?' },
        ]);
      });

      it('asks nothing before somebody listens, and once for each who does', async () => {
        bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
        const answer = answers('m');
        await turn();
        expect(bench.requests).to.have.length(0);
        await Promise.all([heard(answer), heard(answer)]);
        expect(bench.requests).to.have.length(2);
      });

      it('completes at the finish reason, and ignores events that say nothing', async () => {
        // This package reads no event whose list of choices is not there.
        const events = silence.filter((event) => !/"choices":null|"usage":null/u.test(event));
        bench.on('m', [
          stream,
          write(...events.flatMap((event) => [event, says('x')]), ends()),
          end,
        ]);
        const { last, error } = await hear('m');
        expect(error).to.equal(undefined);
        expect(last).to.include({ value: 'x'.repeat(events.length), finish: 'stop' });
      });

      it('keeps that an answer was cut at the limit of its length', async () => {
        bench.on('m', [stream, write(says('Once'), ends('length'), done), end]);
        expect((await hear('m')).last).to.include({ value: 'Once', finish: 'length' });
      });

      it('gives the exact text when every byte is a packet of its own', async () => {
        const text = '東京は☔。👩‍👩‍👧‍👦 e\u0301 data: [DONE]\n\n';
        bench.on('m', [stream, write(...packets(says(text) + ends() + done)), end]);
        expect((await hear('m')).last?.value).to.equal(text);
      });

      it('sees pictures', async () => {
        bench.on('m', [stream, write(says('A cat'), ends(), done), end]);
        const bytes = png(2, () => [9, 9, 9]);
        const { last } = await heard(
          provider('m').agents.vision(set({ ...mine, mission: '' }))(
            { ...asked('What?'), images: [{ _tag: 'Image', mime: 'image/png; q=1', bytes }] },
            now,
          ),
        );
        expect(last).to.include({ value: 'A cat' });
        const url = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
        expect(messages()).to.deep.equal([
          {
            role: 'user',
            content: [
              { type: 'image_url', image_url: { url } },
              { type: 'text', text: 'What?' },
            ],
          },
        ]);
      });
    });

    describe('in a conversation', () => {
      const schema = {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      };
      const weather = { name: 'weather', description: 'Tells the weather.', schema };
      const call = (index: number, more: object) =>
        `data: ${JSON.stringify({
          choices: [{ index: 0, delta: { tool_calls: [{ index, ...more }] } }],
        })}\n\n`;

      it('is told of tools, and tells which it calls', async () => {
        bench.on('m', [
          stream,
          write(
            says('Let me see.'),
            call(0, { id: 'a', type: 'function', function: { name: 'weather', arguments: '' } }),
            call(0, { function: { arguments: '{"city":' } }),
            call(0, { function: { arguments: '"Oslo"}' } }),
            call(1, { id: 'b', type: 'function', function: { name: 'dice', arguments: '{}' } }),
            'data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}\n\n',
            done,
          ),
          end,
        ]);
        const own = { type: 'function', name: 'dice', inputSchema: { type: 'object' } };
        const { last, error } = await hear('m', { tools: [weather] }, { tools: [own] });
        expect(error).to.equal(undefined);
        expect(last).to.deep.equal({
          value: 'Let me see.',
          delta: '',
          finish: 'tool-calls',
          calls: [
            { id: 'a', tool: 'weather', input: { city: 'Oslo' } },
            { id: 'b', tool: 'dice', input: {} },
          ],
        });
        expect(bench.requests[0]?.json)
          .to.have.property('tools')
          .that.has.length(2)
          .and.has.nested.property('[0].function')
          .that.deep.includes({
            name: 'weather',
            description: 'Tells the weather.',
            parameters: schema,
          });
      });

      it('is given back what it called, what came of it, and what was wrong', async () => {
        bench.on('m', [stream, write(says('Rain'), ends(), done), end]);
        const turns: readonly Turn[] = [
          {
            _tag: 'Called',
            said: 'Let me see.',
            calls: [{ id: 'a', tool: 'weather', input: { city: 'Oslo' } }],
            results: [{ id: 'a', tool: 'weather', text: 'Rain', isError: false }],
          },
          {
            _tag: 'Called',
            said: '',
            calls: [{ id: 'b', tool: 'dice', input: {} }],
            results: [{ id: 'b', tool: 'dice', text: 'No dice.', isError: true }],
          },
          { _tag: 'Corrected', said: 'Well', complaint: 'That is no JSON.' },
          { _tag: 'Corrected', said: '', complaint: 'Nor is that.' },
        ];
        const { error } = await hear('m', { turns });
        expect(error).to.equal(undefined);
        expect(JSON.parse(JSON.stringify(messages()))).to.deep.equal([
          { role: 'system', content: 'explain' },
          { role: 'user', content: 'Why?' },
          {
            role: 'assistant',
            content: 'Let me see.',
            tool_calls: [
              {
                id: 'a',
                type: 'function',
                function: { name: 'weather', arguments: '{"city":"Oslo"}' },
              },
            ],
          },
          { role: 'tool', tool_call_id: 'a', content: 'Rain' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'b', type: 'function', function: { name: 'dice', arguments: '{}' } },
            ],
          },
          { role: 'tool', tool_call_id: 'b', content: 'No dice.' },
          { role: 'assistant', content: 'Well' },
          { role: 'user', content: 'That is no JSON.' },
          { role: 'user', content: 'Nor is that.' },
        ]);
      });

      it('is held to a form strictly where that is possible, and else as far as it goes', async () => {
        bench.on('m', [stream, write(says('{}'), ends(), done), end]);
        const format = async (form: JsonSchema, params = {}) => {
          await hear('m', { form: { name: 'report', schema: form } }, params);
          const { json } = bench.requests.at(-1) ?? {};
          return json;
        };
        expect(await format(schema)).to.deep.nested.include({
          'response_format.json_schema.name': 'report',
          'response_format.json_schema.schema': schema,
        });
        const open = { type: 'object', additionalProperties: { type: 'number' } };
        const own = { providerOptions: { openai: { user: 'me' }, other: {} } };
        expect(await format(open, own)).to.deep.nested.include({
          'response_format.json_schema.schema': open,
          'response_format.json_schema.strict': false,
          user: 'me',
        });
      });

      it('is asked for JSON where nothing else is known of the form', async () => {
        bench.on('m', [stream, write(says('{}'), ends(), done), end]);
        await hear('m', { form: { name: 'report' } });
        expect(bench.requests[0]?.json).to.deep.include({
          response_format: { type: 'json_object' },
        });
      });
    });

    describe('when the answer breaks off', () => {
      for (const [how, cut] of Object.entries({ ends: end, 'is closed': fin })) {
        it(`is truncated, and keeps what had come, when it ${how} without a finish reason`, async () => {
          bench.on('m', [stream, write(says('Hel'), says('lo')), cut]);
          const { answers: all, error } = await hear('m');
          expect(all.map(({ value }) => value)).to.deep.equal(['Hel', 'Hello']);
          expect(error).to.be.instanceOf(StreamTruncated);
          expect(error).to.include({
            provider: 'openai.chat',
            partial: 'Hello',
            retryable: true,
            requestId: 'request-1',
          });
        });
      }

      it('fails alone among ten streams when its connection is reset', async () => {
        const unhandled: unknown[] = [];
        const note = (error: unknown): void => void unhandled.push(error);
        process.on('unhandledRejection', note);
        const seen = door();
        const models = Array.from({ length: 10 }, (_, index) => `m${String(index)}`);
        for (const model of models) {
          const rest = model === 'm3' ? [rst] : [write(says(' world'), ends(), done), end];
          bench.on(model, [stream, write(says('Hello')), wait(seen.opened), ...rest]);
        }
        let begun = 0;
        const results = await Promise.all(
          models.map(
            (model) =>
              new Promise<unknown>((resolve) => {
                let last = '';
                answers(model).subscribe({
                  next: ({ value }) => {
                    if (last === '' && ++begun === models.length) seen.open();
                    last = value;
                  },
                  error: resolve,
                  complete: () => resolve(last),
                });
              }),
          ),
        );
        await turn();
        process.off('unhandledRejection', note);
        expect(results.filter((result) => result === 'Hello world')).to.have.length(9);
        expect(results[3]).to.be.instanceOf(ConnectionLost);
        expect(results[3]).to.include({ partial: 'Hello', retryable: true });
        expect(unhandled).to.deep.equal([]);
      });

      it('says that the connection was lost when it is reset before the answer', async () => {
        bench.on('m', [rst]);
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(ConnectionLost);
        expect(error).to.include({ retryable: true, partial: '' });
        expect(bench.requests).to.have.length(1);
      });
    });

    describe('when the answer is not what it should be', () => {
      it('does not show the payload of an event that is broken', async () => {
        bench.on('m', [stream, write(says('Hi'), 'data: {"private: payload\n\n', ends()), end]);
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(ProtocolError);
        expect(error).to.include({ partial: 'Hi' });
        expect(inspect(error, { depth: 9 })).not.to.include('payload');
      });

      it('is no empty answer when a web page answers', async () => {
        bench.on('m', reply(200, '<html>Welcome</html>', { 'content-type': 'text/html' }));
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(UnexpectedContentType);
        expect(error).to.include({ contentType: 'text/html', retryable: false });
      });

      it('reads no more than it may', async () => {
        bench.on('m', [stream, write(...Array<string>(20).fill(says('x'.repeat(1000)))), hang]);
        const { error } = await heard(
          provider('m', bench.url, { maxBytes: 10_000 }).agents.text(set(mine))(asked(), now),
        );
        expect(error).to.be.instanceOf(ResponseTooLarge);
        await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
      });
    });

    describe('when its vendor does not want to answer', () => {
      it('is blocked with the reason, once', async () => {
        bench.on('m', [stream, write(says('I '), blocks, done), end]);
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(ContentBlocked);
        expect(error).to.include({ retryable: false, partial: 'I ' });
        expect(String(error)).to.match(/content.filter/u);
        expect(bench.requests).to.have.length(1);
      });

      it('fails as what it is when the failure comes in the stream', async () => {
        bench
          .on('m', [stream, write(says('Hel'), fails), end])
          .on('n', [stream, write(fails), end]);
        for (const [model, partial] of [
          ['m', 'Hel'],
          ['n', ''],
        ] as const) {
          const { error } = await hear(model);
          expect(error).to.be.instanceOf(ProviderFailed);
          expect(error).to.include({ partial, retryable: true });
          expect(String(error)).to.include('Overloaded');
        }
      });

      it('tells how long to wait, and no credit from no time', async () => {
        const date = new Date(Date.now() + 3000).toUTCString();
        bench
          .on('s', reply(429, refuses('Slow down'), { 'retry-after': '2', 'x-request-id': 'r' }))
          .on('d', reply(429, refuses('Slow down'), { 'retry-after': date }))
          .on('q', reply(429, refuses('Over', 'insufficient_quota')))
          .on('t', reply(429, refuses('INSUFFICIENT QUOTA, insufficient_quota')));
        const { error } = await hear('s');
        expect(error).to.be.instanceOf(RateLimited);
        expect(error).to.include({ retryAfter: 2000, status: 429, requestId: 'r' });
        expect((await hear('d')).error)
          .to.have.property('retryAfter')
          .that.is.within(1, 3000);
        expect((await hear('q')).error).to.be.instanceOf(QuotaExceeded);
        expect((await hear('t')).error).to.be.instanceOf(RateLimited);
        expect(bench.requests).to.have.length(4);
      });

      for (const [status, hint] of [
        [400, 'params'],
        [401, 'provider of the AI SDK'],
        [403, 'right'],
        [404, 'fromAiSdk'],
        [413, 'shorten'],
        [422, 'params'],
      ] as const) {
        it(`gives a hint for status ${String(status)}, and asks once`, async () => {
          bench.on('no-such-model', reply(status, refuses(`It is so ${secret}`)));
          const { error } = await hear('no-such-model');
          expect(error).to.be.instanceOf(RequestRejected);
          expect(error).to.include({ status, retryable: false });
          expect(error).to.have.property('hint').that.includes(hint);
          expect(String(error)).to.include('It is so').and.include(hint);
          expect(String(error)).not.to.include('option key').and.not.include('option model');
          expect(inspect(error, { depth: 9 }))
            .not.to.include('V3ry')
            .and.not.include('Why?');
          expect(bench.requests).to.have.length(1);
        });
      }

      it('keeps the status when the refusal is a page, or breaks off, and asks once', async () => {
        bench.on('m', reply(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' }));
        expect((await hear('m')).error).to.include({ _tag: 'ProviderFailed', status: 502 });
        bench.on('n', reply(500, refuses('Oops')));
        expect((await hear('n')).error).to.include({ _tag: 'ProviderFailed', status: 500 });
        expect(bench.requests).to.have.length(2);
      });
    });

    describe('when it cannot be reached', () => {
      const hearAt = (url: string) =>
        heard(provider('m', url).agents.text(set(mine))(asked(), now));

      it('names a host where nobody listens, and may be tried again', async () => {
        const gone = await Faulty.open();
        const { host } = new URL(gone.url);
        await gone.close();
        const { error } = await hearAt(`http://${host}`);
        expect(error).to.be.instanceOf(ConnectionFailed);
        expect(error).to.include({ host, retryable: true });
        const shown = inspect(error, { depth: 9 });
        expect(shown).to.include('ECONNREFUSED').and.not.include('V3ry').and.not.include('Why?');
      });

      it('does not try a host again that is unknown, or whose certificate nobody trusts', async () => {
        const unknown = await hearAt('http://nobody.invalid');
        expect(strangers).to.include('nobody.invalid');
        expect(unknown.error).to.be.instanceOf(ConnectionFailed);
        expect(unknown.error).to.include({ host: 'nobody.invalid', retryable: false });
        const secure = await Faulty.open({ tls: true });
        const untrusted = await hearAt(secure.url);
        await secure.close();
        expect(untrusted.error).to.be.instanceOf(ConnectionFailed);
        expect(untrusted.error).to.include({ retryable: false });
      });
    });

    describe('when nobody listens any more', () => {
      it('closes its connection, and sends nothing afterwards', async () => {
        bench.on('m', [stream, write(says('Hi')), hang]);
        const subscription = answers('m').subscribe(() => subscription.unsubscribe());
        await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
        expect(bench.requests).to.have.length(1);
      });

      it('stops waiting for an answer that has not begun', async () => {
        bench.on('m', [begin(200, { 'content-type': 'text/event-stream' }), hang]);
        const subscription = answers('m').subscribe();
        await bench.until('the request is there', ({ requests }) => requests.length === 1);
        subscription.unsubscribe();
        await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
      });
    });

    describe('as the provider of an agent', () => {
      const writer = (options: object) =>
        agent({ type: 'text', provider: provider('m'), mission: 'explain', ...options });

      it('is asked by it, and shows no key', async () => {
        bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
        const made = writer({});
        await made.prepare('plan');
        expect(await lastValueFrom(made.ask('Why?'))).to.equal('Hi');
        expect(inspect([made, provider('m')], { depth: 9, showHidden: true })).not.to.include(
          'V3ry',
        );
      });

      for (const [option, value] of Object.entries({ key: 'k', baseURL: 'http://h', model: 'n' })) {
        it(`refuses the option ${option} of an agent, and says why`, async () => {
          const made = writer({ [option]: value });
          expect(() => made.prepare('plan'))
            .to.throw(InvalidOptions, 'Task "plan"')
            .with.property('message')
            .that.includes(`agent({ ${option} })`);
          const error: unknown = await lastValueFrom(made.ask('Why?')).catch((e: unknown) => e);
          expect(error).to.be.instanceOf(InvalidOptions);
          expect(bench.connections).to.have.length(0);
        });
      }
    });

    describe('that makes numbers of a text', () => {
      const embed = (model: string, params = {}) => {
        const { v2, v3 } = packagesOf(bench.url);
        const made =
          version === 'v2' ? fromAiSdk(v2.textEmbedding(model)) : fromAiSdk(v3.embedding(model));
        return heard(made.agents.embed(set({ ...mine, params }))(asked('a cat'), now));
      };

      it('gives them, and what they took', async () => {
        const data = [{ embedding: [0.5, 1], index: 0 }];
        bench.on('e', reply(200, { data, usage: { prompt_tokens: 2 } }));
        const { answers: all, error } = await embed('e', {
          providerOptions: { openai: { dimensions: 2 } },
        });
        expect(error).to.equal(undefined);
        expect(all).to.deep.equal([{ value: [0.5, 1], usage: { input: 2 } }]);
        expect(bench.requests[0]?.json).to.deep.include({ input: ['a cat'], dimensions: 2 });
      });

      it('fails as what it is', async () => {
        bench
          .on('none', reply(200, { data: [], usage: { prompt_tokens: 2 } }))
          .on('other', reply(200, { text: 'private' }))
          .on('page', reply(200, '<html>', { 'content-type': 'text/html' }))
          .on('limit', reply(429, refuses('Slow down')));
        expect((await embed('none')).error).to.be.instanceOf(ProtocolError);
        const { error } = await embed('other');
        expect(error).to.be.instanceOf(ProtocolError);
        expect(inspect(error, { depth: 9 })).not.to.include('private');
        expect((await embed('page')).error).to.be.instanceOf(UnexpectedContentType);
        expect((await embed('limit')).error).to.be.instanceOf(RateLimited);
      });
    });

    describe('that makes pictures', () => {
      const bytes = png(8, (x, y) => [x, y, 9]);
      const paint = (model: string, question: Partial<Question> = {}) => {
        const { v2, v3 } = packagesOf(bench.url);
        const made = version === 'v2' ? fromAiSdk(v2.image(model)) : fromAiSdk(v3.image(model));
        return heard(
          made.agents.image(set({ ...mine, params: { size: '64x64' } }))(
            { ...asked('a cat'), ...question },
            now,
          ),
        );
      };
      const picture = (whole: Uint8Array) =>
        reply(200, { data: [{ b64_json: Buffer.from(whole).toString('base64') }] });

      it('gives one', async () => {
        bench.on('i', picture(bytes));
        const { answers: all, error } = await paint('i');
        expect(error).to.equal(undefined);
        expect(all.map(({ value }) => value)).to.deep.equal([
          { _tag: 'Image', mime: 'image/png', bytes },
        ]);
        expect(bench.requests[0]?.json).to.include({
          prompt: 'explain\n\na cat',
          n: 1,
          size: '64x64',
        });
      });

      it('gives no half picture, and fails as what it is', async () => {
        bench.on('half', picture(bytes.slice(0, -20))).on('spent', reply(402, refuses('No')));
        expect((await paint('half')).error).to.be.instanceOf(ProtocolError);
        expect((await paint('spent')).error).to.be.instanceOf(QuotaExceeded);
      });

      it('makes one from another one, unless it is of the second version', async () => {
        bench.on('i', picture(bytes));
        const images = [{ _tag: 'Image', mime: 'image/png', bytes } as const];
        const { error } = await paint('i', { images });
        if (version === 'v2') {
          expect(error).to.be.instanceOf(InvalidOptions);
          expect(bench.connections).to.have.length(0);
        } else {
          expect(error).to.equal(undefined);
          expect(bench.requests[0]?.path).to.equal('/images/edits');
          expect(bench.requests[0]?.body).to.include('PNG');
        }
      });
    });
  });
}

describe('fromAiSdk', () => {
  it('gives agents of the types that the model is good for', () => {
    const { v2, v3 } = packagesOf('http://localhost');
    expectTypeOf(fromAiSdk(v2('m'))).toEqualTypeOf<Provider<'text' | 'vision'>>();
    expectTypeOf(fromAiSdk(v3('m'))).toEqualTypeOf<Provider<'text' | 'vision'>>();
    expectTypeOf(fromAiSdk(v2.textEmbedding('m'))).toEqualTypeOf<Provider<'embed'>>();
    expectTypeOf(fromAiSdk(v3.embedding('m'))).toEqualTypeOf<Provider<'embed'>>();
    expectTypeOf(fromAiSdk(v2.image('m'))).toEqualTypeOf<Provider<'image'>>();
    expectTypeOf(fromAiSdk(v3.image('m'))).toEqualTypeOf<Provider<'image'>>();
    const types = [v3('m'), v3.embedding('m'), v3.image('m')].map((model) =>
      // Each has its own overload, which a union of them does not find.
      Object.keys(fromAiSdk(model as never).agents),
    );
    expect(types).to.deep.equal([['text', 'vision'], ['embed'], ['image']]);
  });

  it('has one account for all models of a package', () => {
    const { v3 } = packagesOf('http://localhost');
    const account = (provider: Provider<never>) => provider.account?.(set());
    expect(account(fromAiSdk(v3('m')))).to.equal(account(fromAiSdk(v3.embedding('n'))));
  });

  it('refuses what is no model of these versions', () => {
    const wrong = (model: unknown) => () => fromAiSdk(model as never);
    expect(wrong('openai/gpt-5')).to.throw(InvalidOptions, 'no model of the AI SDK');
    expect(wrong(null)).to.throw(InvalidOptions, 'no model of the AI SDK');
    expect(wrong({ specificationVersion: 'v1', doStream: () => undefined })).to.throw(
      InvalidOptions,
      '"v1"',
    );
    // A model of speech.
    expect(wrong({ specificationVersion: 'v3', doGenerate: () => undefined })).to.throw(
      InvalidOptions,
      '"v3"',
    );
  });
});
