/**
 * Draws the pictures of the documents anew: `npx tsx scripts/pictures.ts`. A spec compares them with the code.
 *
 * @module
 */

import { pictures } from './support/pictures.js';

for (const { draw, file } of pictures) await draw(file);
