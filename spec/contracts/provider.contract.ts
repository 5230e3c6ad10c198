import { inspect } from 'node:util';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { tap } from 'rxjs';
import type { AgentSettings, Provider } from '../../lib/agents/provider.js';
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
  type Step,
  wait,
  write,
} from '../support/faulty.js';
import { asked, door, heard, now, secret, set, type Heard } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import type { Language } from '../support/vendors.js';

/** A provider of text, and the language of its vendor. */
export interface TextProvider {
  readonly name: string;
  /** Makes it with these options. */
  readonly make: (options?: { readonly maxBytes?: number }) => Provider<'text'>;
  readonly language: Language;
  /** Where its API is on a bench. */
  readonly at: (url: string) => string;
  /** The code of an account without credit, where the vendor has one. */
  readonly broke?: string;
}

/** What every provider of text holds to, whatever happens on the wire. */
export const textProviderContract = ({ name, make, language, at, broke }: TextProvider): void => {
  const { says, ends, done, silence, blocks, blockedBy, fails, refuses } = language;

  describe(`${name}, as every provider of text`, () => {
    const { strangers } = onLoopbackOnly();
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    const settings = (model: string, more: Partial<AgentSettings> = {}): AgentSettings =>
      set({ model, baseURL: at(bench.url), ...more });
    const answers = (model: string, more: Partial<AgentSettings> = {}, provider = make()) =>
      provider.agents.text(settings(model, more))(asked(), now);
    const hear = (model: string, more: Partial<AgentSettings> = {}): Promise<Heard<string>> =>
      heard(answers(model, more));
    const values = ({ answers: all }: Heard<string>) => all.map(({ value }) => value);

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

      it('sends one request with the mission apart from the question', async () => {
        bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
        await hear('m', { params: { some: 'param' } });

        expect(bench.requests).to.have.length(1);
        const [request] = bench.requests;
        expect(request?.json).to.include({ some: 'param' });
        expect(JSON.stringify(request?.headers)).to.include(secret);
        expect(request?.path).not.to.include(secret);
        expect(request?.body).to.include('"explain"').and.include('"Why?"');
      });

      it('sends no mission when there is none', async () => {
        bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
        await hear('m', { mission: '' });
        expect(bench.requests[0]?.body).not.to.include('system');
      });

      it('asks once for each subscription, and not before', async () => {
        bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
        const answer = answers('m');
        await turn();
        expect(bench.requests).to.have.length(0);
        await Promise.all([heard(answer), heard(answer)]);
        expect(bench.requests).to.have.length(2);
      });

      it('completes at the finish reason, though the end mark of the stream is missing', async () => {
        bench.on('m', [stream, write(says('Hi'), ends()), end]);
        expect(await hear('m')).to.deep.include({ error: undefined });
      });

      it('completes at the finish reason, though the connection is closed without its end', async () => {
        bench.on('m', [stream, write(says('Hi'), ends()), fin]);
        const { last, error } = await hear('m');
        expect(error).to.equal(undefined);
        expect(last).to.include({ value: 'Hi', finish: 'stop' });
      });

      it('ignores events that say nothing', async () => {
        const noise = silence.flatMap((nothing, index) => [nothing, says(String(index))]);
        bench.on('m', [stream, write(...noise, ends(), done), end]);
        const { last, error } = await hear('m');
        expect(error).to.equal(undefined);
        expect(last).to.deep.include({
          value: silence.map((_, index) => String(index)).join(''),
          usage: { input: 7, output: 5, cached: 2 },
        });
      });

      it('keeps that an answer was cut at the limit of its length', async () => {
        bench.on('m', [stream, write(says('Once upon'), ends('length'), done), end]);
        const { last, error } = await hear('m');
        expect(error).to.equal(undefined);
        expect(last).to.include({ value: 'Once upon', finish: 'length' });
      });

      it('is not confused by two ends, by what comes after them, and by a text that looks like one', async () => {
        const tricky = 'data: [DONE]\n\ndata: {}\n\n';
        bench.on('m', [
          stream,
          write(says(tricky), says('!'), ends(), ends(), done, done),
          ...(done === '' ? [] : [write(says('more'))]),
          end,
        ]);
        const { answers: all, error } = await hear('m');
        expect(error).to.equal(undefined);
        expect(all.at(-1)?.value).to.equal(`${tricky}!`);
        expect(all.filter(({ finish }) => finish !== undefined)).to.have.length(1);
      });
    });

    describe('however the bytes are cut', () => {
      it('gives the exact text when every byte is a packet of its own', async () => {
        const text = '東京は☔。👩‍👩‍👧‍👦 e\u0301 – na\u00efve';
        bench.on('m', [stream, write(...packets(says(text) + ends() + done)), end]);
        const { last, error } = await hear('m');
        expect(error).to.equal(undefined);
        expect(last?.value).to.equal(text);
      });

      it('gives the exact text for all texts and cuts', async () => {
        const pieces = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 6 });
        const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
        await fc.assert(
          fc.asyncProperty(pieces, sizes, async (texts, cuts) => {
            const sent = texts.map(says).join('') + ends() + done;
            bench.on('m', [stream, write(...packets(sent, cuts)), end]);
            const { answers: all, error } = await hear('m');
            expect(error).to.equal(undefined);
            expect(all.at(-1)?.value).to.equal(texts.join(''));
            expect(all.map(({ delta }) => delta).join('')).to.equal(texts.join(''));
          }),
          { numRuns: 25 },
        );
      });
    });

    describe('when the answer breaks off', () => {
      const cuts = { 'the stream ends in good order': end, 'the connection is closed': fin };
      for (const [how, cut] of Object.entries(cuts)) {
        it(`is truncated, and keeps what had come, when ${how} without a finish reason`, async () => {
          bench.on('m', [stream, write(says('Hel'), says('lo')), cut]);
          const result = await hear('m');
          expect(values(result)).to.deep.equal(['Hel', 'Hello']);
          expect(result.error).to.be.instanceOf(StreamTruncated);
          expect(result.error).to.include({
            _tag: 'StreamTruncated',
            provider: name,
            partial: 'Hello',
            retryable: true,
            requestId: 'request-1',
          });
        });
      }

      it('is truncated when the last event is cut in the middle', async () => {
        bench.on('m', [stream, write(says('Hello'), ends().slice(0, 30)), end]);
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(StreamTruncated);
        expect(error).to.include({ partial: 'Hello' });
      });

      it('fails alone among ten streams when its connection is reset', async () => {
        const unhandled: unknown[] = [];
        const note = (error: unknown): void => void unhandled.push(error);
        process.on('unhandledRejection', note);
        const seen = door();
        const models = Array.from({ length: 10 }, (_, index) => `m${String(index)}`);
        for (const model of models) {
          const broken = model === 'm3';
          const rest = broken ? [rst] : [write(says(' world'), ends(), done), end];
          bench.on(model, [stream, write(says('Hel'), says('lo')), wait(seen.opened), ...rest]);
        }
        const said = new Set<string>();
        const listen = (model: string) =>
          tap(({ value }: { value: string }) => {
            if (value === 'Hello') said.add(model);
            if (said.size === models.length) seen.open();
          });
        const results = await Promise.all(
          models.map((model) => heard(answers(model).pipe(listen(model)))),
        );
        await turn();
        process.off('unhandledRejection', note);

        const [lost, ...others] = results.filter(({ error }) => error !== undefined);
        expect(others).to.deep.equal([]);
        expect(lost?.error).to.be.instanceOf(ConnectionLost);
        expect(lost?.error).to.include({ provider: name, partial: 'Hello', retryable: true });
        const whole = results.filter(({ last }) => last?.finish === 'stop');
        expect(whole.map(({ last }) => last?.value)).to.deep.equal(Array(9).fill('Hello world'));
        expect(unhandled).to.deep.equal([]);
      });

      it('says that the connection was lost when it is reset before the answer', async () => {
        bench.on('m', [rst]);
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(ConnectionLost);
        expect(error).to.include({ retryable: true, partial: '' });
        expect(bench.requests).to.have.length(1);
      });

      it('asks once more, unasked, when an idle connection is closed at re-use', async () => {
        let closed = 0;
        const closeAtReuse: Step = ({ nth, socket }) => {
          if (nth > 1 && closed === 0) {
            closed++;
            socket.end();
          }
        };
        bench.on('m', [closeAtReuse, stream, write(says('Hi'), ends(), done), end]);
        let asks = 0;
        while (closed === 0 && asks < 50) {
          asks++;
          const { last, error } = await hear('m');
          expect(error).to.equal(undefined);
          expect(last).to.include({ value: 'Hi' });
          // The connection goes back to the pool in a later turn.
          await turn();
        }
        expect(closed).to.equal(1);
        expect(bench.requests).to.have.length(asks + 1);
      });
    });

    describe('when the answer is not what it should be', () => {
      it('does not show the payload of an event that is broken', async () => {
        bench.on('m', [stream, write(says('Hi'), 'data: {"private: payload\n\n', ends()), end]);
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(ProtocolError);
        expect(error).to.include({ partial: 'Hi' });
        expect(inspect(error)).not.to.include('payload');
      });

      it('names the type and the address when a web page answers', async () => {
        const page = '<html><body>Welcome to the hotel</body></html>';
        bench.on('m', reply(200, page, { 'content-type': 'text/html; charset=utf-8' }));
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(UnexpectedContentType);
        expect(error).to.include({ contentType: 'text/html; charset=utf-8', retryable: false });
        expect(String(error)).to.include('text/html').and.include(at(bench.url));
      });

      it('reads no more than it may', async () => {
        const long = says('x'.repeat(1000));
        bench.on('m', [stream, write(...Array<string>(20).fill(long)), hang]);
        const { error } = await heard(answers('m', {}, make({ maxBytes: 10_000 })));
        expect(error).to.be.instanceOf(ResponseTooLarge);
        await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
      });

      it('does not carry the key to where a redirect points', async () => {
        const other = await Faulty.open();
        bench.on('m', reply(307, '', { location: `${other.url}/elsewhere` }));
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(RequestRejected);
        expect(error).to.include({ status: 307 });
        expect(other.connections).to.have.length(0);
        await other.close();
      });
    });

    describe('when the provider does not want to answer', () => {
      it('is blocked with the reason, once', async () => {
        bench.on('m', [stream, write(says('I '), blocks), end]);
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(ContentBlocked);
        expect(error).to.include({ reason: blockedBy, retryable: false, partial: 'I ' });
        expect(bench.requests).to.have.length(1);
      });

      it('fails as what it is when the failure comes in the stream', async () => {
        bench.on('m', [stream, write(says('Hel'), fails), end]);
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(ProviderFailed);
        expect(error).to.include({ partial: 'Hel', retryable: true });
        expect(String(error)).to.include('Overloaded');
      });

      it('tells how long to wait, given in seconds or as a date', async () => {
        const limit = refuses('Slow down');
        const date = new Date(Date.now() + 3000).toUTCString();
        bench.on(
          'm',
          reply(429, limit, { 'retry-after': '2' }),
          reply(429, limit, { 'retry-after': date }),
          reply(429, limit),
        );
        const [seconds, dated, silent] = [await hear('m'), await hear('m'), await hear('m')];

        expect(seconds.error).to.be.instanceOf(RateLimited);
        expect(seconds.error).to.include({ retryAfter: 2000, retryable: true, status: 429 });
        expect(dated.error).to.be.instanceOf(RateLimited);
        expect(dated.error).to.have.property('retryAfter').that.is.within(1, 3000);
        expect(silent.error).to.include({ _tag: 'RateLimited', retryAfter: undefined });
        expect(bench.requests).to.have.length(3);
      });

      it('tells no credit from no time by the code alone', async () => {
        if (broke !== undefined) {
          bench.on('m', reply(429, refuses('You exceeded your current quota', broke)));
          const { error } = await hear('m');
          expect(error).to.be.instanceOf(QuotaExceeded);
          expect(error).to.include({ retryable: false });
          expect(String(error)).to.include('billing');
          expect(bench.requests).to.have.length(1);
        }
        bench.on('n', reply(429, refuses('INSUFFICIENT QUOTA, insufficient_quota')));
        expect((await hear('n')).error).to.be.instanceOf(RateLimited);
      });

      it('fails with the status of the provider, once', async () => {
        bench.on('m', reply(500, refuses('Oops'), { 'x-request-id': 'request-2' }));
        const { error } = await hear('m');
        expect(error).to.be.instanceOf(ProviderFailed);
        expect(error).to.include({ status: 500, retryable: true, requestId: 'request-2' });
        expect(bench.requests).to.have.length(1);
      });

      for (const [status, hint] of [
        [400, 'params'],
        [401, 'key'],
        [403, 'right'],
        [404, 'no-such-model'],
        [413, 'shorten'],
        [422, 'params'],
      ] as const) {
        it(`gives a hint for status ${String(status)}, and asks once`, async () => {
          bench.on('no-such-model', reply(status, refuses('It is so')));
          const { error } = await hear('no-such-model');
          expect(error).to.be.instanceOf(RequestRejected);
          expect(error).to.include({ status, retryable: false });
          expect(error).to.have.property('hint').that.includes(hint);
          expect(String(error)).to.include('It is so');
          expect(bench.requests).to.have.length(1);
        });
      }

      it('keeps the status when the refusal is a page, or breaks off', async () => {
        bench.on('m', reply(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' }));
        expect((await hear('m')).error).to.include({ _tag: 'ProviderFailed', status: 502 });
        bench.on('n', [begin(503, { 'content-type': 'application/json' }), write('{"err'), fin]);
        expect((await hear('n')).error).to.include({ _tag: 'ProviderFailed', status: 503 });
      });
    });

    describe('when it cannot be reached', () => {
      it('names a host where nobody listens, and may be tried again', async () => {
        const gone = await Faulty.open();
        const { host } = new URL(gone.url);
        await gone.close();
        const { error } = await hear('m', { baseURL: at(`http://${host}`) });
        expect(error).to.be.instanceOf(ConnectionFailed);
        expect(error).to.include({ host, retryable: true });
        expect(inspect(error)).to.include('ECONNREFUSED').and.not.include(secret);
      });

      it('does not try a host again that is unknown', async () => {
        const { error } = await hear('m', { baseURL: at('http://nobody.invalid') });
        expect(strangers).to.include('nobody.invalid');
        expect(error).to.be.instanceOf(ConnectionFailed);
        expect(error).to.include({ host: 'nobody.invalid', retryable: false });
        expect(error).to.have.nested.property('cause.cause.code', 'ENOTFOUND');
      });

      it('does not try a host again whose certificate nobody trusts', async () => {
        const secure = await Faulty.open({ tls: true });
        const { host } = new URL(secure.url);
        const { error } = await hear('m', { baseURL: at(secure.url) });
        await secure.close();
        expect(error).to.be.instanceOf(ConnectionFailed);
        expect(error).to.include({ host, retryable: false });
        expect(String(error)).to.include('SELF_SIGNED');
        expect(inspect(error)).not.to.include(secret);
        expect(secure.requests).to.have.length(0);
      });
    });

    describe('when nobody listens any more', () => {
      it('closes twenty open streams within 100 ms, and sends nothing afterwards', async function () {
        // What a machine under load delays once, the library does not delay three times.
        this.retries(3);
        bench.on('m', [stream, write(says('Hi')), hang]);
        let errors = 0;
        let open = 0;
        const all = door();
        const subscriptions = Array.from({ length: 20 }, () =>
          answers('m').subscribe({
            next: () => (++open === 20 ? all.open() : undefined),
            error: () => errors++,
          }),
        );
        await all.opened;
        const left = performance.now();
        for (const subscription of subscriptions) subscription.unsubscribe();
        await bench.until('twenty connections are closed', ({ closed }) => closed.length === 20);

        expect(Math.max(...bench.closed) - left).to.be.below(100);
        expect(errors).to.equal(0);
        expect(bench.requests).to.have.length(20);
      });

      it('stops waiting for an answer that has not begun', async () => {
        bench.on('m', [hang]);
        const subscription = answers('m').subscribe();
        await bench.until('the request is there', ({ requests }) => requests.length === 1);
        subscription.unsubscribe();
        await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
      });

      it('sends nothing when it is left at once', async () => {
        answers('m').subscribe().unsubscribe();
        for (let times = 0; times < 20; times++) await turn();
        expect(bench.requests).to.have.length(0);
      });
    });

    describe('and its key', () => {
      const shown = (value: unknown): string =>
        [inspect(value, { depth: 12, showHidden: true }), JSON.stringify(value), String(value)]
          .concat(value instanceof Error ? [value.message, value.stack ?? ''] : [])
          .join('\n');

      it('is not shown by the provider', () => {
        expect(shown(make())).not.to.include('cret');
      });

      it('is hidden where a refusal repeats it, even in pieces', async () => {
        const said = `Bad key ${secret}, that is ${secret.slice(0, 20)}… or ${encodeURIComponent(secret)}`;
        bench.on('m', reply(401, refuses(`${'-'.repeat(200)}${said}`)));
        bench.on('n', reply(401, `Bad key ${secret}`));
        for (const model of ['m', 'n']) {
          const { error } = await hear(model);
          expect(error).to.be.instanceOf(RequestRejected);
          expect(shown(error)).not.to.include('V3ry').and.not.include('0123456789');
        }
      });

      it('is hidden where it is part of the address', async () => {
        const { error } = await hear('m', { baseURL: `http://nobody.invalid/?key=${secret}` });
        expect(shown(error)).not.to.include('V3ry');
        bench.on('m', reply(200, '<html>', { 'content-type': 'text/html' }));
        const address = `${at(bench.url)}?key=${encodeURIComponent(secret)}&x=`;
        bench.on(
          `/?key=${encodeURIComponent(secret)}`,
          reply(200, '<html>', { 'content-type': 'text/html' }),
        );
        const page = await hear('m', { baseURL: address });
        expect(shown(page.error)).not.to.include('V3ry');
      });
    });
  });
};
