/**
 * A flow as a picture.
 *
 * @module
 */

export { draw, type Drawable, type DrawOptions } from './draw.js';
