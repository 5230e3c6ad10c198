import { expect } from 'chai';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';

const door = new URL('../../lib/files/index.ts', import.meta.url).href;
const tsx = import.meta.resolve('tsx');
const tracer = 'strace';

describe('a process that saves', function () {
  this.timeout(60_000);
  let root = '';
  let out = '';
  const started: ChildProcess[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'rivulet-processes-'));
    out = join(root, 'out');
  });
  afterEach(async () => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    await rm(root, { recursive: true });
  });

  /** How Node is started with a program that has `files`, and `fails`, which gives an error as data. */
  const node = (program: string, ...options: readonly string[]): readonly string[] => [
    process.execPath,
    ...['--import', tsx, ...options, '--input-type=module', '--eval'],
    `import { folder } from ${JSON.stringify(door)};
     const files = folder(${JSON.stringify(out)});
     const fails = (file) => files.save(file).then(
       (path) => ({ path }),
       (error) => ({ tag: error._tag, message: error.message, code: error.cause?.code }),
     );
     ${program}`,
  ];
  const start = ([program = '', ...rest]: readonly string[], cwd = root): ChildProcess => {
    const child = spawn(program, rest, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    return child;
  };
  const saidBy = async ({ stdout }: ChildProcess): Promise<unknown> => {
    expect(stdout).to.not.equal(null);
    return stdout === null ? undefined : JSON.parse(await text(stdout));
  };

  it('beside another one gets files of its own, for the same names', async () => {
    const programs = ['first', 'second'].map(
      (who) => `
        const all = Array.from({ length: 60 }, (_, n) => files.save(
          { name: n % 2 === 0 ? 'a/b' : 'a:b', value: '${who} ' + n, overwrite: false }));
        console.log(JSON.stringify(await Promise.all(all)));`,
    );
    const said = await Promise.all(programs.map((program) => saidBy(start(node(program)))));
    const paths = said.flat().map(String);

    expect(new Set(paths).size).to.equal(120);
    expect(await readdir(out)).to.have.members(paths.map((path) => basename(path)));
    const values = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    expect(values).to.deep.equal(
      ['first', 'second'].flatMap((who) =>
        Array.from({ length: 60 }, (_, n) => `${who} ${String(n)}`),
      ),
    );
  });

  it('and is killed leaves no half file, and what was there as it was', async () => {
    await mkdir(out);
    await writeFile(join(out, 'icon.png'), 'as it was');
    const size = 32_000_000;
    const child = start(
      node(`
        import { readdirSync, statSync } from 'node:fs';
        const bytes = new Uint8Array(${String(size)}).fill(1);
        const value = { _tag: 'Image', mime: 'image/png', bytes };
        void files.save({ name: 'logo', value, overwrite: false });
        void files.save({ name: 'icon', value, overwrite: true });
        const begun = () => readdirSync('.').filter((file) => file.endsWith('.part') && statSync(file).size > 0);
        while (begun().length < 2) await new Promise(setImmediate);
        process.kill(process.pid, 'SIGKILL');`),
      out,
    );
    expect(await once(child, 'close')).to.deep.equal([null, 'SIGKILL']);

    const left = await readdir(out);
    const halves = left.filter((file) => /^\.rivulet-[-\da-f]{36}\.part$/u.test(file));
    expect(halves).to.have.length(2);
    for (const half of halves) {
      expect((await stat(join(out, half))).size).to.be.within(1, size - 1);
    }
    expect(left.filter((file) => !halves.includes(file))).to.deep.equal(['icon.png']);
    expect(await readFile(join(out, 'icon.png'), 'utf8')).to.equal('as it was');
  });

  it('and has no room left says so, and leaves nothing behind', async function () {
    if (process.platform === 'win32') return this.skip();
    const command = node(`
      const value = 'a'.repeat(1_000_000);
      const full = await fails({ name: 'long', value, overwrite: false });
      const fits = await fails({ name: 'short', value: 'short', overwrite: false });
      console.log(JSON.stringify([full, fits]));`);
    // A limit for the size of a file does what a full disk does, in the middle of writing.
    const limited = ['sh', '-c', 'ulimit -f 64; exec "$@"', 'sh', ...command];

    const [full, fits] = (await saidBy(start(limited))) as readonly Record<string, unknown>[];
    expect(full).to.include({ tag: 'SaveFailed', code: 'EFBIG' });
    expect(full?.['message']).to.include(JSON.stringify(join(out, 'long.txt')));
    expect(fits).to.deep.equal({ path: join(out, 'short.txt') });
    expect(await readdir(out)).to.deep.equal(['short.txt']);
  });

  it('does so also where there are no hard links', async function () {
    if (spawnSync(tracer, ['--version']).status !== 0) {
      console.log(`      skipped: the program "${tracer}" is not here`);
      return this.skip();
    }
    const command = node(`
      const said = [];
      for (const [n, overwrite] of [false, false, true].entries()) {
        said.push(await fails({ name: 'plot', value: String(n), overwrite }));
      }
      console.log(JSON.stringify(said));`);
    const fault = ['-e', 'trace=link,linkat', '-e', 'inject=link,linkat:error=EPERM'];

    const said = await saidBy(start([tracer, '-fqqo', join(root, 'trace'), ...fault, ...command]));
    expect(await readFile(join(root, 'trace'), 'utf8')).to.include('EPERM');
    expect(said).to.deep.equal(
      ['plot.txt', 'plot-2.txt', 'plot.txt'].map((file) => ({ path: join(out, file) })),
    );
    expect(await readFile(join(out, 'plot.txt'), 'utf8')).to.equal('2');
    expect(await readFile(join(out, 'plot-2.txt'), 'utf8')).to.equal('1');
    expect(await readdir(out)).to.have.length(2);
  });

  it('without the package mime says what to install, and saves texts and data', async () => {
    // From there nothing is installed.
    const hook = `export const resolve = (name, context, next) =>
      next(name, name === 'mime' ? { ...context, parentURL: 'file:///nowhere/' } : context);`;
    const register = `import { register } from 'node:module';
      register('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(hook))});`;
    const program = `
      const bytes = new Uint8Array(1);
      const said = [];
      for (const value of ['text', { data: 1 }, { _tag: 'Image', mime: 'image/png', bytes }]) {
        said.push(await fails({ name: 'a.b', value, overwrite: false }));
      }
      console.log(JSON.stringify(said));`;
    const said = await saidBy(
      start(
        node(
          program,
          '--no-deprecation',
          '--import',
          `data:text/javascript,${encodeURIComponent(register)}`,
        ),
      ),
    );
    expect(said).to.have.nested.property('[0].path', join(out, 'a.b.txt'));
    expect(said).to.have.nested.property('[1].path', join(out, 'a.b.json'));
    expect(said).to.have.nested.property('[2].tag', 'MissingPackage');
    expect(said).to.have.nested.property('[2].message').that.includes('npm install mime');
    expect(await readdir(out)).to.have.length(2);
  });
});
