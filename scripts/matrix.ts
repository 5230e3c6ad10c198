/**
 * Runs the specs and the demo on every Node that is supported. Each comes from the registry's `node` package,
 * into a folder that git does not see. `npm run matrix -- 22 24` runs some of them.
 *
 * @module
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const wanted = process.argv.slice(2);
const versions = wanted.length > 0 ? wanted : ['20', '22', '24', '26'];

const run = (command: string, parameters: readonly string[], cwd = '.'): boolean => {
  console.log(`$ ${[command, ...parameters].join(' ')}`);
  const { status } = spawnSync(command, parameters, { cwd, stdio: 'inherit' });
  return status === 0;
};

const nodeOf = (version: string): string => {
  const folder = resolve('.matrix', version);
  mkdirSync(folder, { recursive: true });
  const allowed = { private: true, allowScripts: { node: true } };
  writeFileSync(resolve(folder, 'package.json'), JSON.stringify(allowed));
  if (!run('npm', ['install', '--no-fund', '--no-audit', `node@${version}`], folder)) {
    throw new Error(`Node ${version} cannot be installed from the registry.`);
  }
  return resolve(folder, 'node_modules/node/bin/node');
};

let failed = 0;
if (!run('npm', ['run', 'build'])) throw new Error('The library cannot be built.');
for (const version of versions) {
  const node = nodeOf(version);
  run(node, ['--version']);
  const specs = run(node, [
    'node_modules/mocha/bin/mocha.js',
    'spec/**/*.spec.ts',
    '--reporter',
    'dot',
  ]);
  const demo = run(node, ['--import', 'tsx', 'examples/blog.ts'], '.');
  const isFine = specs && demo;
  failed += isFine ? 0 : 1;
  console.log(`Node ${version}: ${isFine ? 'passed' : 'failed'}`);
}
console.log(`${String(versions.length - failed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 ? 0 : 1;
