import { draw } from '../draw/draw.js';
import { checkedPicture, titleOf } from './drawPlan.js';
import { exits } from './exits.js';
import { loadFlow } from './loadFlow.js';
import { give, tell } from './streams.js';

/** What `rivulet draw` takes besides the file. */
export interface DrawFlags {
  readonly output?: string;
  readonly flow?: string;
  readonly title?: string;
}

/** Draws the flow in a file: into a picture, or as SVG on standard output. */
export const drawFile = async (
  file: string,
  { output, flow, title = titleOf(file) }: DrawFlags,
): Promise<number> => {
  const picture = output === undefined ? undefined : checkedPicture(output);
  const plan = await loadFlow(file, flow);
  const svg = await draw(plan, { title, ...(picture !== undefined && { file: picture }) });
  if (picture === undefined) give(svg.endsWith('\n') ? svg : `${svg}\n`);
  else tell(`Drawn: ${picture}\n`);
  return exits.ok;
};
