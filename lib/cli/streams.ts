/**
 * Where the command writes: results to standard output, all else to standard error.
 *
 * @module
 */

import { exits } from './exits.js';

/** Writes a result. */
export const give = (text: string): void => void process.stdout.write(text);

/** Tells what is no result. */
export const tell = (text: string): void => void process.stderr.write(text);

/** Whether colours are welcome on standard error. */
export const isColorful = (): boolean =>
  process.stderr.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';

/** Ends quietly when nobody reads any more, as after `| head`: who has seen enough needs no trace. */
export const endWhenNobodyReads = (): void => {
  process.stdout.on('error', (error: Error) => {
    process.exit(isBrokenPipe(error) ? exits.ok : exits.failed);
  });
  // Nobody is left to be told that nothing can be told.
  process.stderr.on('error', () => undefined);
};

/** Waits until all that was written has been taken. */
export const flushed = async (): Promise<void> => {
  await Promise.all([process.stdout, process.stderr].map(taken));
};

const taken = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve();
    else stream.write('', () => resolve());
  });

const isBrokenPipe = (error: Error): boolean => 'code' in error && error.code === 'EPIPE';
