import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { blocksOf, filesOf, type Block } from '../support/blocks.js';
import { check } from '../support/compiler.js';

const root = resolve(import.meta.dirname, '../..');

/** What a program prints, and how it ends. */
interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const complaintsOf = (blocks: readonly Block[]): readonly string[] => {
  const programs = new Map(
    blocks.map(({ code }, index) => [`block${String(index)}`, `${code}\nexport {};\n`]),
  );
  const verdicts = check(programs);
  return blocks.flatMap(({ place }, index) =>
    (verdicts.get(`block${String(index)}`)?.complaints ?? []).map(
      ({ line, message }) => `${place}, line ${String(line)}: ${message}`,
    ),
  );
};

describe('the README', function () {
  this.timeout(120_000);
  let folder: string;
  const blocks = blocksOf(root, 'README.md');

  // Within the project, so that the library is found by its name.
  before(() => {
    mkdirSync(join(root, '.tmp'), { recursive: true });
    folder = mkdtempSync(join(root, '.tmp/readme-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = async ({ code }: Block, index: number): Promise<Ran> => {
    const file = join(folder, `block${String(index)}.ts`);
    writeFileSync(file, code);
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
    };
    delete env['OPENAI_API_KEY'];
    const child = spawn(process.execPath, ['--import', 'tsx', file], { cwd: folder, env });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    return new Promise((done) => child.on('close', (status) => done({ code: status, out, err })));
  };

  it('compiles, block by block', () => {
    expect(blocks.length).to.be.at.least(8);
    expect(complaintsOf(blocks)).to.deep.equal([]);
  });

  // What each block must print: a block that is added without a line here fails.
  const prints: readonly RegExp[] = [
    /scripted[\s\S]*image\/png \d+/u,
    /^\d+\n$/u,
    /^a refund\nThis is a scripted answer/u,
    /^3 chapters\nThis is a scripted answer/u,
    /^Tea …\nTea 4\n/u,
    /^called weather\nsucceeded weather\ncalled weather\nsucceeded weather\nTake an umbrella: rain in Rome, rain in Oslo\.\n$/u,
    /^published\n$/u,
    /^\[ 'known' \]\n$/u,
    /title:[\s\S]*2 of 2/u,
    /1 words so far\n2 words so far/u,
    /rivulets/u,
    /^cancelled: true\n[\s\S]*rivulet/u,
    /failed: \[ 'weather' \]\nkept: \[ 'poem' \]\nTask "report" was skipped, because "weather" failed\./u,
    /^at attempt 1\n$/u,
    /^\[ 'plot', 'page' \][\s\S]*The budget of 2 requests does not allow more/u,
    /^as expected\n$/u,
    /^as expected\n$/u,
    /scripted/u,
    /Write a plot about rain[\s\S]*\{"topic":\["plot"\]\}\n$/u,
    /^<svg\n$/u,
  ];

  blocks.forEach((block, index) => {
    it(`runs: ${block.place}`, async () => {
      const { code, out, err } = await run(block, index);

      expect(err).to.equal('');
      expect(code).to.equal(0);
      expect(out).to.match(prints[index] ?? /^there is no expectation for this block$/u);
    });
  });
});

describe('the examples in comments and documents', function () {
  this.timeout(60_000);

  it('compile', () => {
    const files = [...filesOf(root, 'lib', '.ts'), ...filesOf(root, 'docs', '.md')];
    const blocks = files.flatMap((file) => blocksOf(root, file));

    expect(blocks.length).to.be.at.least(8);
    expect(complaintsOf(blocks)).to.deep.equal([]);
  });
});
