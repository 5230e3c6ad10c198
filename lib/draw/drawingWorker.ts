/**
 * What runs on the thread that draws: it is given a drawing, says what it drew, and ends.
 *
 * @module
 */

import { parentPort, workerData } from 'node:worker_threads';
import { drawnOf, type Drawing } from './drawing.js';

// Only `drawnAside` starts this file, with a drawing.
parentPort?.postMessage(await drawnOf(workerData as Drawing));
