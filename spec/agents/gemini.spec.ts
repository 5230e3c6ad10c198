import { expect } from 'chai';
import { gemini } from '../../lib/agents/gemini.js';
import {
  ContentBlocked,
  ConnectionLost,
  RateLimited,
  StreamTruncated,
} from '../../lib/core/providerErrors.js';
import { textProviderContract } from '../contracts/provider.contract.js';
import { end, Faulty, reply, stream, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { geminiSays } from '../support/vendors.js';

textProviderContract({ name: 'gemini', make: gemini, language: geminiSays, at: (url) => url });

const { says, ends, refuses } = geminiSays;
const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

describe('gemini', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const text = (model: string, params = {}) =>
    heard(gemini().agents.text(set({ model, params, baseURL: bench.url }))(asked(), now));

  it('streams generated content', async () => {
    bench.on('m', [stream, write(says('Hi'), ends()), end]);
    await text('m', { generationConfig: { temperature: 0.5 }, contents: 'ours win' });

    const [request] = bench.requests;
    expect(request).to.include({
      method: 'POST',
      path: '/v1beta/models/m:streamGenerateContent?alt=sse',
    });
    expect(request?.headers).to.include({ 'x-goog-api-key': secret });
    expect(request?.json).to.deep.include({
      generationConfig: { temperature: 0.5 },
      systemInstruction: { role: 'system', parts: [{ text: 'explain' }] },
      contents: [{ role: 'user', parts: [{ text: 'Why?' }] }],
    });
  });

  it('is blocked when the answer is taken back', async () => {
    bench.on('m', [
      stream,
      write(says('I '), event({ candidates: [{ index: 0, finishReason: 'SAFETY' }] })),
      end,
    ]);
    const { error } = await text('m');
    expect(error).to.be.instanceOf(ContentBlocked);
    expect(error).to.include({ reason: 'SAFETY', partial: 'I ' });
  });

  it('tells which tools the model calls', async () => {
    const functionCall = { name: 'weather', args: { city: 'Oslo' } };
    const parts = [{ functionCall }, { functionCall: { name: 'dice' } }];
    bench.on('m', [
      stream,
      write(event({ candidates: [{ index: 0, content: { role: 'model', parts } }] }), ends()),
      end,
    ]);
    const { last, error } = await text('m');

    expect(error).to.equal(undefined);
    expect(last).to.deep.include({
      value: '',
      calls: [
        { tool: 'weather', input: { city: 'Oslo' } },
        { tool: 'dice', input: {} },
      ],
    });
  });

  it('does not take thoughts for the answer', async () => {
    const thought = { text: 'Hmm', thought: true };
    const parts = [thought, { text: 'Yes' }];
    bench.on('m', [stream, write(event({ candidates: [{ content: { parts } }] }), ends()), end]);
    expect((await text('m')).last).to.include({ value: 'Yes' });
  });

  it('reads every form in which an event may come', async () => {
    const [yes, no] = ['Yes', 'No'].map((said) => says(said).slice('data: '.length, -2));
    const pretty = JSON.stringify(JSON.parse(yes ?? ''), undefined, 2);
    bench.on('m', [
      stream,
      write(
        `: hello\r\n\r\nevent: message\r\nid: 1\r\ndata:${yes ?? ''}\r\n\r\n`,
        `data: ${no ?? ''}\r\rretry: 5\n\n`,
        `${pretty
          .split('\n')
          .map((line) => `data: ${line}`)
          .join('\n')}\n\n`,
        ends().trimEnd(),
      ),
      end,
    ]);
    const { last, error } = await text('m');
    expect(error).to.equal(undefined);
    expect(last).to.include({ value: 'YesNoYes', finish: 'stop' });
  });

  it('tells how long to wait, given in the body', async () => {
    const body = {
      error: {
        code: 429,
        message: 'Quota exceeded',
        status: 'RESOURCE_EXHAUSTED',
        details: [
          { '@type': 'type.googleapis.com/google.rpc.QuotaFailure' },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' },
        ],
      },
    };
    bench.on('m', reply(429, body));
    const { error } = await text('m');
    expect(error).to.be.instanceOf(RateLimited);
    expect(error).to.include({ retryAfter: 1500 });
  });

  it('knows a bad key by its reason, for its status is that of a bad request', async () => {
    const body = {
      error: {
        code: 400,
        message: 'API key not valid.',
        status: 'INVALID_ARGUMENT',
        details: [{ reason: 'API_KEY_INVALID' }],
      },
    };
    bench.on('m', reply(400, body));
    expect((await text('m')).error)
      .to.have.property('hint')
      .that.includes('GEMINI_API_KEY');
  });

  it('leaves the global fetch as it was', async () => {
    const { fetch: own } = globalThis;
    const calls: unknown[] = [];
    globalThis.fetch = (...given) => {
      calls.push(given[0]);
      return own(...given);
    };
    const { fetch: mine } = globalThis;
    bench.on('m', [stream, write(says('Hi'), ends()), end]);
    const answer = text('m');
    expect(globalThis.fetch).to.equal(mine);
    await answer;
    expect(globalThis.fetch).to.equal(mine);
    globalThis.fetch = own;
    expect(calls).to.have.length(1);
  });

  describe('where the global fetch cannot be lent', () => {
    const { fetch: own } = globalThis;
    before(() =>
      Object.defineProperty(globalThis, 'fetch', {
        value: own,
        writable: false,
        configurable: true,
      }),
    );
    after(() =>
      Object.defineProperty(globalThis, 'fetch', {
        value: own,
        writable: true,
        configurable: true,
      }),
    );

    it('still explains what the package says', async () => {
      bench
        .on('good', [stream, write(says('Hi'), ends()), end])
        .on('cut', [stream, write(says('Hi'), 'data: {"cand'), end])
        .on('lost', [stream, write(says('Hi')), ({ socket }) => socket.resetAndDestroy()])
        .on('limited', reply(429, refuses('Slow down')))
        .on('page', reply(200, '<html>', { 'content-type': 'text/html' }));
      expect((await text('good')).last).to.include({ value: 'Hi' });
      expect((await text('cut')).error).to.be.instanceOf(StreamTruncated);
      expect((await text('lost')).error).to.be.instanceOf(ConnectionLost);
      expect((await text('limited')).error).to.be.instanceOf(RateLimited);
      expect((await text('page')).error).to.be.instanceOf(StreamTruncated);
    });
  });
});
