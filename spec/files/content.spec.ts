import { expect } from 'chai';
import fc from 'fast-check';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Audio, Image } from '../../lib/core/media.js';
import { folder, NotSaveable } from '../../lib/files/index.js';
import { jsonOf } from '../../lib/files/json.js';

const bytes = Uint8Array.of(0, 255, 13, 10, 128);
const image = (mime: string): Image => ({ _tag: 'Image', mime, bytes });
const audio = (mime: string): Audio => ({ _tag: 'Audio', mime, bytes });

describe('the file of', () => {
  let out = '';
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'rivulet-files-'));
  });
  afterEach(() => rm(out, { recursive: true }));

  const save = async (name: string, value: unknown): Promise<string> =>
    folder(out).save({ name, value, overwrite: false });
  const named = async (name: string, value: unknown): Promise<string> =>
    basename(await save(name, value));
  const json = async (value: unknown): Promise<string> =>
    readFile(await save('plan', value), 'utf8');
  const refusal = (value: unknown): Promise<unknown> =>
    save('plan', value).catch((error: unknown) => error);

  describe('an image or a sound', () => {
    it('has its bytes', async () => {
      expect(await readFile(await save('logo', image('image/png')))).to.deep.equal(
        Buffer.from(bytes),
      );
    });

    it('has the ending of its type', async () => {
      for (const [mime, ending] of Object.entries({
        'image/png': 'png',
        'image/jpeg': 'jpg',
        'image/jpg': 'jpg',
        'image/pjpeg': 'jpg',
        'image/x-png': 'png',
        'image/webp': 'webp',
        'image/gif': 'gif',
        'image/avif': 'avif',
        'image/svg+xml; charset=utf-8': 'svg',
        ' IMAGE/PNG ': 'png',
        'image/x-of-tomorrow': 'bin',
        'application/octet-stream': 'bin',
        'application/x-msdownload': 'bin',
        'text/html': 'bin',
        '../../etc': 'bin',
        'image/../../png': 'bin',
        constructor: 'bin',
        ['__proto__']: 'bin',
        '': 'bin',
      })) {
        expect(await named('logo', image(mime)), mime).to.match(
          new RegExp(`^logo(?:-\\d+)?\\.${ending}$`, 'u'),
        );
      }
      for (const [mime, ending] of Object.entries({
        'audio/wav': 'wav',
        'audio/wav; rate=8000': 'wav',
        'audio/x-wav': 'wav',
        'audio/wave': 'wav',
        'audio/vnd.wave;codec=1': 'wav',
        'audio/mpeg': 'mp3',
        'audio/mp3': 'mp3',
        'audio/x-mp3': 'mp3',
        'audio/ogg; codecs=opus': 'ogg',
        'audio/opus': 'opus',
        'audio/flac': 'flac',
        'audio/x-flac': 'flac',
        'audio/aac': 'aac',
        'audio/mp4': 'm4a',
        'audio/m4a': 'm4a',
        'audio/aiff': 'aif',
        'audio/L16': 'pcm',
        'audio/L16;codec=pcm;rate=24000': 'pcm',
        'audio/pcm': 'pcm',
        'audio/x-of-tomorrow': 'bin',
      })) {
        expect(await named('said', audio(mime)), mime).to.match(
          new RegExp(`^said(?:-\\d+)?\\.${ending}$`, 'u'),
        );
      }
    });

    it('keeps an ending that is right, and gets one where it is not', async () => {
      expect(await named('logo.jpeg', image('image/jpeg'))).to.equal('logo.jpeg');
      expect(await named('Logo.JPG', image('image/jpeg'))).to.equal('Logo.JPG');
      expect(await named('logo.png', image('image/jpeg'))).to.equal('logo.png.jpg');
      expect(await named('logo.v2', image('image/png'))).to.equal('logo.v2.png');
      expect(await named('logo.exe', image('image/png'))).to.equal('logo.exe.png');
      expect(await named('said.ogg', audio('audio/opus'))).to.equal('said.ogg');
      expect(await named('said.bin', audio('audio/x-of-tomorrow'))).to.equal('said.bin');
    });

    it('is not written when it has no bytes', async () => {
      for (const value of [image('image/png'), audio('audio/wav')]) {
        const error = await refusal({ ...value, bytes: Uint8Array.of() });

        expect(error).to.be.instanceOf(NotSaveable).and.include({ file: 'plan', path: '' });
        expect(String(error)).to.include('"plan"').and.include('no bytes');
      }
      expect(await readdir(out)).to.deep.equal([]);
    });
  });

  describe('a text', () => {
    it('is as it is, also when it is empty', async () => {
      expect(await readFile(await save('none', ''))).to.deep.equal(Buffer.alloc(0));
      expect(await readFile(await save('bom', '\ufeffa\n\r\n\0'), 'utf8')).to.equal(
        '\ufeffa\n\r\n\0',
      );
    });

    it('keeps an ending of texts', async () => {
      for (const name of ['page.html', 'main.py', 'index.d.ts', 'README.md', 'a.b.CSV']) {
        expect(await named(name, 'text')).to.equal(name);
      }
      for (const name of ['notes.final', 'v1.2', 'logo.png', 'run.bat', 'a.exe', 'plot.']) {
        expect(await named(name, 'text')).to.equal(`${name.replace(/\.$/u, '')}.txt`);
      }
    });
  });

  describe('data', () => {
    it('is JSON on many lines, and ends with one', async () => {
      const path = await save('plan', { steps: [{ minutes: 5 }], done: false, next: null });

      expect(basename(path)).to.equal('plan.json');
      expect(await readFile(path, 'utf8')).to.equal(
        '{\n  "steps": [\n    {\n      "minutes": 5\n    }\n  ],\n  "done": false,\n  "next": null\n}\n',
      );
      expect(await named('map.geojson', {})).to.equal('map.geojson');
      expect(await named('map.txt', {})).to.equal('map.txt.json');
    });

    it('is any data that JSON can say', async () => {
      for (const value of [null, true, 0.1, [], {}, [[null]], { '': '\ud800' }]) {
        expect(JSON.parse(await json(value))).to.deep.equal(value);
      }
      const hostile: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
      expect(await json(hostile)).to.equal(`${JSON.stringify(hostile, null, 2)}\n`);
    });

    it('leaves out what is undefined, and asks values how they say themselves', async () => {
      const date = new Date(0);
      expect(await json({ a: undefined, date, url: new URL('http://a.b/c') })).to.equal(
        '{\n  "date": "1970-01-01T00:00:00.000Z",\n  "url": "http://a.b/c"\n}\n',
      );
      const twice = { a: 1 };
      expect(JSON.parse(await json([twice, twice]))).to.deep.equal([twice, twice]);
    });

    it('is what JSON.stringify makes of it, when nothing is lost', () =>
      fc.assert(
        fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, key) => {
          const data = { [key]: value, list: [value] };
          expect(jsonOf('plan', data)).to.equal(`${JSON.stringify(data, null, 2)}\n`);
        }),
      ));

    it('is not written when something of it would be lost', async () => {
      const circle: Record<string, unknown> = {};
      circle['in'] = { 'a b': [circle] };
      const thrown = new Error('no');
      const cases: readonly (readonly [value: unknown, path: string, why: string])[] = [
        [undefined, '', 'is undefined'],
        [NaN, '', 'is NaN'],
        [[1, -Infinity], '[1]', 'is -Infinity'],
        [[1, undefined], '[1]', 'is undefined'],
        // eslint-disable-next-line no-sparse-arrays -- a hole is what it is about
        [[1, , 2], '[1]', 'is undefined'],
        [10n, '', 'is a bigint'],
        [{ steps: [{}, { run: () => 1 }] }, 'steps[1].run', 'is a function'],
        [{ tag: Symbol('a') }, 'tag', 'is a symbol'],
        [{ 'a b': { 'c"': NaN } }, '["a b"]["c\\""]', 'is NaN'],
        [circle, 'in["a b"][0]', 'holds itself'],
        [{ logo: image('image/png') }, 'logo.bytes', 'is bytes'],
        [bytes, '', 'is bytes'],
        [Buffer.from('a'), '', 'is bytes'],
        [{ b: bytes.buffer }, 'b', 'is bytes'],
        [{ m: new Map() }, 'm', 'is of type Map'],
        [new Set([1]), '', 'is of type Set'],
        [{ e: new Error('a') }, 'e', 'is of type Error'],
        [{ r: /a/u }, 'r', 'is of type RegExp'],
        [{ p: Promise.resolve(1) }, 'p', 'is of type Promise'],
        [{ d: new Date(NaN) }, 'd', 'is an invalid date'],
        [{ d: { toJSON: () => NaN } }, 'd', 'is NaN'],
      ];
      for (const [value, path, why] of cases) {
        const error = await refusal(value);

        expect(error, why).to.be.instanceOf(NotSaveable);
        expect(error).to.include({ _tag: 'NotSaveable', file: 'plan', path });
        expect(String(error)).to.include(`${path === '' ? 'the output' : path} ${why}`);
      }
      const throwing = {
        get a() {
          throw thrown;
        },
      };
      expect(await refusal(throwing))
        .to.be.instanceOf(NotSaveable)
        .and.include({ cause: thrown });
      expect(await readdir(out)).to.deep.equal([]);
    });

    it('may be nested a thousand deep, and is refused beyond, with the stack whole', async () => {
      const nested = (depth: number): unknown => {
        let value: unknown = 1;
        for (let n = 0; n < depth; n++) value = [value];
        return value;
      };
      expect((await json(nested(1000))).match(/\[/gu)).to.have.length(1000);
      for (const depth of [1001, 100_000]) {
        const error = await refusal(nested(depth));

        expect(error).to.be.instanceOf(NotSaveable);
        expect(String(error)).to.include('more than 1000 deep').and.have.length.below(200);
      }
    });
  });
});
