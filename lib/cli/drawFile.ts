import { InvalidOptions } from '../core/errors.js';
import { draw } from '../draw/draw.js';
import { formatOf, type DrawFormat } from '../draw/format.js';
import type { Theme } from '../draw/theme.js';
import { titleOf } from './drawPlan.js';
import { exits } from './exits.js';
import { loadFlow } from './loadFlow.js';
import { give, tell } from './streams.js';
import { WrongUsage } from './wrongUsage.js';

/** What `rivulet draw` takes besides the file. */
export interface DrawFlags {
  readonly output?: string;
  readonly flow?: string;
  readonly title?: string;
  readonly format?: DrawFormat;
  readonly ascii?: true;
  readonly theme?: Theme['name'];
}

/** Draws the flow in a file: into another file, or on standard output. */
export const drawFile = async (
  file: string,
  { output, flow, title = titleOf(file), theme, ascii, ...flags }: DrawFlags,
): Promise<number> => {
  const format = checkedFormat(ascii === true ? 'ascii' : flags.format, output);
  const plan = await loadFlow(file, flow);
  const drawn = await draw(plan, {
    title,
    format,
    ...(theme !== undefined && { theme }),
    ...(output !== undefined && { file: output }),
  });
  if (output === undefined) give(drawn.endsWith('\n') ? drawn : `${drawn}\n`);
  else tell(`Drawn: ${output}\n`);
  return exits.ok;
};

/** What is drawn, known before the file of the flow is read. */
const checkedFormat = (format: DrawFormat | undefined, output: string | undefined): DrawFormat => {
  try {
    return formatOf(format, output);
  } catch (error) {
    throw error instanceof InvalidOptions ? new WrongUsage(error.message) : error;
  }
};
