import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { memory, MemoryFailed, UnreadableMemory } from '../../lib/memory/index.js';
import { openFile } from '../../lib/memory/sqlite.js';
import { lastingMemoryContract, memoryContract } from '../contracts/memory.contract.js';
import { writer } from './writer.js';

const run = promisify(execFile);

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const modeOf = async (path: string): Promise<string> =>
  ((await stat(path)).mode & 0o777).toString(8);

const shared = join(mkdtempSync(join(tmpdir(), 'rivulet-memory-')), 'shared.db');
after(() => rmSync(join(shared, '..'), { recursive: true }));
memoryContract({
  name: 'a memory in a file',
  make: (namespace) => memory({ file: shared, namespace }),
  tries: 100,
});
lastingMemoryContract({
  name: 'a memory in a file',
  make: (namespace) => memory({ file: shared, namespace }),
});

describe('a memory in a file', function () {
  this.timeout(60_000);
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rivulet-memory-'));
    file = join(folder, 'notes.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('opens no file before it is used', async () => {
    const notes = memory({ file });
    expect(await readdir(folder)).to.deep.equal([]);
    await notes.close();
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('has everything in the one file when it is closed', async () => {
    const notes = memory({ file });
    await notes.set('text', 'y'.repeat(1_000_000));
    await notes.close();
    const copy = join(folder, 'copy.db');
    await writeFile(copy, await readFile(file));
    const again = memory({ file: copy });

    expect(await again.get('text')).to.equal('y'.repeat(1_000_000));
    await again.close();
  });

  it('takes no more files when it is opened again and again', async function () {
    if (process.platform !== 'linux') this.skip();
    const filesOpen = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    const use = async (value: number): Promise<void> => {
      const notes = memory({ file });
      await notes.set('a', value);
      await notes.close();
    };
    await use(0);
    const before = await filesOpen();
    for (let time = 1; time <= 50; time++) await use(time);
    expect((await filesOpen()) - before).to.be.below(20);
  });

  it('begins anew when its file has been taken away', async () => {
    const notes = memory({ file });
    await notes.set('a', 1);
    await notes.close();
    await rm(file);
    const again = memory({ file });

    expect(await again.keys()).to.deep.equal([]);
    await again.set('b', 1);
    await again.close();
    expect(await readdir(folder)).to.include('notes.db');
  });

  it('keeps a text of 50 MB', async () => {
    const notes = memory({ file });
    const text = 'x'.repeat(50_000_000);
    await notes.set('text', text);
    expect((await notes.get('text')) === text).to.equal(true);
    await notes.close();
  });

  describe('is for its owner only', () => {
    let before = 0;
    beforeEach(() => {
      before = process.umask(0);
    });
    afterEach(() => void process.umask(before));

    it('with its folder and the files beside it', async () => {
      const deep = join(folder, 'a', 'b', 'notes.db');
      const notes = memory({ file: deep });
      await notes.set('a', 1);

      expect(await readdir(join(folder, 'a', 'b'))).to.have.members([
        'notes.db',
        'notes.db-shm',
        'notes.db-wal',
      ]);
      for (const name of ['notes.db', 'notes.db-shm', 'notes.db-wal']) {
        expect(await modeOf(join(folder, 'a', 'b', name)), name).to.equal('600');
      }
      expect(await modeOf(join(folder, 'a'))).to.equal('700');
      expect(await modeOf(join(folder, 'a', 'b'))).to.equal('700');
      await notes.close();
    });
  });

  it('is never a host, whatever it is called', async () => {
    let calls = 0;
    const server = createServer((socket) => {
      calls++;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const before = process.cwd();
    process.chdir(folder);
    try {
      const names = [`http://127.0.0.1:${port}/a`, `libsql://127.0.0.1:${port}`, 'file:x?mode=ro'];
      for (const name of [...names, ':memory:', '-x']) {
        const notes = memory({ file: name });
        await notes.set('a', name);
        await notes.close();
        const again = memory({ file: join(folder, name) });
        expect(await again.get('a')).to.equal(name);
        await again.close();
      }
    } finally {
      process.chdir(before);
      server.close();
    }
    expect(calls).to.equal(0);
  });

  it('keeps to the folder of the call, wherever the process goes', async () => {
    const before = process.cwd();
    process.chdir(folder);
    const notes = memory({ file: 'here.db' });
    process.chdir(before);
    await notes.set('a', 1);
    await notes.close();
    expect(await readdir(folder)).to.include('here.db');
  });

  it('has lost nothing that was kept when its process is killed', async () => {
    const child = spawn(process.execPath, writer(file, 'n', 1_000_000));
    const ended = once(child, 'exit');
    const said: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      said.push(line);
      if (said.length === 50) child.kill('SIGKILL');
    }
    expect(await ended).to.deep.equal([null, 'SIGKILL']);
    const notes = memory({ file });
    const keys = await notes.keys();

    expect(said).to.have.length.at.least(50);
    expect(keys).to.include.members(said);
    for (const key of said) expect(await notes.get(key)).to.equal('x');
    await notes.set('after', 1);
    expect(await notes.get('after')).to.equal(1);
    await notes.close();
  });

  it('is written by two processes at once, and both of them end', async () => {
    const write = (name: string) => run(process.execPath, writer(file, name, 60));
    const both = await Promise.all([write('a'), write('b')]);
    const said = both.flatMap(({ stdout }) => stdout.trim().split('\n'));
    const notes = memory({ file });

    expect(said).to.have.length(120);
    expect(await notes.keys()).to.have.members([...said, 'the last of all']);
    expect(await notes.get('the last of all')).to.match(/^[ab] 59$/u);
    await notes.close();
  });

  it('fails when the disk is full, and keeps what there was', async function () {
    if (process.platform === 'win32') this.skip();
    const limited = `trap '' XFSZ; ulimit -f 6000; exec "$@"`;
    const { stdout } = spawnSync(
      'sh',
      ['-c', limited, 'sh', process.execPath, ...writer(file, 'n', 99, 900_000)],
      { encoding: 'utf8' },
    );
    const said = stdout.trim().split('\n');
    const notes = memory({ file });

    expect(said.length).to.be.within(2, 50);
    expect(said.at(-1)).to.match(/^MemoryFailed: memory\.set\(".*"\) failed: .*SQLITE_/u);
    expect(said.at(-1)).to.have.length.below(200);
    for (const key of said.slice(0, -1)) {
      expect(await notes.get(key)).to.equal('x'.repeat(900_000));
    }
    await notes.close();
  });

  it('fails when no file can be there, and works when it can', async () => {
    await writeFile(join(folder, 'blocked'), '');
    const path = join(folder, 'blocked', 'notes.db');
    const notes = memory({ file: path });
    const error = await failure(notes.set('a', 1));

    expect(error).to.be.instanceOf(MemoryFailed);
    expect(error).to.include({ operation: 'set', key: 'a' });
    expect(error).to.have.nested.property('cause.message').that.includes(join(folder, 'blocked'));
    await rm(join(folder, 'blocked'));
    await notes.set('a', 1);
    expect(await notes.get('a')).to.equal(1);
    await notes.close();
  });

  it('fails when something else is there, and leaves it alone', async () => {
    await writeFile(file, 'dear diary, '.repeat(1000));
    await mkdir(join(folder, 'folder'));
    for (const path of [file, join(folder, 'folder')]) {
      const notes = memory({ file: path });
      expect(await failure(notes.get('a'))).to.be.instanceOf(MemoryFailed);
      expect(String(await failure(notes.get('a')))).to.match(/SQLITE_NOTADB|EISDIR/u);
      await notes.close();
    }
    expect(await readFile(file, 'utf8')).to.equal('dear diary, '.repeat(1000));
  });

  it('refuses to read a record that was tampered with', async () => {
    const notes = memory({ file });
    await notes.set('a', { b: 1 });
    await notes.close();
    const store = await openFile(file);
    store.set('rivulet:memory.a', '{"b":1}');
    const again = memory({ file });

    expect(await failure(again.get('a'))).to.be.instanceOf(UnreadableMemory);
    await again.close();
  });
});
