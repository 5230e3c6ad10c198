/**
 * A flow as a picture, and what happened in a run.
 *
 * @module
 */

export { draw, type Drawable, type DrawOptions } from './draw.js';
export type { DrawFormat } from './format.js';
export { drawTimeline, type TimelineOptions } from './timeline.js';
