/**
 * Draws the marble diagrams and the decision tree of the documents anew: `npx tsx scripts/marbles.ts`. A spec proves the
 * diagrams, and compares all of it with the code.
 *
 * @module
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { diagrams, fileOf } from './support/marbles/diagrams.js';
import { pictureOf } from './support/marbles/picture.js';
import { tree, treeFiles, withTree } from './support/marbles/tree.js';
import { treePictureOf } from './support/marbles/treePicture.js';

await mkdir('docs/images/marbles', { recursive: true });
for (const diagram of diagrams) {
  diagram.prove(diagram);
  await writeFile(fileOf(diagram), await pictureOf(diagram));
}
await writeFile(treeFiles.picture, await treePictureOf('What do I need?', tree));
await writeFile(treeFiles.text, withTree(await readFile(treeFiles.text, 'utf8')));
