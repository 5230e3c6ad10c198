import { expect } from 'chai';
import fc from 'fast-check';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { folder } from '../../lib/files/index.js';

const names: readonly (readonly [name: string, file: string])[] = [
  ['plot', 'plot.txt'],
  ['my logo, 2nd idea (new)', 'my logo, 2nd idea (new).txt'],
  ['Über 東京 🦊 👩‍💻', 'Über 東京 🦊 👩‍💻.txt'],
  ['../../x', 'x.txt'],
  ['..\\..\\x', 'x.txt'],
  ['/etc/passwd', 'etc-passwd.txt'],
  ['C:\\Windows\\win.ini', 'C-Windows-win.ini'],
  ['\\\\server\\share', 'server-share.txt'],
  ['a/b', 'a-b.txt'],
  ['a/b/', 'a-b.txt'],
  ['a\0b', 'a-b.txt'],
  ['a\u001b[2Jb\r\n\u009bc', 'a-[2Jb-c.txt'],
  ['a\u202egpj.exe', 'a-gpj.exe.txt'],
  ['a\ud800b\udc00', 'a-b.txt'],
  ['a<b>|"c"?*:d', 'a-b-c-d.txt'],
  ['plot.txt::$DATA', 'plot.txt-$DATA.txt'],
  ['CON', '_CON.txt'],
  ['nul.txt', '_nul.txt'],
  ['Aux .tar', '_Aux .tar.txt'],
  ['com1.a.b', '_com1.a.b.txt'],
  ['LPT³', '_LPT³.txt'],
  ['CONIN$', '_CONIN$.txt'],
  ['console.log', 'console.log'],
  ['com10', 'com10.txt'],
  ['plot.', 'plot.txt'],
  ['plot. . .', 'plot.txt'],
  ['plot.txt  ', 'plot.txt'],
  ['plot..txt', 'plot.txt'],
  [' plot ', 'plot.txt'],
  ['-rf', 'rf.txt'],
  ['--help', 'help.txt'],
  ['.htaccess', 'htaccess.txt'],
  ['.txt', 'txt.txt'],
  ['...md', 'md.txt'],
  ['', 'output.txt'],
  ['.', 'output.txt'],
  ['..', 'output.txt'],
  ['../..', 'output.txt'],
  [' ', 'output.txt'],
  ['\0', 'output.txt'],
  ['__proto__', '__proto__.txt'],
  ['e\u0301', 'é.txt'],
];

/** What may stand in a hostile name. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom('.', '/', '\\', ' ', '-', 'a', 'é', '\0', '\ud83e', '🦊'),
      }),
      fc.constantFrom(
        ...names.map(([name]) => name),
        '.txt',
        '.png',
        '.TXT',
        '-2',
        'a'.repeat(300),
      ),
      fc.constantFrom('é'.repeat(130), '🦊'.repeat(70), 'e\u0301'.repeat(100), '.'.repeat(2000)),
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.join(''));

describe('the name of a saved file', () => {
  let root = '';
  let out = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'rivulet-names-'));
    out = join(root, 'in', 'out');
  });
  afterEach(() => rm(root, { recursive: true }));

  const save = async (name: string, value: unknown = 'text'): Promise<string> =>
    folder(out).save({ name, value, overwrite: false });

  it('says what was asked for, without what does not belong in the name of a file', async () => {
    for (const [name, file] of names) {
      expect(await save(name), JSON.stringify(name)).to.equal(join(out, file));
      expect(await readdir(out)).to.deep.equal([file]);
      await rm(out, { recursive: true });
    }
  });

  it('has at most 255 bytes, whole characters, and its ending', async () => {
    const jpeg = { _tag: 'Image', mime: 'image/jpeg', bytes: Uint8Array.of(1) };
    for (const [name, file] of [
      ['a'.repeat(300), `${'a'.repeat(251)}.jpg`],
      [`${'a'.repeat(300)}.jpeg`, `${'a'.repeat(250)}.jpeg`],
      [`${'é'.repeat(3000)}.jpeg`, `${'é'.repeat(125)}.jpeg`],
      [`a${'🦊'.repeat(80)}`, `a${'🦊'.repeat(62)}.jpg`],
      [`${'a'.repeat(249)}. b`, `${'a'.repeat(249)}.jpg`],
    ] as const) {
      expect(basename(await save(name, jpeg))).to.equal(file);
      expect(Buffer.byteLength(basename(await save(name, jpeg)))).to.be.within(250, 255);
    }
    expect(await readdir(out)).to.include(`${'a'.repeat(249)}-2.jpg`);
  });

  it('is found in a moment, however long and strange the name is', async () => {
    for (const part of ['.', '/', '\0', ' .', '🦊', 'e\u0301']) {
      const path = await save(`a${part.repeat(1_000_000)}a`);
      expect(dirname(path)).to.equal(out);
    }
  }).timeout(5000);

  it('is always one that any system takes, directly in the folder', () =>
    fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 4 }), async (given) => {
        const around = await mkdtemp(join(root, 'around-'));
        const inner = join(around, 'in', 'out');
        await mkdir(join(around, 'in'));
        await writeFile(join(around, 'x.txt'), '');
        await writeFile(join(around, 'in', 'x.txt'), '');
        const files = folder(inner);
        const paths = await Promise.all(
          given.map(async (name, n) =>
            files.save({ name, value: String(n), overwrite: n % 2 === 0 }),
          ),
        );

        const last = new Map(paths.map((path, n) => [path, n]));
        for (const [path, n] of last) {
          const file = basename(path);
          expect(dirname(path)).to.equal(inner);
          expect(await readFile(path, 'utf8')).to.equal(String(n));
          expect(Buffer.byteLength(file)).to.be.within(1, 255);
          expect(Buffer.from(file).toString()).to.equal(file);
          // eslint-disable-next-line no-control-regex -- that there are none is the point
          expect(file).to.not.match(/[\u0000-\u001f\u007f-\u009f/\\:*?"<>|]|^[-. ]|[. ]$/u);
          expect(file).to.not.match(/^(?:con|prn|aux|nul|(?:com|lpt)\d)\s*\./iu);
          expect(file).to.match(/.\.[a-z]+$/iu);
        }
        // Who shares a file asked for it by the same name.
        for (const [n, path] of paths.entries()) {
          expect(given[last.get(path) ?? -1]).to.equal(given[n]);
        }
        const all = await readdir(around, { recursive: true, withFileTypes: true });
        expect(all.filter((entry) => entry.isFile()).map(({ name }) => name)).to.have.members([
          'x.txt',
          'x.txt',
          ...[...last.keys()].map((path) => basename(path)),
        ]);
      }),
      { numRuns: 40 },
    ));

  it('never costs anybody a file that was not theirs to replace', () => {
    const asked = fc.record({
      name: fc.constantFrom('a/b', 'a:b', 'A-B', 'a-b-2', 'a-b.md', 'c'),
      overwrite: fc.boolean(),
    });
    return fc.assert(
      fc.asyncProperty(
        fc.subarray(['a-b.txt', 'a-b-2.txt', 'a-b-3.txt', 'c.txt']),
        fc.array(asked, { minLength: 2, maxLength: 8 }),
        async (there, saves) => {
          await mkdir(out, { recursive: true });
          for (const file of there) await writeFile(join(out, file), 'there');
          const files = folder(out);
          const owners = new Map<string, string>(there.map((file) => [file, 'nobody']));
          const contents = new Map<string, string>(there.map((file) => [file, 'there']));

          for (const [n, { name, overwrite }] of saves.entries()) {
            const value = `${String(n)} ${name}`;
            const file = basename(await files.save({ name, value, overwrite }));
            const owner = owners.get(file);
            if (owner !== undefined) {
              expect(overwrite).to.equal(true);
              const plain = ['a-b.txt', 'a-b-2.txt', 'c.txt'].includes(file);
              expect(owner).to.satisfy((by: string) => by === name || (by === 'nobody' && plain));
              if (file === 'a-b-2.txt' && owner === 'nobody') expect(name).to.equal('a-b-2');
            }
            owners.set(file, name);
            contents.set(file, value);
            const now = await readdir(out);
            expect(now).to.have.members([...contents.keys()]);
            for (const each of now) {
              expect(await readFile(join(out, each), 'utf8')).to.equal(contents.get(each));
            }
          }
          await rm(out, { recursive: true });
        },
      ),
      { numRuns: 20 },
    );
  });
});
