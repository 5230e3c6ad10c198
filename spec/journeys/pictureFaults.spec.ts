import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { gemini } from '../../lib/agents/gemini.js';
import { openai } from '../../lib/agents/openai.js';
import type { Provider } from '../../lib/agents/provider.js';
import { stability } from '../../lib/agents/stability.js';
import { folder } from '../../lib/files/index.js';
import { agent, flow, task } from '../../lib/index.js';
import { png } from '../../lib/internal/png.js';
import { begin, Faulty, fin, reply, write, type Step } from '../support/faulty.js';
import { hasty } from '../support/hasty.js';
import { secret } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

/** Who paints, and what the vendor says. */
interface Painter {
  readonly title: string;
  readonly make: () => Provider<'image'>;
  readonly at: (url: string) => string;
  /** A whole picture. */
  readonly paints: readonly Step[];
  /** A half of it. */
  readonly breaksOff: readonly Step[];
  /** What else can go wrong. */
  readonly fails: readonly Failing[];
}

/** How it goes wrong, with which error, and after how many requests. */
type Failing = readonly [how: string, tag: string, requests: number, script: readonly Step[]];

const bytes = png(8, (x, y) => [x, y, 9]);

const base64 = Buffer.from(bytes).toString('base64');

/** The half of a body that was to be whole. */
const halfOf = (body: string | Uint8Array, headers: Readonly<Record<string, string>>) => [
  begin(200, { ...headers, 'content-length': String(Buffer.byteLength(body)) }),
  write(body.slice(0, body.length - 20)),
  fin,
];

const json = { 'content-type': 'application/json' };

const page: Failing = [
  'a page comes',
  'UnexpectedContentType',
  1,
  reply(200, '<html>', { 'content-type': 'text/html' }),
];

const openaiPicture = { data: [{ b64_json: base64 }] };

const geminiPicture = {
  candidates: [
    {
      content: { parts: [{ inlineData: { mimeType: 'image/png', data: base64 } }] },
      finishReason: 'STOP',
    },
  ],
};

const geminiBy = (sdk: '@google/genai' | '@google/generative-ai'): Painter => ({
  title: `gemini, through ${sdk}`,
  make: () => gemini({ sdk }),
  at: (url) => url,
  paints: reply(200, geminiPicture),
  breaksOff: halfOf(JSON.stringify(geminiPicture), json),
  fails: [
    page,
    [
      'it is refused because of its content',
      'ContentBlocked',
      1,
      reply(200, { promptFeedback: { blockReason: 'SAFETY' } }),
    ],
    [
      'it is taken back because of its content',
      'ContentBlocked',
      1,
      reply(200, { candidates: [{ finishReason: 'IMAGE_SAFETY' }] }),
    ],
    [
      'words come in its place',
      'ProtocolError',
      3,
      reply(200, { candidates: [{ content: { parts: [{ text: 'No' }] }, finishReason: 'STOP' }] }),
    ],
    [
      'the server fails',
      'ProviderFailed',
      3,
      reply(500, { error: { message: 'No', status: 'INTERNAL' } }),
    ],
  ],
});

const stable = { 'content-type': 'image/png', 'finish-reason': 'SUCCESS' };

const stabilitySays = (name: string) => ({ id: 'id-1', name, errors: ['It is so.'] });

const painters: readonly Painter[] = [
  {
    title: 'stability',
    make: () => stability(),
    at: (url) => url,
    paints: reply(200, bytes, stable),
    breaksOff: halfOf(bytes, stable),
    fails: [
      page,
      ['data comes', 'UnexpectedContentType', 1, reply(200, { image: '' })],
      ['nothing comes', 'StreamTruncated', 3, reply(200, new Uint8Array(), stable)],
      ['it is not paid for', 'QuotaExceeded', 1, reply(402, stabilitySays('payment_required'))],
      [
        'it is refused because of its content',
        'ContentBlocked',
        1,
        reply(403, stabilitySays('content_moderation')),
      ],
      [
        'it is taken back because of its content',
        'ContentBlocked',
        1,
        reply(200, bytes, { ...stable, 'finish-reason': 'CONTENT_FILTERED' }),
      ],
      ['the server fails', 'ProviderFailed', 3, reply(500, stabilitySays('internal_error'))],
    ],
  },
  {
    title: 'openai',
    make: () => openai(),
    at: (url) => `${url}/v1`,
    paints: reply(200, openaiPicture),
    breaksOff: halfOf(JSON.stringify(openaiPicture), json),
    fails: [
      page,
      [
        'half of it comes as if it were whole',
        'ProtocolError',
        3,
        reply(200, { data: [{ b64_json: base64.slice(0, -40) }] }),
      ],
      [
        'it is refused because of its content',
        'ContentBlocked',
        1,
        reply(400, { error: { code: 'moderation_blocked', message: 'No.' } }),
      ],
      [
        'there is no credit',
        'QuotaExceeded',
        1,
        reply(429, { error: { code: 'insufficient_quota', message: 'No.' } }),
      ],
      ['the server fails', 'ProviderFailed', 3, reply(500, { error: { message: 'No.' } })],
    ],
  },
  geminiBy('@google/genai'),
  geminiBy('@google/generative-ai'),
];

for (const { title, make, at, paints, breaksOff, fails } of painters) {
  describe(`a flow of ${title} that saves what it paints`, () => {
    onLoopbackOnly();
    let bench: Faulty;
    let place: string;
    beforeEach(async () => {
      bench = await Faulty.open();
      place = await mkdtemp(join(tmpdir(), 'rivulet-'));
    });
    afterEach(async () => {
      await bench.close();
      await rm(place, { recursive: true });
    });

    const run = (): Promise<unknown> => {
      const painter = agent({
        type: 'image',
        provider: make(),
        mission: '',
        model: 'core',
        key: secret,
        baseURL: at(bench.url),
      });
      return flow({ tasks: { logo: task('Draw', painter, { save: true }) }, paths: {} })
        .start({}, { files: folder(place), scheduler: hasty(), random: () => 0 })
        .catch((error: unknown) => error);
    };

    for (const [how, tag, requests, script] of [
      ...fails,
      ['half of it comes', 'StreamTruncated', 3, breaksOff] as const,
    ]) {
      const often = requests === 1 ? 'once' : `${String(requests)} times`;
      it(`leaves no file behind when ${how}, and asks ${often}`, async () => {
        bench.on('core', script);
        const error = await run();

        expect(error).to.have.nested.property('causes.logo._tag', tag);
        expect(bench.requests).to.have.length(requests);
        expect(await readdir(place)).to.deep.equal([]);
      });
    }

    it('leaves one whole file when the half of it came first', async () => {
      bench.on('core', breaksOff, paints);
      await run();

      expect(await readdir(place)).to.deep.equal(['logo.png']);
      expect(new Uint8Array(await readFile(join(place, 'logo.png')))).to.deep.equal(bytes);
    });
  });
}
