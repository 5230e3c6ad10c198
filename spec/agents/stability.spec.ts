import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { stability } from '../../lib/agents/stability.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { Image } from '../../lib/core/media.js';
import {
  ConnectionFailed,
  ContentBlocked,
  QuotaExceeded,
  RateLimited,
  RequestRejected,
  ResponseTooLarge,
  StreamTruncated,
  UnexpectedContentType,
} from '../../lib/core/providerErrors.js';
import { png } from '../../lib/internal/png.js';
import { begin, end, Faulty, fin, hang, reply, rst, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

describe('stability', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const bytes = png(8, (x, y) => [x, y, 9]);
  const picture = { 'content-type': 'image/png', 'finish-reason': 'SUCCESS' };
  const answers = (model?: string, params = {}, options = {}) =>
    stability(options).agents.image(set({ model, params, baseURL: bench.url }))(
      asked('a cat'),
      now,
    );
  const image = (...given: Parameters<typeof answers>) => heard(answers(...given));

  it('gives the bytes, with their type', async () => {
    bench.on('core', reply(200, bytes, picture));
    const { answers: all, error } = await image(undefined, { aspect_ratio: '1:1', seed: 7 });
    expect(error).to.equal(undefined);
    expect(all).to.deep.equal([{ value: { _tag: 'Image', mime: 'image/png', bytes } }]);

    const [request] = bench.requests;
    expect(request).to.include({ method: 'POST', path: '/v2beta/stable-image/generate/core' });
    expect(request?.headers).to.include({ authorization: `Bearer ${secret}`, accept: 'image/*' });
    expect(request?.headers['content-type']).to.match(/^multipart\/form-data; boundary=/u);
    const fields = [...(request?.body ?? '').matchAll(/name="(\w+)"\r\n\r\n([^-]*)\r\n/gu)];
    expect(Object.fromEntries(fields.map(([, name, value]) => [name, value]))).to.deep.equal({
      output_format: 'png',
      aspect_ratio: '1:1',
      seed: '7',
      prompt: 'explain\r\n\r\na cat',
    });
  });

  it('tells the models of a family in the form', async () => {
    bench.on('sd3.5-large', reply(200, bytes, picture));
    expect((await image('sd3.5-large')).error).to.equal(undefined);
    expect(bench.requests[0]?.path).to.equal('/v2beta/stable-image/generate/sd3');
  });

  it('is blocked by the moderation, of what was asked or of what was made', async () => {
    const flagged = { id: 'id-1', name: 'content_moderation', errors: ['It was flagged.'] };
    bench
      .on('asked', reply(403, flagged))
      .on('made', reply(200, bytes, { ...picture, 'finish-reason': 'CONTENT_FILTERED' }));
    const before = await image('asked');
    expect(before.error).to.be.instanceOf(ContentBlocked);
    expect(before.error).to.include({
      reason: 'It was flagged.',
      requestId: 'id-1',
      retryable: false,
    });
    const after = await image('made');
    expect(after.error).to.be.instanceOf(ContentBlocked);
    expect(after.error).to.include({ reason: 'CONTENT_FILTERED' });
    expect(after.answers).to.deep.equal([]);
    expect(bench.requests).to.have.length(2);
  });

  it('takes a page, or anything else that is no picture, for what it is', async () => {
    bench
      .on('page', reply(200, '<html>', { 'content-type': 'text/html' }))
      .on('json', reply(200, { image: '' }));
    const page = await image('page');
    expect(page.error).to.be.instanceOf(UnexpectedContentType);
    expect(String(page.error)).to.include('text/html').and.include(bench.url);
    expect((await image('json')).error).to.be.instanceOf(UnexpectedContentType);
  });

  it('gives no half picture', async () => {
    const length = { 'content-length': String(bytes.length) };
    const half = bytes.slice(0, -20);
    bench
      .on('shorter', [begin(200, { ...picture, ...length }), write(half), fin])
      .on('unmarked', reply(200, half, picture))
      .on('empty', reply(200, new Uint8Array(), picture))
      .on('broken', [begin(200, { ...picture, ...length }), write(half), rst]);
    for (const model of ['shorter', 'unmarked', 'empty']) {
      const { answers: all, error } = await image(model);
      expect(all).to.deep.equal([]);
      expect(error).to.be.instanceOf(StreamTruncated);
    }
    // A reset that comes together with the bytes before it may look like a close.
    const { answers: none, error: broken } = await image('broken');
    expect(none).to.deep.equal([]);
    expect(broken).to.have.property('_tag').that.is.oneOf(['ConnectionLost', 'StreamTruncated']);
  });

  it('fails as what the refusal says', async () => {
    const said = (name: string) => ({ id: 'id-1', name, errors: ['It is so.'] });
    bench
      .on('paid', reply(402, said('payment_required')))
      .on('bad', reply(400, said('bad_request')))
      .on('unknown', reply(404, said('not_found')))
      .on('many', reply(429, said('rate_limit_exceeded'), { 'retry-after': '60' }))
      .on('down', reply(500, said('internal_error')));
    expect((await image('paid')).error).to.be.instanceOf(QuotaExceeded);
    const { error } = await image('bad');
    expect(error).to.be.instanceOf(RequestRejected);
    expect(String(error)).to.include('It is so.');
    expect(String((await image('unknown')).error)).to.include('"unknown"');
    const many = await image('many');
    expect(many.error).to.be.instanceOf(RateLimited);
    expect(many.error).to.include({ retryAfter: 60_000 });
    expect((await image('down')).error).to.include({ _tag: 'ProviderFailed', status: 500 });
    expect(bench.requests).to.have.length(5);
  });

  it('reads no more than it may', async () => {
    bench.on('core', [begin(200, picture), write(bytes, bytes), end]);
    const { error } = await image(undefined, {}, { maxBytes: bytes.length });
    expect(error).to.be.instanceOf(ResponseTooLarge);
  });

  it('names a host where nobody listens, and may be tried again', async () => {
    const gone = await Faulty.open();
    const { url } = gone;
    await gone.close();
    const { error } = await heard(
      stability().agents.image(set({ baseURL: url }))(asked('a cat'), now),
    );
    expect(error).to.be.instanceOf(ConnectionFailed);
    expect(error).to.include({ host: new URL(url).host, retryable: true });
    expect(inspect(error, { depth: 9 })).not.to.include('V3ry');
  });

  it('does not carry the key to where a redirect points', async () => {
    const other = await Faulty.open();
    bench.on('core', reply(307, '', { location: `${other.url}/elsewhere` }));
    const { error } = await image();
    expect(error).to.be.instanceOf(RequestRejected);
    expect(error).to.include({ status: 307 });
    expect(other.connections).to.have.length(0);
    await other.close();
  });

  it('stops when nobody listens any more', async () => {
    bench.on('core', [begin(200, picture), write(bytes.slice(0, 20)), hang]);
    const subscription = answers().subscribe();
    await bench.until('the request is there', ({ requests }) => requests.length === 1);
    subscription.unsubscribe();
    await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
    expect(bench.requests).to.have.length(1);
  });

  it('stops waiting for an answer that has not begun', async () => {
    bench.on('core', [hang]);
    const subscription = answers().subscribe();
    await bench.until('the request is there', ({ requests }) => requests.length === 1);
    subscription.unsubscribe();
    await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
  });

  it('sends nothing when it is left at once', async () => {
    answers().subscribe().unsubscribe();
    for (let times = 0; times < 20; times++) await turn();
    expect(bench.requests).to.have.length(0);
  });

  describe('given a picture', () => {
    const given = (mime = 'image/png'): Image => ({ _tag: 'Image', mime, bytes });
    const from = (images: readonly Image[], model?: string, params = {}) =>
      heard(
        stability().agents.image(set({ model, params, baseURL: bench.url }))(
          { ...asked('a cat'), images },
          now,
        ),
      );
    const field = (name: string): string | undefined => {
      const { body = '' } = bench.requests.at(-1) ?? {};
      return new RegExp(`name="${name}"[^]*?\\r\\n\\r\\n([^]*?)\\r\\n--`, 'u').exec(body)?.[1];
    };

    it('makes another one from it, with the model of a family', async () => {
      bench.on('sd3.5-large', reply(200, bytes, picture));
      const { last, error } = await from([given()]);
      expect(error).to.equal(undefined);
      expect(last?.value).to.deep.equal({ _tag: 'Image', mime: 'image/png', bytes });

      const [request] = bench.requests;
      expect(request).to.include({ path: '/v2beta/stable-image/generate/sd3' });
      expect(request?.body).to.match(/name="image"; filename="[^"]+"\r\nContent-Type: image\/png/u);
      expect(field('image')).to.match(/^.PNG/u);
      expect(field('mode')).to.equal('image-to-image');
      expect(field('strength')).to.equal('0.7');
      expect(field('prompt')).to.equal('explain\r\n\r\na cat');
    });

    it('makes one with a model of its own, as far from it as the agent says', async () => {
      bench.on('ultra', reply(200, bytes, picture));
      const { error } = await from([given('IMAGE/JPG; q=1')], 'ultra', { strength: 0.2 });
      expect(error).to.equal(undefined);
      expect(bench.requests[0]?.path).to.equal('/v2beta/stable-image/generate/ultra');
      expect(bench.requests[0]?.body).to.include('Content-Type: image/jpeg');
      expect(field('strength')).to.equal('0.2');
      expect(field('mode')).to.equal(undefined);
    });

    it('refuses what the vendor does not take, and sends nothing', async () => {
      const named = await from([given()], 'core');
      const two = await from([given(), given()]);
      const other = await from([given('image/tiff')]);
      for (const { error } of [named, two, other]) expect(error).to.be.instanceOf(InvalidOptions);
      expect(String(named.error)).to.include('"core"').and.include('"ultra"');
      expect(String(two.error)).to.include('not from 2');
      expect(String(other.error)).to.include('image/tiff').and.include('image/webp');
      expect(bench.connections).to.have.length(0);
    });
  });

  it('belongs to an account by its key and its address', () => {
    const account = (key: string, baseURL?: string) => stability().account?.(set({ key, baseURL }));
    expect(account('one')).to.equal(account('one')).and.not.equal(account('another'));
    expect(account('one')).not.to.equal(account('one', bench.url));
  });

  it('shows its key nowhere', async () => {
    bench.on('core', reply(401, { id: 'id-1', name: 'unauthorized', errors: [`Bad: ${secret}`] }));
    const { error } = await image();
    expect(error).to.be.instanceOf(RequestRejected);
    expect(error).to.have.property('hint').that.includes('STABILITY_API_KEY');
    const shown = inspect([error, stability({ key: secret })], { depth: 9, showHidden: true });
    expect(shown).not.to.include('V3ry');
  });
});
