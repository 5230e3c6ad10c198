import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { exits } from './exits.js';
import { ownPackage } from './ownPackage.js';
import { projectFiles } from './projectFiles.js';
import { give } from './streams.js';
import { WrongUsage } from './wrongUsage.js';

/** Makes a project in a folder that is not there yet, or is empty. */
export const init = async (name: string): Promise<number> => {
  const folder = resolve(name);
  if ((await entriesOf(folder, name)).length > 0) {
    throw new WrongUsage(
      `${JSON.stringify(name)} is there and not empty. Nothing was written. Choose another name, or empty the folder.`,
    );
  }
  const files = Object.entries(projectFiles(basename(folder), ownPackage().version));
  await mkdir(folder, { recursive: true });
  // Somebody else may be writing there, too: what is there is never replaced.
  for (const [file, text] of files) await writeFile(join(folder, file), text, { flag: 'wx' });
  const place = relative('', folder);
  give(
    [
      `Made: ${files.map(([file]) => join(place, file)).join(', ')}`,
      '',
      'Next:',
      ...(place === '' ? [] : [`  cd ${quoted(place)}`]),
      '  npm install',
      '  npm test',
      '  npx rivulet run story.ts --input topic=rain',
      '',
    ].join('\n'),
  );
  return exits.ok;
};

const entriesOf = async (folder: string, name: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new WrongUsage(`${JSON.stringify(name)} cannot be a folder: it is a file, or closed.`, {
      cause: error,
    });
  }
};

const quoted = (path: string): string => (/^[\w./-]+$/u.test(path) ? path : JSON.stringify(path));
