import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { load } from '../core/load.js';
import type { MemoryStore } from './store.js';

/** A file of SQLite as a store adapter of Keyv. */
export interface FileStore extends MemoryStore {
  /** Which file it is, whatever is at its path by now. */
  readonly identity: string;
  /** All that is there. */
  readonly iterator: () => Iterable<readonly [address: string, record: string]>;
  /** Sees to it that the file alone has everything, so that it can be copied. */
  readonly settle: () => void;
}

/**
 * Opens a file of SQLite, which is made when it is not there.
 *
 * Only its owner can read it (`0600`, a folder that is made for it `0700`), and so it is with the `-wal` and `-shm`
 * files beside it, which SQLite gives the mode of the file. Several processes may have it open. What has been kept is
 * on the disk.
 *
 * `libsql` closes a file only when its statements have been collected as garbage, whatever it is told. So a file that
 * is still open is used again, or a process that opens it often would run out of files.
 *
 * @param path an absolute one, since anything else may be the address of a server for `libsql`
 */
export const openFile = async (path: string): Promise<FileStore> => {
  const { default: Database } = await load('libsql', 'A memory in a file', () => import('libsql'));
  const identity = await identityOf(path);
  const known = stores.get(path)?.deref();
  if (known?.identity === identity) return known;
  const database: Database = new Database(path);
  try {
    const store = storeOf(database, identity);
    stores.set(path, new WeakRef(store));
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
};

const stores = new Map<string, WeakRef<FileStore>>();

/** Makes the file when it is not there. */
const identityOf = async (path: string): Promise<string> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  try {
    const { dev, ino } = await file.stat({ bigint: true });
    return `${String(dev)} ${String(ino)}`;
  } finally {
    await file.close();
  }
};

/** What is used of a database of the `libsql` package. */
interface Database {
  readonly exec: (sql: string) => unknown;
  readonly prepare: (sql: string) => Statement;
  readonly close: () => unknown;
}

interface Statement {
  readonly get: (...values: string[]) => unknown;
  readonly run: (...values: string[]) => unknown;
}

const storeOf = (database: Database, identity: string): FileStore => {
  // First of all: whoever finds the file busy fails at once otherwise.
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS rivulet_memory (address TEXT PRIMARY KEY NOT NULL, record TEXT NOT NULL) STRICT',
  );
  const found = database.prepare('SELECT * FROM rivulet_memory WHERE address = ?');
  const after = database.prepare(
    'SELECT * FROM rivulet_memory WHERE address > ? ORDER BY address LIMIT 1',
  );
  const keep = database.prepare(
    'INSERT INTO rivulet_memory VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record',
  );
  const forget = database.prepare('DELETE FROM rivulet_memory WHERE address = ?');
  return {
    identity,
    get: (address) => rowOf(found.get(address))?.record,
    set: (address, record) => void keep.run(address, record),
    delete: (address) => void forget.run(address),
    clear: () => void database.exec('DELETE FROM rivulet_memory'),
    // One by one, so that never more than one of them is in memory, and nothing is locked between them.
    *iterator() {
      for (let row = rowOf(after.get('')); row !== undefined; row = rowOf(after.get(row.address))) {
        yield [row.address, row.record];
      }
    },
    // Emptied, because whoever deletes the file alone would find the old records in the next one of that name.
    settle: () => void database.exec('PRAGMA wal_checkpoint(TRUNCATE)'),
  };
};

interface Row {
  readonly address: string;
  readonly record: string;
}

// The table has no other columns, and they are never null.
const rowOf = (row: unknown): Row | undefined => row as Row | undefined;
