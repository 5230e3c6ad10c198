/**
 * Files that are there as a whole or not at all.
 *
 * @module
 */

import { randomUUID } from 'node:crypto';
import { link, lstat, open, rename, rm } from 'node:fs/promises';

/** A name that no output can get: theirs do not begin with a dot. */
export const temporaryName = (): string => `.rivulet-${randomUUID()}.part`;

/** Writes a new file, which only its owner can read, and waits until the disk has it. */
export const write = async (path: string, bytes: string | Uint8Array): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Gives a file its name unless there is something of that name. The old name may stay. */
export const add = async (temporary: string, path: string): Promise<boolean> => {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    return isTaken(error) ? false : addWithoutLink(temporary, path);
  }
};

/** Gives a file its name in place of the file that has it. A link is replaced, and not followed. */
export const replace = async (temporary: string, path: string): Promise<boolean> => {
  try {
    await rename(temporary, path);
    return true;
  } catch (error) {
    // Systems differ in how they say that a folder is not replaced by a file.
    if (await isFolder(path)) return false;
    throw error;
  }
};

// File systems without hard links, such as FAT, differ in how they say so. There an empty file keeps the name.
const addWithoutLink = async (temporary: string, path: string): Promise<boolean> => {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  try {
    await rename(temporary, path);
    return true;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
};

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

const isFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
