import { inspect } from 'node:util';
import { expect } from 'chai';
import { google, type GoogleOptions } from '../../lib/agents/google.js';
import type { AgentSettings } from '../../lib/agents/provider.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import {
  ConnectionFailed,
  MissingKey,
  ProtocolError,
  ProviderFailed,
  QuotaExceeded,
  RateLimited,
  RequestRejected,
  ResponseTooLarge,
  StreamTruncated,
  UnexpectedContentType,
} from '../../lib/core/providerErrors.js';
import { begin, Faulty, fin, hang, reply, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

describe('google', () => {
  onLoopbackOnly();
  let bench: Faulty;
  const given = { ...process.env };
  beforeEach(async () => {
    bench = await Faulty.open();
    delete process.env['GOOGLE_API_KEY'];
    delete process.env['GOOGLE_CSE_ID'];
  });
  afterEach(async () => {
    process.env = { ...given };
    await bench.close();
  });

  const engine = '0175:omu & co';
  const answers = (
    query = 'rain in Oslo?',
    settings: Partial<AgentSettings> = {},
    options: GoogleOptions = {},
  ) =>
    google({ engine, ...options }).agents.search(set({ baseURL: bench.url, ...settings }))(
      asked(query),
      now,
    );
  const search = (...all: Parameters<typeof answers>) => heard(answers(...all));
  const queryOf = (path = ''): object => Object.fromEntries(new URL(path, bench.url).searchParams);
  const refuses = (code: number, reason: string, more: object = {}) => ({
    error: {
      code,
      message: 'It is so.',
      errors: [{ message: 'It is so.', domain: 'usageLimits', reason }],
      ...more,
    },
  });

  it('gives what was found', async () => {
    const items = [
      {
        kind: 'customsearch#result',
        title: 'Rain',
        htmlTitle: '<b>Rain</b>',
        link: 'https://example.com/rain',
        snippet: 'It rains.',
      },
      { title: 'Without words', link: 'https://example.com/none' },
      { title: 'Without an address' },
    ];
    bench.on('', reply(200, { kind: 'customsearch#search', items }));
    const { answers: all, error } = await search();
    expect(error).to.equal(undefined);
    expect(all).to.deep.equal([
      {
        value: [
          { title: 'Rain', url: 'https://example.com/rain', snippet: 'It rains.' },
          { title: 'Without words', url: 'https://example.com/none', snippet: '' },
        ],
      },
    ]);
  });

  it('asks for the question alone, with its key where no log sees it', async () => {
    bench.on('', reply(200, {}));
    const params = { num: 5, lr: 'lang_de', safe: undefined, q: 'another' };
    await search('a & b = c?', { params, mission: 'be secretive' });
    const [request] = bench.requests;
    expect(request?.method).to.equal('GET');
    expect(request?.path).to.match(/^\/customsearch\/v1\?/u);
    expect(queryOf(request?.path)).to.deep.equal({
      num: '5',
      lr: 'lang_de',
      cx: engine,
      q: 'a & b = c?',
    });
    expect(request?.headers).to.include({ 'x-goog-api-key': secret });
    expect(request?.path).not.to.include('secretive').and.not.include('key');
  });

  it('gives an empty list when nothing was found', async () => {
    bench.on('', reply(200, { searchInformation: { totalResults: '0' } }));
    const { answers: all, error } = await search();
    expect(error).to.equal(undefined);
    expect(all).to.deep.equal([{ value: [] }]);
  });

  it('takes the engine from the agent, from its own option, or from the environment', async () => {
    bench.on('', reply(200, {}));
    process.env['GOOGLE_CSE_ID'] = 'of the environment';
    const named = { params: { cx: 'of the params' }, model: 'of the model' };
    await search('1', named);
    await search('2', { model: 'of the model' });
    await search('3');
    await heard(google().agents.search(set({ baseURL: bench.url }))(asked('4'), now));
    expect(bench.requests.map(({ path }) => queryOf(path))).to.deep.equal([
      { cx: 'of the params', q: '1' },
      { cx: 'of the model', q: '2' },
      { cx: engine, q: '3' },
      { cx: 'of the environment', q: '4' },
    ]);
  });

  it('sends nothing without an engine or a key', async () => {
    const { error } = await search('', {}, { engine: '' });
    expect(error).to.be.instanceOf(InvalidOptions);
    expect(String(error)).to.include('GOOGLE_CSE_ID').and.include('params.cx');

    const provider = google();
    const prepare = (settings: AgentSettings) => () => provider.prepare?.(settings, 'look');
    expect(prepare(set())).to.throw(InvalidOptions, 'Task "look"');
    expect(prepare(set({ key: undefined }))).to.throw(MissingKey, 'GOOGLE_API_KEY');
    expect(prepare(set({ model: 'engine' }))).not.to.throw();
    expect((await search('', { key: undefined })).error).to.be.instanceOf(MissingKey);
    expect(bench.requests).to.have.length(0);
  });

  it('has an account for each key and address', () => {
    const { account } = google();
    const of = (settings: Partial<AgentSettings>) => account?.(set(settings));
    expect(of({})).to.equal(of({ mission: 'another', params: { num: 1 } }));
    expect(of({ key: 'another key' })).not.to.equal(of({}));
    expect(of({ baseURL: bench.url })).not.to.equal(of({}));
  });

  it('tells a limit that passes from one that lasts until tomorrow', async () => {
    const details = (limit: string) => ({
      status: 'RESOURCE_EXHAUSTED',
      details: [{ reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_limit: limit } }],
    });
    bench.on(
      '',
      reply(403, refuses(403, 'dailyLimitExceeded')),
      reply(429, refuses(429, 'rateLimitExceeded', details('DefaultPerDayPerProject'))),
      reply(429, refuses(429, 'rateLimitExceeded', details('DefaultPerMinutePerProject')), {
        'retry-after': '7',
      }),
      reply(403, refuses(403, 'userRateLimitExceeded')),
      reply(403, refuses(403, 'forbidden')),
    );
    for (const status of [403, 429]) {
      const { error } = await search();
      expect(error).to.be.instanceOf(QuotaExceeded);
      expect(error).to.include({ status, retryable: false });
      expect(error).to.have.nested.property('cause.status', status);
    }
    const many = await search();
    expect(many.error).to.be.instanceOf(RateLimited);
    expect(many.error).to.include({ retryAfter: 7000, status: 429, retryable: true });
    const user = await search();
    expect(user.error).to.be.instanceOf(RateLimited);
    expect(user.error).to.include({ status: 403, retryable: true });
    expect((await search()).error).to.be.instanceOf(RequestRejected);
    expect(bench.requests).to.have.length(5);
  });

  it('fails as what the refusal says', async () => {
    const invalid = { details: [{ reason: 'API_KEY_INVALID' }], status: 'INVALID_ARGUMENT' };
    bench.on(
      '',
      reply(400, refuses(400, 'badRequest', invalid)),
      reply(404, refuses(404, 'notFound')),
      reply(503, refuses(503, 'backendError')),
    );
    const key = await search();
    expect(key.error).to.be.instanceOf(RequestRejected);
    expect(key.error).to.have.property('hint').that.includes('GOOGLE_API_KEY');
    expect(String((await search()).error)).to.include(engine);
    expect((await search()).error).to.be.instanceOf(ProviderFailed);
  });

  it('takes a page for what it is', async () => {
    bench.on('', reply(200, '<html>Log in</html>', { 'content-type': 'text/html' }));
    const { error } = await search();
    expect(error).to.be.instanceOf(UnexpectedContentType);
    expect(String(error)).to.include('text/html').and.include(bench.url);
  });

  it('gives no half of what was found', async () => {
    const type = { 'content-type': 'application/json' };
    bench.on('', [begin(200, type), write('{"items":['), fin]);
    const cut = await search();
    expect(cut.answers).to.deep.equal([]);
    expect(cut.error).to.be.instanceOf(StreamTruncated);
    expect(cut.error).to.include({ retryable: true });

    for (const text of ['{"items":[', 'null', '{"items":{}}']) {
      bench.on('', reply(200, text, type));
      const { answers: all, error } = await search();
      expect(all).to.deep.equal([]);
      expect(error).to.be.instanceOf(ProtocolError);
    }
  });

  it('reads no more than it may', async () => {
    bench.on('', reply(200, { items: [], more: 'x'.repeat(5000) }));
    expect((await search('', {}, { maxBytes: 4000 })).error).to.be.instanceOf(ResponseTooLarge);
  });

  it('names a host where nobody listens', async () => {
    const gone = await Faulty.open();
    const { url } = gone;
    await gone.close();
    const { error } = await search('', { baseURL: url });
    expect(error).to.be.instanceOf(ConnectionFailed);
    expect(error).to.include({ host: new URL(url).host, retryable: true });
  });

  it('follows no other address with its key', async () => {
    const other = await Faulty.open();
    bench.on('', [begin(302, { location: other.url }), fin]);
    expect((await search()).error).to.be.instanceOf(RequestRejected);
    expect(other.connections).to.have.length(0);
    await other.close();
  });

  it('stops when nobody listens any more', async () => {
    bench.on('', [begin(200, { 'content-type': 'application/json' }), write('{'), hang]);
    let errors = 0;
    const subscription = answers().subscribe({ error: () => errors++ });
    await bench.until('the request is there', ({ requests }) => requests.length === 1);
    subscription.unsubscribe();
    await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
    expect(bench.requests).to.have.length(1);
    expect(errors).to.equal(0);
  });

  it('shows its key nowhere', async () => {
    bench.on('', reply(403, refuses(403, 'dailyLimitExceeded', { message: `Bad: ${secret}` })));
    const { error } = await search();
    const shown = inspect([error, google({ key: secret, engine })], { depth: 9, showHidden: true });
    expect(error).to.be.instanceOf(QuotaExceeded);
    expect(shown).not.to.include('V3ry');
  });
});
