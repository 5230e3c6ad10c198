import { fork } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Row } from './row.js';

/** The compiled library, which is what is measured. */
const library = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/**
 * Runs one workload in a process of its own, and gives what it reports. Its types are stripped beforehand, so
 * that no loader stands between it and the library.
 */
export const runProgram = async (source: URL): Promise<readonly Row[]> => {
  const entry = fileURLToPath(source);
  // Where packages are found as from beside the workloads.
  const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));
  const program = `${cache}${basename(entry, '.ts')}.mjs`;
  await build({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    alias: { rivulet: library },
    external: [library],
  });
  const child = fork(program, [library], { execArgv: ['--expose-gc'] });
  let rows: readonly Row[] = [];
  // What a workload sends are its rows.
  child.on('message', (message) => (rows = message as readonly Row[]));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${entry} ended with ${String(code)}.`);
  return rows;
};
