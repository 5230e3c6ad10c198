import { build } from 'esbuild';
import { readFileSync } from 'node:fs';

// One file for each door, and for the command, with what they share in files of their own: a front door of one file loads nearly twice as
// fast as one of sixty. The declarations keep the layout of the sources; `tsc` writes them.
const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const doors = Object.values(exports)
  .map(({ default: file }) => file)
  .filter(Boolean)
  .map((file) => file.replace('./dist/', 'lib/').replace(/\.js$/u, '.ts'));

await build({
  // The last is a file of its own because a thread begins with it.
  entryPoints: [...doors, 'lib/cli/main.ts', 'lib/draw/drawingWorker.ts'],
  outdir: 'dist',
  outbase: 'lib',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  chunkNames: 'shared/[name]-[hash]',
  logLevel: 'warning',
});
