import { expect } from 'chai';
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

describe('the packed package', function () {
  this.timeout(180_000);
  let folder: string;
  let tarball: string;
  let files: readonly string[];

  const node = (...parameters: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, parameters, { cwd: folder, encoding: 'utf8' });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'rivulet-package-'));
    const told = execFileSync(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const [packed] = JSON.parse(told) as readonly Packed[];
    if (packed === undefined) throw new Error('npm packed nothing');
    tarball = join(folder, packed.filename);
    files = packed.files.map(({ path }) => path);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    execFileSync('npm', ['install', '--prefer-offline', '--no-fund', '--no-audit', tarball], {
      cwd: folder,
      stdio: 'ignore',
    });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what was built and four papers, and nothing else', () => {
    const others = files.filter((path) => !path.startsWith('dist/')).sort();

    expect(others).to.deep.equal(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    expect(files.filter((path) => !/\.(js|d\.ts|md|json)$|^LICENSE$/u.test(path))).to.deep.equal(
      [],
    );
  });

  it('runs no script when it is installed', () => {
    const { scripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts?: Record<string, string>;
    };

    expect(
      Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/u.test(name)),
    ).to.deep.equal([]);
  });

  it('brings few packages with it', () => {
    const lock = JSON.parse(
      readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'),
    ) as { packages: Record<string, unknown> };

    const names = Object.keys(lock.packages).map((path) => path.replace('node_modules/', ''));
    expect(names.length).to.be.at.most(30);
    // Those of the command line are loaded by it alone.
    expect(names).to.include.members(['rivulet', 'rxjs', 'fp-ts', 'io-ts', 'commander', 'jiti']);
  });

  it('has nothing that publint finds wrong', async () => {
    const bytes = readFileSync(tarball);
    const { messages, pkg } = await publint({
      strict: true,
      pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) },
    });

    expect(messages.map((message) => formatMessage(message, pkg))).to.deep.equal([]);
  });

  it('has types that every way of importing it finds', () => {
    const attw = join(require.resolve('@arethetypeswrong/cli/package.json'), '../dist/index.js');
    const { stdout, status } = spawnSync(
      process.execPath,
      [attw, tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'],
      { encoding: 'utf8' },
    );

    expect(status, stdout).to.equal(0);
  });

  it('can be imported and required without any optional package', () => {
    const doors = [
      '',
      '/draw',
      '/testing',
      '/memory',
      '/files',
      '/terminal',
      '/spec',
      '/mcp',
      '/trace',
      '/agents/openai',
      '/agents/anthropic',
      '/agents/gemini',
      '/agents/stability',
      '/agents/google',
      '/agents/ai-sdk',
      '/agents/scripted',
    ];
    const imports = doors.map((door) => `await import('rivulet${door}');`).join('\n');
    writeFileSync(join(folder, 'import.mjs'), `${imports}\nconsole.log('imported');`);
    const requires = doors.map((door) => `require('rivulet${door}');`).join('\n');
    writeFileSync(join(folder, 'require.cjs'), `${requires}\nconsole.log('required');`);

    expect(node('import.mjs').stdout).to.equal('imported\n');
    expect(node('--no-warnings', 'require.cjs').stdout).to.equal('required\n');
  });

  it('says which package is missing when it is needed, before anything is sent', () => {
    writeFileSync(
      join(folder, 'missing.mjs'),
      `
      import { agent, flow, task } from 'rivulet';
      import { draw } from 'rivulet/draw';
      for (const provider of ['openai', 'anthropic', 'gemini']) {
        const writer = agent({ type: 'text', provider, mission: 'write', key: 'k' });
        const one = flow({ tasks: { a: task('Write', writer) } });
        await one.start().catch((error) => console.log(error._tag, error.package));
      }
      const one = flow({ tasks: { a: task({ run: () => 1 }) } });
      await draw(one).catch((error) => console.log(error._tag, error.package));
      `,
    );
    const { stdout, stderr } = node('missing.mjs');

    expect(stderr).to.equal('');
    expect(stdout.split('\n').slice(0, 3)).to.deep.equal([
      'MissingPackage openai',
      'MissingPackage @anthropic-ai/sdk',
      'MissingPackage @google/genai',
    ]);
    expect(stdout.split('\n')[3]).to.match(/^MissingPackage (d3-|jsdom)/u);
  });

  it('compiles in a project that has none of the optional packages', () => {
    writeFileSync(
      join(folder, 'consumer.ts'),
      `
      import { agent, flow, select, task } from 'rivulet';
      import { draw } from 'rivulet/draw';
      import { openai } from 'rivulet/agents/openai';
      import { anthropic } from 'rivulet/agents/anthropic';
      import { memory } from 'rivulet/memory';
      import { folder } from 'rivulet/files';
      import { terminal } from 'rivulet/terminal';
      import { fromSpec } from 'rivulet/spec';
      import { mcpTools, serve } from 'rivulet/mcp';
      import { trace } from 'rivulet/trace';
      import { google } from 'rivulet/agents/google';
      import { fromAiSdk } from 'rivulet/agents/ai-sdk';
      import { gemini } from 'rivulet/agents/gemini';
      import { stability } from 'rivulet/agents/stability';
      import { scripted } from 'rivulet/agents/scripted';
      const writer = agent({ type: 'text', provider: openai(), mission: 'write' });
      const story = flow({ tasks: { plot: task('Write', writer) }, paths: {} });
      story.run().pipe(select('plot')).subscribe((text: string) => text.length);
      void [draw, anthropic, memory, folder, terminal, fromSpec, gemini, stability, scripted];
      void [mcpTools, serve, trace, google, fromAiSdk];
      `,
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          noEmit: true,
          strict: true,
          target: 'es2022',
          module: 'nodenext',
          types: [],
          skipLibCheck: false,
        },
        files: ['consumer.ts'],
      }),
    );
    const { stdout, status } = node(require.resolve('typescript/bin/tsc'), '-p', '.');

    expect(status, stdout).to.equal(0);
  });
});
