import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and what it is in, for its owner only.
 *
 * The recursive `mkdir` of Node is not used: it never ends where a parent is there and the system says that it is not,
 * as in `/proc`.
 */
export const makeFolder = async (path: string): Promise<void> => {
  try {
    await make(path);
  } catch (error) {
    const parent = dirname(path);
    if (!isAbsent(error) || parent === path) throw error;
    await makeFolder(parent);
    await make(path);
  }
};

const make = async (path: string): Promise<void> => {
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    // Systems differ in how they say that it is there.
    if (!(await isFolder(path))) throw error;
  }
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
