import { expect } from 'chai';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { widthOf } from '../../examples/support/wrap.js';

/** Runs a program on a terminal of its own; util-linux has it. */
const recorder = 'script';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Refuses every connection but those within this machine. */
const offline = `data:text/javascript,${encodeURIComponent(`
  import net from 'node:net';
  import dns from 'node:dns';
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...given) {
    const [to] = given.flat();
    if (typeof to?.path === 'string' || to?.host === '127.0.0.1') return connect.apply(this, given);
    throw new Error('The network is used.');
  };
  const { lookup } = dns;
  dns.lookup = (host, ...rest) => {
    if (host === '127.0.0.1') return lookup(host, ...rest);
    throw new Error('The network is used.');
  };
`)}`;

const commandOf = (example: string): readonly string[] => [
  process.execPath,
  ...['--import', tsx, '--import', offline],
  join(root, 'examples', example),
];

describe('the examples', function () {
  this.timeout(60_000);
  let folder: string;
  const started: ChildProcess[] = [];
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'examples-'))));
  after(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  const start = ([program = '', ...rest]: readonly string[], typed?: string): ChildProcess => {
    const keyless = Object.entries(process.env).filter(([name]) => !/_API_KEY$|COLOR/u.test(name));
    const child = spawn(program, rest, {
      cwd: folder,
      env: {
        ...Object.fromEntries(keyless),
        TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
        TERM: 'xterm-256color',
      },
      stdio: [typed === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    started.push(child);
    child.stdin?.end(typed);
    return child;
  };

  const ended = async (child: ChildProcess): Promise<Ended> => {
    const parts = { out: '', error: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (parts.out += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (parts.error += text));
    await once(child, 'close');
    return { ...parts, code: child.exitCode };
  };

  const runs = (example: string, ...options: readonly string[]): Promise<Ended> =>
    ended(start([...commandOf(example), ...options]));

  it('hello: a text grows', async () => {
    expect(await runs('hello.ts')).to.deep.equal({
      code: 0,
      out: 'A sum \nA sum that never \nA sum that never comes out\n',
      error: '',
    });
  });

  it('codec: what comes out is what the codecs say', async () => {
    const { code, out, error } = await runs('codec.ts');
    expect([code, error]).to.deep.equal([0, '']);
    expect(out).to.match(/^so far: .*\n[^]*celsius.*"cold"[^]*\nTake a coat to Oslo\.\n/u);
    expect(out).to.match(/\nweather: .*celsius.*"mild".*\nadvice: .*cancelled/u);
  });

  it('tools: what is called at once is done at once, and a person says no', async () => {
    const { code, out, error } = await runs('tools.ts');
    expect([code, error]).to.deep.equal([0, '']);
    expect(out).to.match(/^ {2}price called\n {2}price called\n {2}price succeeded/u);
    expect(out).to.include('bought/order asks: May "order" be called with');
    expect(out).to.include(
      'Walden is on its way. A person did not allow "order" to be called: no, that is too dear',
    );
    expect(out).to.match(/requests: 3/u);
  });

  it('mcp: a model calls the tool of another program, and an agent is one', async () => {
    const { code, out, error } = await runs('mcp.ts');
    expect([code, error]).to.deep.equal([0, '']);
    expect(out).to.match(/^a model: {2}At Cuxhaven the tide is high: [^]*06:12/u);
    expect(out).to.include("the tool: { high: '06:12 and 18:37' }");
  });

  it('sentences: the first is translated before the third is written', async () => {
    const { code, out, error } = await runs('sentences.ts');
    const at = (text: string): number => out.split('\n').findIndex((line) => line.includes(text));

    expect([code, error]).to.deep.equal([0, '']);
    expect(at('Il pleuvait')).to.be.above(0);
    expect(at('Il pleuvait')).to.be.below(at('Who is there?'));
  });

  it('cancel: each way cancels', async () => {
    const { code, out, error } = await runs('cancel.ts');
    expect([code, error]).to.deep.equal([0, '']);
    expect(out.match(/plot is cancelled\n {2}title is cancelled/gu)).to.have.lengthOf(2);
    expect(out).to.include('TimeoutError');
    expect(out).to.match(/fog is cancelled\n.*hail is cancelled\n {2}Waiting for the wind\n$/u);
  });

  it('live-search: what a change touches is cancelled and run again, and nothing else', async () => {
    const { code, out, error } = await runs('live-search.ts');
    const told = out.split('\n').map((line) => line.replace(/^\d\.\d\d s {2}/u, ''));
    const of = (name: string) => told.filter((line) => line.startsWith(name));

    expect([code, error]).to.deep.equal([0, '']);
    expect(of('words')).to.deep.equal([
      'words    starts',
      'words    = ri',
      'words    starts',
      'words    = rivulet',
      'words    starts',
      'words    = rivulet',
    ]);
    expect(of('pages').map((line) => line.slice(9, 31))).to.deep.equal([
      'starts',
      'is cancelled',
      'starts',
      '= Ten pages about "riv',
      'stays as it is',
    ]);
    expect(of('profile').map((line) => line.slice(9, 19))).to.deep.equal(['starts', '= Ada like']);
    expect(of('advice')).to.deep.equal([
      'advice   starts',
      'advice   = Read the second one, Ada.',
      'advice   stays as it is',
    ]);
  });

  it('routing: each letter goes where its words belong, and the branches join in a reply', async () => {
    expect(await runs('routing.ts')).to.deep.equal({
      code: 0,
      out: [
        'I was charged twice for the same posters. I want one payment back.',
        '  goes to   money',
        '  without   apology',
        '  without   report',
        '  without   answer',
        '  reply     Dear Ada, One of the two payments is on its way back.',
        'Your program closes itself whenever I choose colour.',
        '  goes to   bug',
        '  without   refund',
        '  without   answer',
        '  reply     Dear Ada, Sorry for the crash. Black and white works until we have found it.',
        '  report    A crash when printing in colour. Seen once.',
        'When can I come by?',
        '  goes to   other',
        '  without   refund',
        '  without   apology',
        '  without   report',
        '  reply     Dear Ada, From nine to six, and on Saturdays until noon.',
        '',
      ].join('\n'),
      error: '',
    });
  });

  it('looping: a sentence is shortened until it fits, and no longer', async () => {
    expect(await runs('looping.ts')).to.deep.equal({
      code: 0,
      out: [
        'draft: 99 characters',
        '1. The rain had begun in the morning and went on into the night; nobody minded.',
        '2. It rained from morning into the night, and nobody minded.',
        '3. It rained all day. Nobody minded.',
        'opening: 33 characters',
        '',
      ].join('\n'),
      error: '',
    });
  });

  it('looping: a version is shown before it is finished', async () => {
    const child = start(commandOf('looping.ts'));
    const pieces: string[] = [];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => pieces.push(text));
    await once(child, 'close');

    expect(pieces.filter((piece) => !piece.includes('\n')).length).to.be.above(5);
  });

  it('fan-out: two chapters at a time, and the one that fails is left out', async () => {
    expect(await runs('fan-out.ts')).to.deep.equal({
      code: 0,
      out: [
        'chapter 1 is begun',
        'chapter 2 is begun',
        'chapter 2 fails',
        'chapter 3 is begun',
        'chapter 3 is written',
        'chapter 4 is begun',
        'chapter 4 is written',
        'chapter 1 is written',
        '',
        '3 of 4 chapters:',
        'It began with a drop on a hat. The hat was new, and so was the man beneath it.',
        'Nobody heard it come.',
        'Everybody heard it go.',
        '',
      ].join('\n'),
      error: '',
    });
  });

  it('approval: only what a person likes is published, and the tags do not wait', async () => {
    expect(await runs('approval.ts')).to.deep.equal({
      code: 0,
      out: [
        'The tags are found.',
        'Shall this be published?',
        '  We print on wood now. Bring a board.',
        '  yes',
        'Published: We print on wood now. Bring a board. (print, wood)',
        '',
        'The tags are found.',
        'Shall this be published?',
        '  We are the cheapest printers in the world!',
        '  no',
        'Not published.',
        '',
        '',
      ].join('\n'),
      error: '',
    });
  });

  it('approval: asks whoever is at the terminal, again when the answer is none', async () => {
    const typed = 'maybe\nno\nyes\n';
    const { code, out, error } = await ended(start([...commandOf('approval.ts'), '--ask'], typed));

    expect(code).to.equal(0);
    expect(out).to.match(
      /^The tags are found\.\nNot published\.\n\nThe tags are found\.\nPublished: We are/u,
    );
    expect(error).to.match(
      /^approved asks:\nShall this be published\?\n {2}We print.*\nNot taken: /u,
    );
  });

  it('memory: a run knows what an earlier one has learned, also in another process', async () => {
    const learned = [
      'guest:  I am Ada, and I eat no fish.',
      'waiter: Welcome, Ada.',
      'kept:   guest',
      '',
      'known:  Ada eats no fish.',
      'guest:  What is there tonight?',
      'waiter: Mushrooms, Ada: the rest is fish.',
      'kept:   guest',
      '',
      '',
    ];

    expect(await runs('memory.ts')).to.deep.equal({
      code: 0,
      out: ['known:  nothing', ...learned].join('\n'),
      error: '',
    });
    expect(await runs('memory.ts')).to.deep.equal({
      code: 0,
      out: ['known:  Ada eats no fish.', ...learned].join('\n'),
      error: '',
    });
  });

  it('planning: a sentence becomes a flow in a file, and runs when it is started', async () => {
    const asked =
      'This is a scripted answer; no model was asked. My mission: write poems. I was asked:';

    expect(await runs('planning.ts')).to.deep.equal({
      code: 0,
      out: [
        'A poem about a topic, its title, and a card of both, but only if I like it.',
        '',
        '  topic → poem',
        '  poem → title',
        '  poem → card',
        '  title → liked',
        '  title → card',
        '  liked → card, by yes',
        '',
        'Kept in out/card.json, and not run yet.',
        '',
        `poem: ${asked} “Write a poem about rain”`,
        `title: ${asked} “Find a title poem: This is a scripted …”`,
        'liked: true',
        `card: ${asked} “Write a card poem: This is a scripted …”`,
        '',
      ].join('\n'),
      error: '',
    });
    const kept: unknown = JSON.parse(await readFile(join(folder, 'out/card.json'), 'utf8'));
    expect(kept).to.have.nested.property('agents.poet.mission', 'write poems');
  });

  it('provider: it streams, is asked again when it was busy, and is quiet when nobody listens', async () => {
    const { code, out, error } = await runs('provider.ts');
    const [busy, ...lines] = out.split('\n');
    const grown = lines.slice(0, lines.indexOf('Polly wants a cracker') + 1);

    expect([code, error]).to.deep.equal([0, '']);
    expect(busy).to.equal(
      'ProviderFailed: "parrot" failed with status 503: Busy. It is asked again.',
    );
    expect(grown.length).to.be.above(1);
    for (const line of grown)
      expect('Polly wants a cracker').to.satisfy((all: string) => all.startsWith(line));
    expect(lines.slice(grown.length).join('\n')).to.match(
      /^Rain,.* …\nNobody listens any more, so it is quiet\.\n$/u,
    );
  });

  it('are all in the list', async () => {
    const list = await readFile(join(root, 'examples/README.md'), 'utf8');
    const files = (await readdir(join(root, 'examples'))).filter((name) => name.endsWith('.ts'));
    for (const name of files) expect(list).to.include(`(${name})`);
  });

  describe('blog', () => {
    const names = ['requirements', 'description', 'brief', 'logo', 'code'];

    it('piped: writes whole lines, a logo, a picture and a table', async () => {
      const { code, out, error } = await runs('blog.ts');
      const lines = out.split('\n');
      const said = lines.filter((line) => /^[a-z]+ +│/u.test(line));
      const linesOf = (name: string) => said.filter((line) => line.startsWith(name));

      expect([code, error]).to.deep.equal([0, '']);
      expect(lines[0]).to.match(/scripted.*no key and no network/u);
      expect(out).not.to.match(/[^\P{Cc}\n]/u);
      for (const name of names) expect(linesOf(name)).not.to.be.empty;
      expect(said.findIndex((line) => line.startsWith('code'))).to.be.below(
        said.findIndex((line) => line.startsWith('brief')),
      );
      expect(linesOf('code').at(0)).to.equal('code         │ <!doctype html>');
      expect(linesOf('code').at(-1)).to.equal('code         │ </html>');
      const table = lines.slice(lines.findIndex((line) => line.startsWith('task ')) + 1, -2);
      expect(table.map((row) => row.split(/\s+/u).slice(0, 2))).to.deep.equal(
        names.map((name) => [name, 'done']),
      );
      const logo = await readFile(join(folder, 'out/logo.png'));
      expect([...logo.subarray(1, 4)]).to.deep.equal([...Buffer.from('PNG')]);
      expect(await readFile(join(folder, 'out/blog.svg'), 'utf8')).to.match(
        /^<svg[^]*requirements/u,
      );
    });

    it('on a terminal: two texts grow at the same time, within the window', async function () {
      if (process.platform !== 'linux' || spawnSync(recorder, ['--version']).status !== 0) {
        console.log('      skipped: the program "script" of util-linux is not here');
        return this.skip();
      }
      const command = commandOf('blog.ts').map((part) => `'${part.replaceAll("'", `'\\''`)}'`);
      const { code, out } = await ended(
        start([recorder, '-qec', `stty cols 72 rows 20; ${command.join(' ')}`, '/dev/null']),
      );
      // A frame begins when the one before has been taken away, which ends at the first column.
      const frames = out
        .split('\u001b[G')
        .map((frame) => stripVTControlCharacters(frame.replaceAll('\r', '')).split('\n'));
      const heights = out.split('\u001b[G').map((frame) => frame.split('\u001b[2K').length - 1);
      const sizes = frames.map((lines) => ({
        brief: sizeIn(lines, 'brief'),
        code: sizeIn(lines, 'code'),
      }));
      const both = sizes.filter(
        ({ brief, code: page }) => brief !== undefined && page !== undefined,
      );

      expect(code).to.equal(0);
      expect(new Set(sizes.map(({ code: page }) => page)).size).to.be.above(10);
      expect(new Set(both.map(({ brief }) => brief)).size).to.be.above(3);
      expect(new Set(both.map(({ code: page }) => page)).size).to.be.above(3);
      expect(Math.max(...frames.flat().map(widthOf))).to.be.at.most(72);
      expect(Math.max(...heights)).to.be.within(8, 20);
      // The cursor is shown again.
      expect(out.lastIndexOf('\u001b[?25h')).to.be.above(out.lastIndexOf('\u001b[?25l'));
    });

    it('cancelled: tells how far it came', async () => {
      const child = start(commandOf('blog.ts'));
      let isAsked = false;
      child.stdout?.on('data', (text: Buffer) => {
        // Once: the table at the end names it, too.
        if (isAsked || !text.toString().includes('description')) return;
        isAsked = true;
        child.kill('SIGINT');
      });
      const { code, out, error } = await ended(child);

      expect(code).to.equal(130);
      expect(out)
        .to.match(/^requirements +done .*\n(?:.*\n)?/mu)
        .and.match(/^logo +cancelled$/mu);
      expect(error).to.match(/^Cancelled/u);
    });

    it('live, without keys: says which key is missing, and where it was looked for', async () => {
      const { code, out, error } = await runs('blog.ts', '--live');

      expect(code).to.equal(1);
      expect(out).not.to.include('scripted');
      expect(error).to.match(/^Task "\w+" needs a key of .*_API_KEY.*\n$/u);
    });
  });
});

/** The size of a text that a frame tells of. */
const sizeIn = (lines: readonly string[], task: string): string | undefined =>
  lines.flatMap((line) => new RegExp(`${task} +streams · (\\d+)`, 'u').exec(line)?.[1] ?? [])[0];
