/**
 * Makes the page of this folder out of the package, as a project of its own would: in an empty folder the packed
 * library is installed, and esbuild makes one script of it and the page.
 *
 *     npx tsx examples/browser/build.ts     into out/browser
 */

import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(import.meta.dirname, '../..');

/** Packs what has been built of the library and makes the page of it. */
export const buildPage = async (into: string): Promise<void> => {
  const project = await mkdtemp(join(tmpdir(), 'rivulet-browser-'));
  try {
    await cp(import.meta.dirname, project, { recursive: true });
    await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
    const tarball = npm(
      root,
      'pack',
      '--ignore-scripts',
      '--silent',
      '--pack-destination',
      project,
    );
    npm(project, 'install', '--prefer-offline', '--no-fund', '--no-audit', `./${tarball}`);
    await build({
      absWorkingDir: project,
      entryPoints: ['page.ts'],
      outdir: into,
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      // Packages of vendors, loaded when their agents are asked. This page has no such agent.
      external: await optionalOf(join(project, 'node_modules/rivulet/package.json')),
      logLevel: 'warning',
    });
    for (const file of ['index.html', 'page.css']) {
      await copyFile(join(project, file), join(into, file));
    }
  } finally {
    await rm(project, { recursive: true });
  }
};

const npm = (cwd: string, ...parameters: readonly string[]): string =>
  execFileSync('npm', parameters, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();

/** The packages that need not be installed. */
const optionalOf = async (manifest: string): Promise<string[]> => {
  const { peerDependenciesMeta = {} } = JSON.parse(await readFile(manifest, 'utf8')) as {
    readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  };
  return Object.keys(peerDependenciesMeta).filter((name) => peerDependenciesMeta[name]?.optional);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
  const into = join(root, 'out/browser');
  await buildPage(into);
  console.log(`Written: ${join(into, 'index.html')}`);
}
