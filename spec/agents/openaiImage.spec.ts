import { expect } from 'chai';
import { tap } from 'rxjs';
import { models } from '../../lib/agents/models.js';
import { openai } from '../../lib/agents/openai.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { Image } from '../../lib/core/media.js';
import {
  ConnectionLost,
  ContentBlocked,
  ProtocolError,
  ProviderFailed,
  StreamTruncated,
  UnexpectedContentType,
} from '../../lib/core/providerErrors.js';
import { png } from '../../lib/internal/png.js';
import {
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

const picture = (shade: number, mime = 'image/png'): Image => ({
  _tag: 'Image',
  mime,
  bytes: png(2, () => [shade, shade, shade]),
});
const base64 = ({ bytes }: Image): string => Buffer.from(bytes).toString('base64');
const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const usage = { input_tokens: 3, output_tokens: 9, total_tokens: 12 };

const [first, second, whole] = [picture(1), picture(2), picture(3)];

describe('openai, asked for an image', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const answers = (model: string | undefined, images: readonly Image[] = [], params = {}) =>
    openai().agents.image(set({ model, params, baseURL: `${bench.url}/v1` }))(
      { ...asked('a cat'), images },
      now,
    );
  const image = (...given: Parameters<typeof answers>) => heard(answers(...given));

  describe('of other images', () => {
    const made = { created: 1, data: [{ b64_json: base64(whole) }], usage };
    const fields = (at = 0): readonly (readonly [name: string, value: string])[] =>
      [...(bench.requests[at]?.body ?? '').matchAll(/name="([^"]+)"\r\n\r\n([^]*?)\r\n--/gu)].map(
        ([, name = '', value = '']) => [name, value] as const,
      );
    const files = (at = 0): readonly string[] =>
      [
        ...(bench.requests[at]?.body ?? '').matchAll(
          /name="([^"]+)"; filename="([^"]*)"\r\nContent-Type: ([^\r]*)/gu,
        ),
      ].map(([, ...parts]) => parts.join(' '));

    it('sends them as files, with mission and question as the prompt', async () => {
      bench.on(models.openai.image, reply(200, made));
      const { answers: all, error } = await image(
        undefined,
        [picture(1), picture(2, 'image/JPG; q=1'), picture(3, 'image/webp')],
        { size: '1024x1024' },
      );
      expect(error).to.equal(undefined);
      expect(all).to.deep.equal([{ value: whole, usage: { input: 3, output: 9 } }]);

      const [request] = bench.requests;
      expect(bench.requests).to.have.length(1);
      expect(request).to.include({ method: 'POST', path: '/v1/images/edits' });
      expect(request?.headers).to.include({ authorization: `Bearer ${secret}` });
      expect(fields()).to.have.deep.members([
        ['size', '1024x1024'],
        ['model', models.openai.image],
        ['prompt', 'explain\n\na cat'.replaceAll('\n', '\r\n')],
      ]);
      expect(files()).to.deep.equal([
        'image[] image-1.png image/png',
        'image[] image-2.jpeg image/jpeg',
        'image[] image-3.webp image/webp',
      ]);
    });

    it('sends one by itself', async () => {
      bench.on('m', reply(200, made));
      expect((await image('m', [first])).last?.value).to.deep.equal(whole);
      expect(files()).to.deep.equal(['image image-1.png image/png']);
    });

    it('refuses one of another kind before anything is sent', async () => {
      for (const mime of ['image/gif', 'image/tiff', '']) {
        const { answers: all, error } = await image('m', [first, picture(1, mime)]);
        expect(all).to.deep.equal([]);
        expect(error).to.be.instanceOf(InvalidOptions);
        expect(error)
          .to.have.property('message')
          .that.includes('"openai" makes a picture of image/png')
          .and.includes(`"${mime}"`);
      }
      expect(bench.requests).to.deep.equal([]);
    });

    it('grows, too', async () => {
      bench.on('m', [
        stream,
        write(
          event({ type: 'image_edit.partial_image', b64_json: base64(first) }),
          event({ type: 'image_edit.completed', b64_json: base64(whole), usage }),
        ),
        end,
      ]);
      const { answers: all, error } = await image('m', [first], { partial_images: 1 });
      expect(error).to.equal(undefined);
      expect(all.map(({ value }) => value)).to.deep.equal([first, whole]);
      expect(bench.requests[0]?.path).to.equal('/v1/images/edits');
      expect(fields()).to.deep.include.members([
        ['partial_images', '1'],
        ['stream', 'true'],
      ]);
    });
  });

  describe('that grows', () => {
    const growing = { partial_images: 2 };
    const partial = (of: Image, at: number): string =>
      event({
        type: 'image_generation.partial_image',
        partial_image_index: at,
        b64_json: base64(of),
      });
    const completed = (of: Image): string =>
      event({ type: 'image_generation.completed', b64_json: base64(of), usage });

    it('gives what it looks like on the way, and the whole one with what it took', async () => {
      const sent = partial(first, 0) + partial(second, 1) + completed(whole);
      bench.on('m', [stream, write(...packets(sent, [7, 100])), end]);
      const { answers: all, error } = await image('m', [], growing);

      expect(error).to.equal(undefined);
      expect(all).to.deep.equal([
        { value: first },
        { value: second },
        { value: whole, usage: { input: 3, output: 9 } },
      ]);
      expect(bench.requests).to.have.length(1);
      expect(bench.requests[0]?.path).to.equal('/v1/images/generations');
      expect(bench.requests[0]?.json).to.deep.equal({
        model: 'm',
        prompt: 'explain\n\na cat',
        partial_images: 2,
        stream: true,
      });
    });

    it('may be whole at once, and is over then', async () => {
      bench.on('m', [stream, write(completed(whole), partial(first, 0)), hang]);
      const { answers: all, error } = await image('m', [], { stream: true });
      expect(error).to.equal(undefined);
      expect(all.map(({ value }) => value)).to.deep.equal([whole]);
    });

    it('leaves out what is broken on the way, and events that it does not know', async () => {
      const half = { ...first, bytes: first.bytes.slice(0, -8) };
      bench.on('m', [
        stream,
        write(partial(half, 0), event({}), event({ type: 'some.thing' }), completed(whole)),
        end,
      ]);
      const { answers: all, error } = await image('m', [], growing);
      expect(error).to.equal(undefined);
      expect(all.map(({ value }) => value)).to.deep.equal([whole]);
    });

    it('takes no half picture for the whole one', async () => {
      bench.on('m', [stream, write(completed({ ...whole, bytes: whole.bytes.slice(0, -8) })), end]);
      const { answers: all, error } = await image('m', [], growing);
      expect(all).to.deep.equal([]);
      expect(error).to.be.instanceOf(ProtocolError);
    });

    for (const [how, cut] of [
      ['ends in good order', end],
      ['is closed', fin],
    ] as const) {
      it(`is truncated when the stream ${how} before it is whole`, async () => {
        bench.on('m', [stream, write(partial(first, 0)), cut]);
        const { answers: all, error } = await image('m', [], growing);
        expect(all).to.deep.equal([{ value: first }]);
        expect(error).to.be.instanceOf(StreamTruncated);
        expect(error).to.include({ retryable: true, requestId: 'request-1' });
      });
    }

    it('is lost when the connection breaks before it is whole', async () => {
      const seen = door();
      bench.on('m', [stream, write(partial(first, 0)), wait(seen.opened), rst]);
      const { error } = await heard(answers('m', [], growing).pipe(tap(seen.open)));
      expect(error).to.be.instanceOf(ConnectionLost);
    });

    it('fails as what it is when the failure comes in the stream', async () => {
      const refused = event({
        type: 'error',
        error: { message: 'No cats.', code: 'moderation_blocked' },
      });
      bench
        .on('m', [stream, write(partial(first, 0), openaiSays.fails), end])
        .on('n', [stream, write(refused), end]);
      expect((await image('m', [], growing)).error).to.be.instanceOf(ProviderFailed);
      const { error } = await image('n', [], growing);
      expect(error).to.be.instanceOf(ContentBlocked);
      expect(error).to.include({ reason: 'No cats.' });
    });

    it('does not wait for a stream from a server that gives none', async () => {
      bench.on('m', reply(200, { data: [{ b64_json: base64(whole) }] }));
      const { error } = await image('m', [], growing);
      expect(error).to.be.instanceOf(UnexpectedContentType);
      expect(error).to.include({ contentType: 'application/json' });
    });

    it('closes the connection when nobody waits for the whole one', async () => {
      bench.on('m', [stream, write(partial(first, 0)), hang]);
      const errors: unknown[] = [];
      await new Promise<void>((seen) => {
        const listening = answers('m', [], growing).subscribe({
          next: () => {
            queueMicrotask(() => listening.unsubscribe());
            seen();
          },
          error: (error: unknown) => errors.push(error),
        });
      });
      await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
      expect(errors).to.deep.equal([]);
      expect(bench.requests).to.have.length(1);
    });
  });
});
