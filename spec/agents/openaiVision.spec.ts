import { expect } from 'chai';
import { models } from '../../lib/agents/models.js';
import { openai } from '../../lib/agents/openai.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import { ContentBlocked } from '../../lib/core/providerErrors.js';
import { png } from '../../lib/internal/png.js';
import { textProviderContract } from '../contracts/provider.contract.js';
import { end, Faulty, stream, write } from '../support/faulty.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { openaiSays } from '../support/vendors.js';

const { says, ends, done, blocks } = openaiSays;
const bytes = png(2, () => [9, 9, 9]);
const picture = (mime: string, content = bytes) => ({
  _tag: 'Image' as const,
  mime,
  bytes: content,
});

describe('asked what they see', () => {
  // What sees is held to all that what writes is held to.
  textProviderContract({
    name: 'openai',
    make: (options) => {
      const { agents, ...rest } = openai(options);
      return { ...rest, agents: { text: agents.vision } };
    },
    language: openaiSays,
    at: (url) => `${url}/v1`,
    broke: 'insufficient_quota',
  });
});

describe('openai, asked what it sees', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const see = (images: readonly ReturnType<typeof picture>[], model?: string) =>
    heard(
      openai().agents.vision(set({ model, baseURL: `${bench.url}/v1`, params: { seed: 7 } }))(
        { ...asked('What is it?'), images },
        now,
      ),
    );

  it('sends the pictures beside the question, and grows', async () => {
    bench.on(models.openai.vision, [stream, write(says('A '), says('cat'), ends(), done), end]);
    const { answers, error } = await see([picture('image/png'), picture('image/JPG; q=1')]);

    expect(error).to.equal(undefined);
    expect(answers.map(({ value }) => value)).to.deep.equal(['A ', 'A cat', 'A cat']);
    const base64 = Buffer.from(bytes).toString('base64');
    const [request] = bench.requests;
    expect(request?.path).to.equal('/v1/chat/completions');
    expect(request?.json).to.deep.equal({
      model: models.openai.vision,
      seed: 7,
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'explain' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${base64}` } },
            { type: 'image_url', image_url: { url: `data:image/jpeg;base64,${base64}` } },
          ],
        },
      ],
    });
  });

  it('sends large pictures whole', async () => {
    bench.on('m', [stream, write(says('Noise'), ends(), done), end]);
    const large = Uint8Array.from({ length: 300_001 }, (_, index) => (index * 31) % 256);
    expect((await see([picture('image/webp', large)], 'm')).error).to.equal(undefined);
    expect(bench.requests[0]?.body).to.include(
      `data:image/webp;base64,${Buffer.from(large).toString('base64')}"`,
    );
  });

  it('refuses a picture of another kind before anything is sent', async () => {
    for (const mime of ['image/tiff', 'image/svg+xml', 'image/png,evil', '']) {
      const { answers, error } = await see([picture('image/gif'), picture(mime)]);
      expect(answers).to.deep.equal([]);
      expect(error).to.be.instanceOf(InvalidOptions);
      expect(error)
        .to.have.property('message')
        .that.includes('image/png')
        .and.includes(`"${mime}"`);
    }
    expect(bench.requests).to.deep.equal([]);
  });

  it('is blocked as a text is', async () => {
    bench.on('m', [stream, write(says('It is'), blocks), end]);
    const { error } = await see([picture('image/png')], 'm');
    expect(error).to.be.instanceOf(ContentBlocked);
    expect(error).to.include({ partial: 'It is' });
  });
});
