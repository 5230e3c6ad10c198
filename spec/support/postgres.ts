import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, freePort, programOf, serve } from './program.js';

/** A PostgreSQL of this machine, with an empty database. */
export interface Postgres {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts a PostgreSQL on a free port, or gives the reason why there is none. */
export const openPostgres = async (): Promise<Postgres | string> => {
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) =>
    programOf(name, 'postgresql', foldersOfDebian),
  );
  if (initdb === undefined || postgres === undefined) {
    return 'there is no postgres in PATH, and apt-get cannot install it here';
  }
  const folder = await mkdtemp(join(tmpdir(), 'rivulet-postgres-'));
  const owner = ownerOf();
  if (owner !== undefined) await chown(folder, owner.uid, owner.gid);
  const options = { cwd: folder, ...owner };
  const data = join(folder, 'data');
  const made = spawnSync(
    initdb,
    ['-D', data, '-U', 'rivulet', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) return `initdb failed: ${made.stderr}`;
  const port = String(await freePort());
  const server = await serve(
    postgres,
    ['-D', data, '-p', port, '-k', folder, '-h', '127.0.0.1', '-c', 'fsync=off'],
    'ready to accept connections',
    options,
  );
  return {
    url: `postgresql://rivulet@127.0.0.1:${port}/postgres`,
    close: async () => {
      await end(server, 'SIGQUIT');
      await rm(folder, { recursive: true });
    },
  };
};

/** Debian leaves the programs of the server out of PATH. */
const foldersOfDebian = (): readonly string[] => {
  const versions = '/usr/lib/postgresql';
  try {
    return readdirSync(versions).map((version) => join(versions, version, 'bin'));
  } catch {
    return [];
  }
};

/** PostgreSQL refuses to run as root; its package brings a user for it. */
const ownerOf = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ['-u', '-g'].map((which) =>
    Number(spawnSync('id', [which, 'postgres'], { encoding: 'utf8' }).stdout),
  );
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
};
