import { join } from 'node:path';
import { folded, numbered, type FileName } from './fileName.js';
import { turns } from './turns.js';
import { add, replace } from './write.js';

/** A finished file that has no name yet. */
export interface Nameless {
  /** Where it is. */
  readonly temporary: string;
  /** What it was to be called, as it was asked for. */
  readonly name: string;
  /** What it may be called. */
  readonly fileName: FileName;
  readonly overwrite: boolean;
}

/** Gives files of a directory their names, and their paths. It knows which name it gave to whom. */
export const places = (directory: string): ((file: Nameless) => Promise<string>) => {
  /** Who has a file; by its folded name. */
  const owners = new Map<string, string>();
  /** The number to go on with when a name is taken. */
  const numbers = new Map<string, number>();
  const inTurn = turns();

  const place = async ({ temporary, name, fileName, overwrite }: Nameless): Promise<string> => {
    const first = folded(numbered(fileName, 1));
    for (let number = 1; ;) {
      const file = numbered(fileName, number);
      const path = join(directory, file);
      const owner = owners.get(folded(file));
      const isOwn = owner === name;
      // Its owner may have moved it away, so the first name is always tried.
      if (owner === undefined || (isOwn && (overwrite || number === 1))) {
        // Nobody has asked for a name with a number, so what has it stays, unless it is our own.
        const put = overwrite && (isOwn || number === 1) ? replace : add;
        if (await put(temporary, path)) {
          owners.set(folded(file), name);
          if (number > 1) numbers.set(first, number + 1);
          return path;
        }
      }
      number = overwrite ? number + 1 : Math.max(number + 1, numbers.get(first) ?? 0);
    }
  };
  // One at a time: between looking at a name and taking it nobody else takes it.
  return (file) => inTurn(directory, () => place(file));
};
