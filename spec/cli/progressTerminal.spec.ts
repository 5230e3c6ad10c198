import { expect } from 'chai';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { screenOf } from './screen.js';

/** Runs a program on a terminal of its own; util-linux has it. */
const recorder = 'script';

const command = [
  process.execPath,
  ...['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
  fileURLToPath(new URL('progressing.ts', import.meta.url)),
];

const environment = Object.fromEntries(
  Object.entries({ ...process.env, TERM: 'xterm-256color' }).filter(
    ([name]) => !name.includes('COLOR'),
  ),
);

describe('progressView, in a program', function () {
  this.timeout(60_000);

  it('redraws a real terminal, and leaves it as it was, with the table', async function () {
    if (process.platform !== 'linux' || spawnSync(recorder, ['--version']).status !== 0) {
      console.log('      skipped: the program "script" of util-linux is not here');
      this.skip();
    }
    const line = command.map((part) => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
    const child = spawn(recorder, ['-qec', `stty cols 50 rows 12; ${line}`, '/dev/null'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment,
    });
    const screen = screenOf(50, 12);
    const sizes = { ada: new Set<string>(), ben: new Set<string>() };
    let both = 0;
    let hidden = 0;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      screen.show(text);
      if (!screen.hasCursor()) hidden++;
      const lines = screen.lines();
      const [ada, ben] = ['ada', 'ben'].map((name) =>
        lines.find((each) => each.includes(`${name}  streaming`)),
      );
      if (ada !== undefined) sizes.ada.add(ada);
      if (ben !== undefined) sizes.ben.add(ben);
      if (
        ada !== undefined &&
        ben !== undefined &&
        lines.filter((each) => each.startsWith('  │ ')).length > 1
      )
        both++;
    });
    await once(child, 'close');
    const all = screen.all().filter((each) => each !== '');

    expect(child.exitCode).to.equal(0);
    expect(sizes.ada.size).to.be.above(10);
    expect(sizes.ben.size).to.be.above(10);
    expect(both).to.be.above(5);
    expect(hidden).to.be.above(10);
    expect(screen.hasCursor()).to.equal(true);
    expect(
      all.map((each) => each.replace(/\d+\.\d s/u, 'T').replaceAll(/ {2,}/gu, '  ')),
    ).to.deep.equal([
      '  task  state  time  attempts  in  out  money',
      '✔ ada  done  T  1  4  64  $0.00',
      '✔ ben  done  T  1  4  44  $0.00',
      'run completed: 2/2 done · T · 2 requests · 8',
      'tokens in · 108 tokens out · $0.00',
      'ended',
    ]);
  });

  it('writes lines where standard error is no terminal, and nothing else on standard output', async () => {
    const child = spawn(command[0] ?? '', command.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
    });
    const said = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.error += text));
    await once(child, 'close');

    expect([child.exitCode, said.out]).to.deep.equal([0, 'ended\n']);
    expect(said.error).not.to.match(/[^\P{Cc}\n]/u);
    expect(said.error).to.match(/^ada · connecting · 0\.0 s\nben · connecting · 0\.0 s\n/u);
    expect(said.error).to.match(/\nrun completed: 2\/2 done · .* · 2 requests · /u);
  });

  it('goes on when nobody reads standard error', async () => {
    const child = spawn(command[0] ?? '', command.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.once('data', () => child.stderr.destroy());
    await once(child, 'close');

    expect([child.exitCode, out]).to.deep.equal([0, 'ended\n']);
  });
});
