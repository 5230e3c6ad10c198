/**
 * Draws the pictures of the documents anew: `npx tsx scripts/pictures.ts`. A spec compares them with the code.
 *
 * @module
 */

import { draw } from 'rivulet/draw';
import { blog } from '../examples/blog.js';

await draw(blog(false), { title: 'Blog', file: 'docs/images/blog.svg' });
