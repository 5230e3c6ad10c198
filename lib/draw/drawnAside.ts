import { drawnOf, type Drawing, type Drawn } from './drawing.js';

/**
 * Draws on a thread of its own from 100 tasks on, so that this one goes on meanwhile. Where no thread can be started, as in a
 * bundle that lacks its file, and where drawing fails, it is done here: so an error is the same object with a thread and
 * without.
 */
export const drawnAside = async (drawing: Drawing): Promise<Drawn> =>
  (isCompiled && drawing.graph.tasks.length >= large ? await byWorker(drawing) : undefined) ??
  (await drawnOf(drawing));

const large = 100;

// Threads of Node 20 do not know TypeScript, so that from the sources there is none to start.
const isCompiled = !import.meta.url.endsWith('.ts');

const byWorker = async (drawing: Drawing): Promise<Drawn | undefined> => {
  try {
    const { Worker } = await import('node:worker_threads');
    const worker = new Worker(workerFile, { workerData: drawing });
    return await new Promise((settle) => {
      // Only `drawingWorker.ts` says anything, and that is what it says.
      worker.once('message', (drawn: Drawn) => {
        settle(drawn);
      });
      worker.once('error', () => {
        settle(undefined);
      });
      worker.once('exit', () => {
        settle(undefined);
      });
    });
  } catch {
    return undefined;
  }
};

// This file is a part of `draw/index.js` or of `shared/…` when it is compiled: from both, that is the way.
const workerFile = new URL('../draw/drawingWorker.js', import.meta.url);
