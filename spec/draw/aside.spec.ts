import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import { UnknownTask } from '../../lib/core/errors.js';
import type * as Door from '../../lib/draw/index.js';
import { draw } from '../../lib/draw/index.js';
import { rows } from './drawn.js';

const root = resolve(import.meta.dirname, '../..');
const large = rows(150, 10, 10);

describe('the picture of 100 tasks and more', () => {
  let folder = '';
  let compiled: typeof Door;
  let lacking: typeof Door;
  /** The library as `npm run build` compiles it, with the file of the thread or without it. */
  const compile = async (name: string, entries: readonly string[]): Promise<typeof Door> => {
    const outdir = join(folder, name);
    await build({
      entryPoints: entries.map((entry) => join(root, 'lib/draw', entry)),
      outdir,
      outbase: join(root, 'lib'),
      bundle: true,
      splitting: true,
      packages: 'external',
      format: 'esm',
      platform: 'neutral',
      chunkNames: 'shared/[name]-[hash]',
    });
    // It is compiled from that file.
    return (await import(pathToFileURL(join(outdir, 'draw/index.js')).href)) as typeof Door;
  };
  before(async () => {
    await mkdir(join(root, '.tmp'), { recursive: true });
    folder = await mkdtemp(join(root, '.tmp/aside-'));
    compiled = await compile('compiled', ['index.ts', 'drawingWorker.ts']);
    lacking = await compile('lacking', ['index.ts']);
  });
  after(() => rm(folder, { recursive: true }));

  it('has the same bytes with a thread of its own and without', async () => {
    const svg = await draw({ graph: large }, { theme: 'dark' });

    expect(await compiled.draw({ graph: large }, { theme: 'dark' })).to.equal(svg);
    expect(await lacking.draw({ graph: large }, { theme: 'dark' })).to.equal(svg);
  });

  it('lets this thread go on while it is drawn', async () => {
    const aside = await stillness(() => compiled.draw({ graph: large }));
    const here = await stillness(() => lacking.draw({ graph: large }));

    expect(aside).to.be.below(here / 2);
  }).timeout(60_000);

  it('tells what is wrong with a graph as a small one does', async () => {
    const graph = { ...large, edges: [{ from: 'topic', to: 'nowhere' }] };
    const error: unknown = await draw({ graph }).catch((reason: unknown) => reason);
    const other: unknown = await compiled.draw({ graph }).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(UnknownTask);
    expect(String(other)).to.equal(String(error));
  });
});

/** How long this thread stands still at the most while something is done, in milliseconds. */
const stillness = async (work: () => Promise<unknown>): Promise<number> => {
  // What is loaded once is loaded.
  await work();
  let longest = 0;
  let last = performance.now();
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 2);
  await work();
  look();
  clearInterval(timer);
  return longest;
};
