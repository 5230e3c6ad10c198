import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { InvalidOptions } from '../../lib/core/errors.js';
import { folder, SaveFailed } from '../../lib/files/index.js';
import type { Files } from '../../lib/flow/ports.js';

describe('folder', () => {
  let root = '';
  let out = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'rivulet-files-'));
    out = join(root, 'out');
  });
  afterEach(() => rm(root, { recursive: true }));

  const saved = async (
    files: Files,
    name: string,
    value: unknown = name,
    overwrite = false,
  ): Promise<string> => basename(await files.save({ name, value, overwrite }));
  const text = (file: string): Promise<string> => readFile(join(out, file), 'utf8');
  const failure = async (files: Files, value: unknown = 'text'): Promise<unknown> => {
    try {
      return await files.save({ name: 'plot', value, overwrite: false });
    } catch (error) {
      return error;
    }
  };
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

  it('is what a run saves to', () => {
    expectTypeOf(folder).returns.toEqualTypeOf<Files>();
  });

  it('writes an output to a file, and gives its path', async () => {
    const path = await folder(out).save({ name: 'plot', value: 'Häh? 🦊\r\n', overwrite: false });

    expect(path).to.equal(join(out, 'plot.txt'));
    expect(await readFile(path)).to.deep.equal(Buffer.from('Häh? 🦊\r\n'));
    expect(await readdir(root, { recursive: true })).to.have.members(['out', 'out/plot.txt']);
  });

  it('is made when the first output comes, and made again when it is gone', async () => {
    const files = folder(join(out, 'a', 'b'));
    expect(await readdir(root)).to.deep.equal([]);

    await saved(files, 'plot');
    await rm(out, { recursive: true });
    await saved(files, 'plot');
    expect(await readdir(join(out, 'a', 'b'))).to.deep.equal(['plot.txt']);
  });

  it('is where its path led when it was called', async () => {
    const files = folder(relative(process.cwd(), out));
    const before = process.cwd();
    process.chdir(root);
    try {
      expect(await files.save({ name: 'plot', value: '', overwrite: false })).to.equal(
        join(out, 'plot.txt'),
      );
    } finally {
      process.chdir(before);
    }
  });

  it('keeps what is saved from other users', async function () {
    if (process.platform === 'win32') return this.skip();
    const before = process.umask(0o022);
    try {
      await saved(folder(join(out, 'a')), 'plot');
      expect(await modeOf(out)).to.equal(0o700);
      expect(await modeOf(join(out, 'a'))).to.equal(0o700);
      expect(await modeOf(join(out, 'a/plot.txt'))).to.equal(0o600);

      await chmod(join(out, 'a/plot.txt'), 0o644);
      await saved(folder(join(out, 'a')), 'plot', 'anew', true);
      expect(await modeOf(join(out, 'a/plot.txt'))).to.equal(0o600);
    } finally {
      process.umask(before);
    }
  });

  it('needs a path', () => {
    for (const path of ['', 'a\0b']) expect(() => folder(path)).to.throw(InvalidOptions, 'a path');
  });

  it('writes half a character of a text as U+FFFD', async () => {
    await saved(folder(out), 'plot', 'a\ud83eb');
    expect(await text('plot.txt')).to.equal('a\ufffdb');
  });

  describe('when there is a file of that name', () => {
    it('gives the new one a number, however often', async () => {
      await mkdir(out);
      await writeFile(join(out, 'plot.txt'), 'before');
      await writeFile(join(out, 'plot-3.txt'), 'before');
      const files = folder(out);

      expect(await saved(files, 'plot', 'b')).to.equal('plot-2.txt');
      expect(await saved(files, 'plot', 'c')).to.equal('plot-4.txt');
      expect(await saved(files, 'plot.txt', 'd')).to.equal('plot-5.txt');
      expect(await text('plot.txt')).to.equal('before');
      expect(await text('plot-3.txt')).to.equal('before');
      expect(await text('plot-4.txt')).to.equal('c');
    });

    it('gives its name again when it was moved away', async () => {
      const files = folder(out);
      await saved(files, 'plot');
      await saved(files, 'plot');
      await rm(join(out, 'plot.txt'));

      expect(await saved(files, 'plot')).to.equal('plot.txt');
    });

    it('goes on counting, so that the thousandth costs no more than the second', async () => {
      const files = folder(out);
      await saved(folder(out), 'plot');
      await saved(folder(out), 'plot');
      expect(await saved(files, 'plot')).to.equal('plot-3.txt');
      await rm(join(out, 'plot-2.txt'));

      expect(await saved(files, 'plot')).to.equal('plot-4.txt');
    });

    it('replaces it where the task says so', async () => {
      await mkdir(out);
      await writeFile(join(out, 'plot.txt'), 'a longer text from before');
      const files = folder(out);

      expect(await saved(files, 'plot', 'a', true)).to.equal('plot.txt');
      expect(await saved(files, 'plot', 'b', true)).to.equal('plot.txt');
      expect(await saved(folder(out), 'plot', 'c', true)).to.equal('plot.txt');
      expect(await text('plot.txt')).to.equal('c');
      expect(await readdir(out)).to.deep.equal(['plot.txt']);
    });

    it('does not replace what it wrote for another name', async () => {
      const files = folder(out);
      expect(await saved(files, 'a/b', '1', true)).to.equal('a-b.txt');
      expect(await saved(files, 'a:b', '2', true)).to.equal('a-b-2.txt');
      expect(await saved(files, 'A-B', '3', true)).to.equal('A-B-3.txt');
      expect(await saved(files, 'a-b-2', '4', true)).to.equal('a-b-2-2.txt');

      expect(await saved(files, 'a:b', '5', true)).to.equal('a-b-2.txt');
      expect(await saved(files, 'a/b', '6', true)).to.equal('a-b.txt');
      expect(await saved(files, 'A-B', '7', true)).to.equal('A-B-3.txt');
      expect(await readdir(out)).to.have.length(4);
      expect(await text('a-b.txt')).to.equal('6');
      expect(await text('a-b-2.txt')).to.equal('5');
      expect(await text('a-b-2-2.txt')).to.equal('4');
    });

    it('does not replace a file with a number that nobody asked for', async () => {
      await mkdir(out);
      await writeFile(join(out, 'a-b-2.txt'), 'before');
      const files = folder(out);
      await saved(files, 'a/b', '1', true);

      expect(await saved(files, 'a:b', '2', true)).to.equal('a-b-3.txt');
      expect(await text('a-b-2.txt')).to.equal('before');
    });

    it('takes names that differ in case, or in how they are encoded, for the same', async () => {
      const files = folder(out);
      expect(await saved(files, 'Café')).to.equal('Café.txt');
      expect(await saved(files, 'CAFÉ')).to.equal('CAFÉ-2.txt');
      expect(await saved(files, 'Cafe\u0301')).to.equal('Café-3.txt');
      expect(await saved(files, 'Straße')).to.equal('Straße.txt');
      expect(await saved(files, 'STRASSE')).to.equal('STRASSE-2.txt');
    });

    it('takes another ending for another name', async () => {
      const files = folder(out);
      expect(await saved(files, 'plot', 'text', true)).to.equal('plot.txt');
      expect(await saved(files, 'plot', { acts: 3 }, true)).to.equal('plot.json');
      expect(await saved(files, 'plot.md', 'text', true)).to.equal('plot.md');
    });

    it('leaves a folder of that name alone', async () => {
      await mkdir(join(out, 'plot.txt'), { recursive: true });
      const files = folder(out);

      expect(await saved(files, 'plot', 'a')).to.equal('plot-2.txt');
      expect(await saved(files, 'plot.txt', 'b', true)).to.equal('plot-3.txt');
      expect(await saved(files, 'plot.txt', 'c', true)).to.equal('plot-3.txt');
      expect(await readdir(join(out, 'plot.txt'))).to.deep.equal([]);
    });

    it('gives everybody who comes at once a file of their own', async () => {
      const values = Array.from({ length: 200 }, (_, n) => String(n));
      const [one, other] = [folder(out), folder(out)];
      const names = await Promise.all(
        values.map((value, n) => saved(n % 2 === 0 ? one : other, 'plot', value)),
      );

      expect(new Set(names).size).to.equal(200);
      expect(await Promise.all(names.map(text))).to.deep.equal(values);
      expect(await readdir(out)).to.have.length(200);
    });

    it('leaves the last word to whoever asks last, however long the others take', async () => {
      const files = folder(out);
      const long = 'long'.repeat(4_000_000);
      await Promise.all(
        [long, 'shorter', 'short'].map((value) => saved(files, 'plot', value, true)),
      );

      expect(await text('plot.txt')).to.equal('short');
      expect(await readdir(out)).to.deep.equal(['plot.txt']);
    });
  });

  describe('a link', () => {
    beforeEach(async function () {
      if (process.platform === 'win32') return this.skip();
      await writeFile(join(root, 'secret'), 'secret');
      await mkdir(out);
      await symlink(join(root, 'secret'), join(out, 'plot.txt'));
      await symlink(join(root, 'nowhere'), join(out, 'idea.txt'));
    });

    it('in place of a file is not followed', async () => {
      const files = folder(out);

      expect(await saved(files, 'plot')).to.equal('plot-2.txt');
      expect(await saved(files, 'idea')).to.equal('idea-2.txt');
      expect(await readFile(join(root, 'secret'), 'utf8')).to.equal('secret');
      expect(await readdir(root)).to.have.members(['out', 'secret']);
    });

    it('in place of a file is replaced, and not followed, where the task says so', async () => {
      const files = folder(out);

      expect(await saved(files, 'plot', 'plot', true)).to.equal('plot.txt');
      expect(await saved(files, 'idea', 'idea', true)).to.equal('idea.txt');
      expect((await lstat(join(out, 'plot.txt'))).isSymbolicLink()).to.equal(false);
      expect(await text('idea.txt')).to.equal('idea');
      expect(await readFile(join(root, 'secret'), 'utf8')).to.equal('secret');
      expect(await readdir(root)).to.have.members(['out', 'secret']);
    });

    it('in place of the folder is the choice of whoever calls it', async () => {
      await mkdir(join(root, 'real'));
      await symlink(join(root, 'real'), join(root, 'link'));

      expect(
        await folder(join(root, 'link')).save({ name: 'plot', value: '', overwrite: false }),
      ).to.equal(join(root, 'link', 'plot.txt'));
      expect(await readdir(join(root, 'real'))).to.deep.equal(['plot.txt']);
    });
  });

  describe('where nothing can be written', () => {
    it('says so, with the path and the reason', async () => {
      await writeFile(join(root, 'file'), 'as it was');
      for (const [path, code] of [
        [join(root, 'file'), 'EEXIST'],
        [join(root, 'file', 'in', 'it'), 'ENOTDIR'],
      ] as const) {
        const error = await failure(folder(path));

        expect(error).to.be.instanceOf(SaveFailed);
        expect(error).to.include({ _tag: 'SaveFailed', path: join(path, 'plot.txt') });
        expect(error).to.have.nested.property('cause.code', code);
        expect(String(error))
          .to.include(JSON.stringify(join(path, 'plot.txt')))
          .and.include(code)
          .and.include('another folder');
      }
      expect(await readFile(join(root, 'file'), 'utf8')).to.equal('as it was');
    });

    it('says so also where no user may write', async function () {
      if (process.platform !== 'linux') return this.skip();
      for (const path of ['/proc', '/proc/rivulet', '/sys']) {
        const error = await failure(folder(path));

        expect(error).to.be.instanceOf(SaveFailed);
        expect(error)
          .to.have.nested.property('cause.code')
          .that.matches(/^E(?:NOENT|ACCES|PERM|ROFS)$/u);
      }
    });

    it('says so in a folder that may only be read', async function () {
      if (process.platform === 'win32' || process.getuid?.() === 0) return this.skip();
      await mkdir(out, { mode: 0o500 });

      expect(await failure(folder(out))).to.have.nested.property('cause.code', 'EACCES');
    });

    it('goes on as soon as something can be written again', async () => {
      await writeFile(out, '');
      const files = folder(out);
      expect(await failure(files)).to.be.instanceOf(SaveFailed);

      await rm(out);
      expect(await saved(files, 'plot', 'text', true)).to.equal('plot.txt');
    });
  });
});
