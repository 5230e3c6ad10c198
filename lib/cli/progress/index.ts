/**
 * The progress of a run, on a terminal or line by line.
 *
 * @module
 */

export { progressView, type ProgressView } from './progressView.js';
