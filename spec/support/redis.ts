import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, freePort, programOf, serve } from './program.js';

/** A Redis of this machine, which forgets everything when it ends. */
export interface Redis {
  readonly url: string;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Starts it again at the same address. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a Redis on a free port, or gives the reason why there is none. */
export const openRedis = async (): Promise<Redis | string> => {
  const program = programOf('redis-server', 'redis-server');
  if (program === undefined) {
    return 'there is no redis-server in PATH, and apt-get cannot install it here';
  }
  const folder = await mkdtemp(join(tmpdir(), 'rivulet-redis-'));
  const port = String(await freePort());
  const nothingKept = ['--save', '', '--appendonly', 'no'];
  const start = (): Promise<ChildProcess> =>
    serve(
      program,
      ['--bind', '127.0.0.1', '--port', port, '--dir', folder, ...nothingKept],
      'Ready to accept connections',
    );
  let server = await start();
  const kill = (): Promise<void> => end(server, 'SIGKILL');
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    restart: async () => {
      server = await start();
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
};
