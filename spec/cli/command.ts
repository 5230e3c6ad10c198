/**
 * The command as a process of its own, in a folder of its own.
 *
 * @module
 */

import { buildSync } from 'esbuild';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What came of a command. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Its exit code; `null` where a signal ended it. */
  readonly code: number | null;
}

/** How a command is started. */
export interface Starting {
  /** Variables besides those that any process has; no key is among those. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command as it is built, of the sources as they are: a process starts three times as fast as one that reads TypeScript. */
const built = (): string => {
  mkdirSync(join(root, '.tmp'), { recursive: true });
  const outdir = mkdtempSync(join(root, '.tmp', 'cli-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  buildSync({
    entryPoints: [join(root, 'lib/cli/main.ts')],
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
  });
  return join(outdir, 'main.js');
};

let main: string | undefined;

/** Starts the command. */
export const started = (
  parameters: readonly string[],
  { env = {}, cwd = tmpdir() }: Starting = {},
): ChildProcess => {
  const child = spawn(process.execPath, [(main ??= built()), ...parameters], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: tmpdir(), ...env },
  });
  // One that hangs fails its spec, and not all of them.
  const deadline = setTimeout(() => child.kill('SIGKILL'), 30_000);
  child.once('exit', () => clearTimeout(deadline));
  return child;
};

/** What came of a command that was started. */
export const endOf = (child: ChildProcess): Promise<Ended> =>
  new Promise((ended, failed) => {
    const said = { stdout: '', stderr: '' };
    child.stdout?.on('data', (piece: Buffer) => (said.stdout += String(piece)));
    child.stderr?.on('data', (piece: Buffer) => (said.stderr += String(piece)));
    child.once('error', failed);
    child.once('close', (code) => ended({ ...said, code }));
  });

/** Runs the command to its end. Nobody types anything. */
export const rivulet = (parameters: readonly string[], starting: Starting = {}): Promise<Ended> => {
  const child = started(parameters, starting);
  child.stdin?.end();
  return endOf(child);
};

/**
 * Runs commands before the specs of this `describe`, a few beside each other since each starts a process, and says what came
 * of each.
 */
export const ends = <Name extends string>(
  commands: Readonly<Record<Name, () => Promise<Ended>>>,
): ((name: Name) => Ended) => {
  const ended = new Map<string, Ended>();
  before(async function () {
    this.timeout(120_000);
    const left = Object.entries<() => Promise<Ended>>(commands);
    const worker = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [name, run] = next;
        ended.set(name, await run());
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  });
  return (name) => {
    const found = ended.get(name);
    if (found === undefined) throw new Error(`"${name}" was not run.`);
    return found;
  };
};

/** Waits until a process has said something. */
export const said = (child: ChildProcess, what: string): Promise<void> =>
  new Promise((heard, failed) => {
    let all = '';
    const hear = (piece: Buffer): void => {
      all += String(piece);
      if (all.includes(what)) heard();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('close', () => failed(new Error(`It ended, and had said: ${all}`)));
  });

/** A folder with these files, in which the library is installed. It is gone after the specs of its `describe`. */
export const project = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'rivulet-cli-'));
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  symlinkSync(root, join(packages, 'rivulet'));
  for (const name of ['io-ts', 'fp-ts', 'rxjs', 'jiti']) {
    symlinkSync(join(root, 'node_modules', name), join(packages, name));
  }
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
