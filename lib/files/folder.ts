import { unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidOptions } from '../core/errors.js';
import type { Files, FileToSave } from '../flow/ports.js';
import { contentOf } from './content.js';
import { SaveFailed } from './errors.js';
import { fileNameOf, numbered } from './fileName.js';
import { makeFolder } from './makeFolder.js';
import { places } from './places.js';
import { turns } from './turns.js';
import { temporaryName, write } from './write.js';

/**
 * A folder that outputs are saved to. It is made when the first one comes.
 *
 * A text becomes `.txt`, data becomes `.json`, an image or a sound gets the ending of its MIME type (`.bin` when that
 * is unknown). A name that has a right ending keeps it: `logo.jpeg`, and for texts `page.html` or `main.py`. Half a
 * surrogate pair in a text is written as `U+FFFD`, because UTF-8 has no half characters.
 *
 * Whatever the name, the file is directly in the folder. What does not belong in the name of a file becomes `-`, and
 * what is too long is cut: `../../etc/passwd` is saved as `etc-passwd.txt`. The path that `save` gives says what the
 * file is called.
 *
 * When there is a file of that name, the new one gets a number: `logo-2.png`. With `overwrite` it takes its place,
 * unless this folder wrote that file for another name: `a/b` and `a:b` are `a-b.txt` and `a-b-2.txt`, also when they
 * are saved again. Names that differ only in case count as the same. Links are replaced, and never followed.
 *
 * A file is there as a whole or not at all, and only its owner can read it (`0600`, the folder `0700` when it is
 * made). What a killed process had in work stays behind as `.rivulet-….part` and may be deleted; on a file system
 * without hard links, an empty file may be left too.
 *
 * @param path where it is; what it is relative to is settled by this call
 *
 * @example
 * ```ts
 * import { agent, flow, task } from 'rivulet';
 * import { folder } from 'rivulet/files';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({ tasks: { plot: task('Write a plot', writer, { save: 'plot.md' }) } });
 *
 * await story.start({}, { files: folder('out') }); // writes out/plot.md
 * ```
 *
 * @category files
 */
export const folder = (path: string): Files => {
  const directory = directoryOf(path);
  const place = places(directory);
  const inTurn = turns();

  const save = async (file: FileToSave): Promise<string> => {
    const { bytes, endings } = await contentOf(file);
    const { name, overwrite } = file;
    const fileName = fileNameOf(name, endings);
    const temporary = join(directory, temporaryName());
    try {
      await makeFolder(directory);
      await write(temporary, bytes);
      return await place({ temporary, name, fileName, overwrite });
    } catch (cause) {
      throw new SaveFailed(join(directory, numbered(fileName, 1)), { cause });
    } finally {
      // It may have got its name already. When this fails, what counts has been said all the same.
      await unlink(temporary).catch(() => undefined);
    }
  };
  return {
    // Who asks last for a name has the last word, also when what came before takes longer to write.
    save: (file) => inTurn(file.name, () => save(file)),
  };
};

const directoryOf = (path: string): string => {
  if (path !== '' && !path.includes('\0')) return resolve(path);
  throw new InvalidOptions(undefined, `A folder needs a path, and not ${JSON.stringify(path)}.`);
};
