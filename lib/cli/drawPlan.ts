/**
 * Plans as pictures in files.
 *
 * @module
 */

import { basename } from 'node:path';
import type { FlowEvent } from '../core/event.js';
import { draw } from '../draw/draw.js';
import type { Plan } from '../flow/plan.js';
import { tell } from './streams.js';
import { WrongUsage } from './wrongUsage.js';

/** The file of a picture, if it can be one. */
export const checkedPicture = (file: string): string => {
  if (/\.(?:svg|png)$/iu.test(file)) return file;
  throw new WrongUsage(
    `A picture is written to a file that ends in .svg or .png, not to ${JSON.stringify(file)}.`,
  );
};

/** Draws a plan into a file, under the name of the file that it comes from: as it is, or with what became of its tasks. */
export const drawPlan = async (
  plan: Plan,
  picture: string,
  source: string,
  events?: readonly FlowEvent[],
): Promise<void> => {
  await draw(plan, { file: picture, title: titleOf(source), ...(events && { events }) });
  if (events !== undefined) tell(`Drawn: ${picture}\n`);
};

/** What stands above the picture of a flow in a file. */
export const titleOf = (source: string): string => basename(source).replace(/\.[^.]+$/u, '');
