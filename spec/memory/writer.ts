import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const door = pathToFileURL(resolve(import.meta.dirname, '../../lib/memory/index.ts')).href;

// It is not closed, because a process has to end all the same.
const program = `
  import { memory } from ${JSON.stringify(door)};
  const [file, name, count, letters] = process.argv.slice(1);
  const notes = memory({ file });
  try {
    for (let index = 0; index < Number(count); index++) {
      const key = name + ' ' + index;
      await notes.set('the last of all', key);
      await notes.set(key, 'x'.repeat(Number(letters)));
      console.log(key);
    }
  } catch (error) {
    console.log(String(error));
  }
`;

/**
 * What Node is to be called with, to be a process that keeps `name 0`, `name 1` and so on in a file, as texts of that
 * many letters. It says each key when it is kept, and what goes wrong.
 */
export const writer = (file: string, name: string, count: number, letters = 1): string[] => [
  ...['--import', 'tsx', '--input-type=module', '--eval', program, '--'],
  ...[file, name, String(count), String(letters)],
];
