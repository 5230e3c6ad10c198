/**
 * Programs that a spec needs besides Node: found in PATH, or installed with apt-get where that can be done.
 *
 * @module
 */

import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/**
 * The path of a program, which is installed where that can be done; `undefined` when there is none.
 *
 * @param folders where else than in PATH it may be
 */
export const programOf = (
  name: string,
  debianPackage: string,
  folders: () => readonly string[] = () => [],
): string | undefined => {
  const found = (): string | undefined =>
    [...(process.env['PATH'] ?? '').split(delimiter), ...folders()]
      .map((folder) => join(folder, name))
      .find(canRun);
  return found() ?? (install(debianPackage) ? found() : undefined);
};

/** Starts a server, and waits until it says that it is ready. It does not outlive this process. */
export const serve = async (
  program: string,
  parameters: readonly string[],
  ready: string,
  options: SpawnOptions = {},
): Promise<ChildProcess> => {
  const server = spawn(program, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (piece: Buffer): void => {
      said += String(piece);
      if (said.includes(ready)) resolve();
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`${program} ended: ${said}`)));
  });
  return server;
};

/** Ends a server, and waits until it has ended. */
export const end = async (server: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
};

/** A port of this machine that nobody uses. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return address.port;
};

const canRun = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Installs a package where that can be done; whether it was. */
const install = (debianPackage: string): boolean => {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.log(`      There is no ${debianPackage}: installing it with apt-get.`);
  const apt = (...parameters: readonly string[]): boolean =>
    spawnSync('apt-get', parameters, {
      stdio: 'ignore',
      // RUNLEVEL keeps the package from starting a service.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    }).status === 0;
  return apt('update') && apt('install', '-y', '--no-install-recommends', debianPackage);
};
