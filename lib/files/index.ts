/**
 * A folder that the outputs of a run are saved to.
 *
 * @module
 */

export { NotSaveable, SaveFailed } from './errors.js';
export { folder } from './folder.js';
