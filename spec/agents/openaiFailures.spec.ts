import { inspect } from 'node:util';
import { expect } from 'chai';
import type { Observable } from 'rxjs';
import { openai, type OpenAIOptions } from '../../lib/agents/openai.js';
import type { AgentSettings, Ask } from '../../lib/agents/provider.js';
import {
  ConnectionFailed,
  ConnectionLost,
  MissingKey,
  ProviderFailed,
  QuotaExceeded,
  RateLimited,
  RequestRejected,
  ResponseTooLarge,
  StreamTruncated,
  UnexpectedContentType,
} from '../../lib/core/providerErrors.js';
import type { Answer, Question } from '../../lib/flow/ports.js';
import { png } from '../../lib/internal/png.js';
import { wav } from '../../lib/internal/wav.js';
import { begin, end, Faulty, fin, hang, reply, rst, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

const audio = [{ _tag: 'Audio', mime: 'audio/wav', bytes: wav(8000, [0]) }] as const;

type Asking = (options: OpenAIOptions) => (settings: AgentSettings) => Ask<unknown>;

const images = [{ _tag: 'Image', mime: 'image/png', bytes: png(1, () => [0, 0, 0]) }] as const;

const types: readonly (readonly [
  type: string,
  contentType: string,
  asking: Asking,
  question?: Partial<Question>,
  params?: AgentSettings['params'],
])[] = [
  ['speech', 'audio/mpeg', (options) => openai(options).agents.speech],
  ['recognition', 'application/json', (options) => openai(options).agents.recognition],
  ['embed', 'application/json', (options) => openai(options).agents.embed],
  ['image', 'application/json', (options) => openai(options).agents.image],
  ['image, given one', 'application/json', (options) => openai(options).agents.image, { images }],
  [
    'image, which grows',
    'text/event-stream',
    (options) => openai(options).agents.image,
    {},
    { partial_images: 1 },
  ],
  [
    'image, given one, which grows',
    'text/event-stream',
    (options) => openai(options).agents.image,
    { images },
    { partial_images: 1 },
  ],
];

for (const [type, contentType, asking, question, params = {}] of types) {
  describe(`openai, when an agent of type "${type}" fails`, () => {
    onLoopbackOnly();
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    const answers = (
      model: string,
      options: OpenAIOptions = {},
      baseURL = `${bench.url}/v1`,
    ): Observable<Answer<unknown>> =>
      asking(options)(set({ model, baseURL, params }))({ ...asked(), audio, ...question }, now);
    const failure = async (...given: Parameters<typeof answers>): Promise<unknown> => {
      const { answers: all, error } = await heard(answers(...given));
      expect(all).to.deep.equal([]);
      return error;
    };
    const refuses = (message: string, code: string | null = null) => ({ error: { message, code } });
    const body = begin(200, { 'content-type': contentType });

    it('tells refusals apart, and asks once', async () => {
      bench
        .on('key', reply(401, refuses(`Bad key ${secret}`)))
        .on('gone', reply(404, refuses('The model is gone', 'model_not_found')))
        .on('rate', reply(429, refuses('Slow down'), { 'retry-after': '2' }))
        .on('quota', reply(429, refuses('You are out', 'insufficient_quota')))
        .on('down', reply(500, refuses('Oh no'), { 'x-request-id': 'request-7' }));
      const key = await failure('key');
      expect(key).to.be.instanceOf(RequestRejected);
      expect(key).to.have.property('message').that.includes('OPENAI_API_KEY');
      expect(inspect(key, { depth: 9, showHidden: true })).not.to.include('V3ry');
      expect(await failure('gone'))
        .to.have.property('message')
        .that.includes('"gone"')
        .and.includes('option model');
      const rate = await failure('rate');
      expect(rate).to.be.instanceOf(RateLimited);
      expect(rate).to.include({ retryAfter: 2000 });
      expect(await failure('quota')).to.be.instanceOf(QuotaExceeded);
      const down = await failure('down');
      expect(down).to.be.instanceOf(ProviderFailed);
      expect(down).to.include({ status: 500, requestId: 'request-7' });
      expect(bench.requests).to.have.length(5);
    });

    it('says that the answer broke off', async () => {
      const half = write('{"text": "Hel');
      bench.on('reset', [rst]).on('closed', [body, half, fin]);
      expect(await failure('reset')).to.be.instanceOf(ConnectionLost);
      const closed = await failure('closed');
      expect(closed).to.be.instanceOf(StreamTruncated);
      expect(closed).to.have.property('retryable', true);
    });

    it('says that nobody listens', async () => {
      const gone = await Faulty.open();
      const { url } = gone;
      await gone.close();
      const error = await failure('m', {}, `${url}/v1`);
      expect(error).to.be.instanceOf(ConnectionFailed);
      expect(error).to.include({ host: new URL(url).host, retryable: true });
    });

    it('takes no page for an answer', async () => {
      bench.on('m', reply(200, '<html>Log in</html>', { 'content-type': 'text/html' }));
      const error = await failure('m');
      expect(error).to.be.instanceOf(UnexpectedContentType);
      expect(error).to.include({ contentType: 'text/html' });
      expect(error).to.have.property('message').that.includes(bench.url).and.not.includes('Log in');
    });

    it('reads no more than it may', async () => {
      bench.on('m', [body, write(new Uint8Array(600), new Uint8Array(600)), end]);
      const error = await failure('m', { maxBytes: 1000 });
      expect(error).to.be.instanceOf(ResponseTooLarge);
    });

    it('needs a key', async () => {
      expect(() => openai().prepare?.(set({ key: '' }), 'a')).to.throw(MissingKey);
    });

    it('closes the connection when nobody listens any more', async () => {
      bench.on('silent', [hang]).on('half', [body, write('{'), hang]);
      for (const [at, model] of ['silent', 'half'].entries()) {
        const errors: unknown[] = [];
        const listening = answers(model).subscribe({
          error: (error: unknown) => errors.push(error),
        });
        await bench.until('it has been asked', ({ requests }) => requests.length === at + 1);
        listening.unsubscribe();
        await bench.until('the connection is closed', ({ closed }) => closed.length === at + 1);
        expect(errors).to.deep.equal([]);
      }
      expect(bench.requests).to.have.length(2);
    });
  });
}
