import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GoogleGenAI } from '@google/genai';
import { GoogleGenerativeAI } from '@google/generative-ai';
import { expect } from 'chai';
import { build } from 'esbuild';
import { gemini, type GeminiOptions, type GeminiSDK } from '../../lib/agents/gemini.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import {
  ConnectionLost,
  ProviderFailed,
  RateLimited,
  StreamTruncated,
} from '../../lib/core/providerErrors.js';
import { geminiContract } from '../contracts/gemini.contract.js';
import { textProviderContract } from '../contracts/provider.contract.js';
import { end, Faulty, reply, stream, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { geminiSays } from '../support/vendors.js';

const { says, ends, refuses, fails } = geminiSays;
const sdks = ['@google/genai', '@google/generative-ai'] as const;

for (const sdk of sdks) {
  describe(`through ${sdk}`, () => {
    textProviderContract({
      name: 'gemini',
      make: (options) => gemini({ ...options, sdk }),
      language: geminiSays,
      at: (url) => url,
    });
  });
  geminiContract(sdk);
}

describe('gemini', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const text = (model: string, options: GeminiOptions = {}) =>
    heard(gemini(options).agents.text(set({ model, baseURL: bench.url }))(asked(), now));

  describe('and its packages', () => {
    it('uses the one that is named, and else the one that is supported', async () => {
      bench.on('m', [stream, write(says('Hi'), ends()), end]);
      for (const sdk of [...sdks, undefined]) {
        expect((await text('m', sdk && { sdk })).last).to.include({ value: 'Hi' });
      }
      const names = bench.requests.map(({ headers }) => String(headers['x-goog-api-client']));
      expect(names.map((name) => name.split('/')[0])).to.deep.equal([
        'google-genai-sdk',
        'genai-js',
        'google-genai-sdk',
      ]);
    });

    it('knows no others', () => {
      // Who writes JavaScript may write anything.
      const sdk = '@google/gemini' as GeminiSDK;
      expect(() => gemini({ sdk })).to.throw(InvalidOptions, '"@google/gemini"');
    });

    describe('where they are not installed', () => {
      let folder: string;
      before(async () => {
        // Outside of this project nothing is installed.
        folder = mkdtempSync(join(tmpdir(), 'rivulet-'));
        await build({
          entryPoints: [fileURLToPath(new URL('../../lib/agents/gemini.ts', import.meta.url))],
          external: ['@google/*'],
          bundle: true,
          format: 'esm',
          platform: 'node',
          outfile: join(folder, 'gemini.mjs'),
        });
        const program = `
          import { gemini } from './gemini.mjs';
          const settings = { mission: '', key: 'a key', params: {} };
          for (const sdk of [undefined, '@google/genai', '@google/generative-ai']) {
            await gemini({ sdk }).prepare(settings, 'plan').then(
              () => console.log('ready'),
              (error) => console.log(String(error)),
            );
          }
        `;
        writeFileSync(join(folder, 'program.mjs'), program);
      });
      after(() => rmSync(folder, { recursive: true }));
      const said = (): readonly string[] =>
        execFileSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' })
          .trim()
          .split('\n');

      it('misses the one that is named, and else names both', () => {
        const [either, one, other] = said();
        expect(either)
          .to.match(/^MissingPackage: The provider "gemini"/u)
          .and.include('npm install @google/genai')
          .and.include('"@google/generative-ai"');
        expect(one).to.include('npm install @google/genai').and.not.include('generative-ai');
        expect(other).to.include('npm install @google/generative-ai');
      });

      it('does with the older one where that is all there is', () => {
        mkdirSync(join(folder, 'node_modules', '@google'), { recursive: true });
        symlinkSync(
          fileURLToPath(new URL('../../node_modules/@google/generative-ai', import.meta.url)),
          join(folder, 'node_modules', '@google', 'generative-ai'),
        );
        const [either, one, other] = said();
        expect([either, other]).to.deep.equal(['ready', 'ready']);
        expect(one).to.match(/^MissingPackage/u);
      });
    });
  });

  it('holds requests for one account when key and address are the same', () => {
    const { account } = gemini();
    const of = (key: string, baseURL = bench.url) => account?.(set({ key, baseURL }));
    expect(of('a')).to.equal(of('a'));
    expect(new Set([of('a'), of('b'), of('a', 'http://nobody.invalid')]).size).to.equal(3);
  });

  const network = {
    '@google/genai': () => new GoogleGenAI({ apiKey: secret, httpOptions: { baseUrl: bench.url } }),
    '@google/generative-ai': () => new GoogleGenerativeAI(secret),
  };
  for (const sdk of sdks) {
    describe(`given a client of ${sdk} that has a network of its own`, () => {
      const { fetch: own } = globalThis;
      const lendable = (writable: boolean) =>
        Object.defineProperty(globalThis, 'fetch', { value: own, writable, configurable: true });
      // Otherwise one of them would be lent ours.
      before(() => lendable(false));
      after(() => lendable(true));

      it('needs no key of ours, and nothing has to be prepared', () => {
        const { prepare } = gemini({ client: network[sdk]() });
        expect(prepare?.(set({ key: undefined }), 'plan')).to.equal(undefined);
      });

      it('still explains what the package says', async () => {
        const client = network[sdk]();
        bench
          .on('good', [stream, write(says('Hi'), ends()), end])
          .on('cut', [stream, write(says('Hi'), 'data: {"cand'), end])
          .on('lost', [stream, write(says('Hi')), ({ socket }) => socket.resetAndDestroy()])
          .on('failed', [stream, write(says('Hi'), fails), end])
          .on('limited', reply(429, refuses('Slow down')))
          .on('page', reply(200, '<html>', { 'content-type': 'text/html' }));
        expect((await text('good', { client })).last).to.include({ value: 'Hi' });
        expect((await text('cut', { client })).error).to.be.instanceOf(StreamTruncated);
        expect((await text('lost', { client })).error).to.satisfy(
          (error: unknown) => error instanceof ConnectionLost || error instanceof StreamTruncated,
        );
        const failed = (await text('failed', { client })).error;
        expect(failed).to.be.instanceOf(ProviderFailed);
        expect(failed)
          .to.have.property('message')
          .that.matches(/503: Overloaded$/u);
        const limited = (await text('limited', { client })).error;
        expect(limited).to.be.instanceOf(RateLimited);
        expect((await text('page', { client })).error).to.be.instanceOf(StreamTruncated);
      });

      it('gives pictures and numbers, too', async () => {
        const { agents } = gemini({ client: network[sdk]() });
        const settings = set({ model: 'm', baseURL: bench.url });
        const values = [1, 2];
        bench.on('m', reply(200, { embedding: { values }, embeddings: [{ values }] }));
        const { last } = await heard(agents.embed(settings)(asked(), now));
        expect(last).to.deep.equal({ value: values });
        bench.on('m', reply(429, refuses('Slow down')));
        const { error } = await heard(agents.image(settings)(asked(), now));
        expect(error).to.be.instanceOf(RateLimited);
      });
    });
  }
});
