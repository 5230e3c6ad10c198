/**
 * What the front door weighs: how long it takes to import, and how large it is in a browser.
 *
 * @module
 */

import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { median } from './support/rounds.js';
import { numberOf, report, timeText, type Row } from './support/row.js';

/** The compiled front door. */
const [, , library = ''] = process.argv;

/** How long a fresh process takes to import a module, in milliseconds. */
const importing = (module: string): number => {
  const script = `const begin = performance.now();
    await import(${JSON.stringify(module)});
    console.log(performance.now() - begin);`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    }),
  );
};

const imports = (): Row => {
  const [door, rxjs] = [pathToFileURL(library).href, import.meta.resolve('rxjs')];
  const rounds = Array.from({ length: 25 }, () => [importing(door), importing(rxjs)] as const);
  return {
    what: 'importing the front door, in a fresh process',
    measured: timeText(median(rounds.map(([time]) => time))),
    limit: `importing rxjs, ${timeText(median(rounds.map(([, time]) => time)))}`,
    value: median(rounds.map(([time, least]) => time / least)),
    unit: 'x',
    goal: 1.3,
  };
};

/** What is in the bundle that is loaded at once; what is loaded when it is used stands in files of its own. */
const bundled = async (): Promise<readonly Row[]> => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(library)}`,
      resolveDir: import.meta.dirname,
    },
    outdir: 'out',
    bundle: true,
    logLevel: 'error',
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['es2015'],
    metafile: true,
    write: false,
    // They are loaded by those that use them, and installed by them.
    external: ['openai', '@google/*', '@anthropic-ai/sdk', 'node:*'],
  });
  const atOnce = new Set(['out/stdin.js']);
  for (const file of atOnce) {
    for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
      if (kind === 'import-statement') atOnce.add(path);
    }
  }
  const bytes = outputFiles
    .filter(({ path }) => [...atOnce].some((file) => path.endsWith(file)))
    .reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  const inputs = [...atOnce].flatMap((file) =>
    Object.entries(metafile.outputs[file]?.inputs ?? {}).map(
      ([path, { bytesInOutput }]) => [path, bytesInOutput] as const,
    ),
  );
  const minified = inputs.reduce((sum, [, size]) => sum + size, 0);
  const kilobytes = (size: number): number => size / 1_024;
  return [
    {
      what: 'front door, minified and gzipped, with rxjs',
      measured: `${numberOf(kilobytes(minified))} KB minified`,
      limit: 'nothing',
      value: kilobytes(bytes),
      unit: 'KB',
      goal: 25,
    },
    ...['node_modules/rxjs'].map((part): Row => {
      const files = inputs.filter(([path]) => path.includes(`${part}/`));
      return {
        what: `of it ${part}, minified`,
        measured: `${String(files.length)} files`,
        limit: `${numberOf(kilobytes(minified))} KB minified`,
        value: kilobytes(files.reduce((sum, [, size]) => sum + size, 0)),
        unit: 'KB',
      };
    }),
  ];
};

report([imports(), ...(await bundled())]);
