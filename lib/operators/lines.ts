import { identity, type MonoTypeOperatorFunction } from 'rxjs';
import { wholeUnits } from './cutting.js';
import { lineEnds } from './lineEnds.js';

/**
 * Lets a growing text through line by line, and all of it at the end.
 *
 *     text      -a-b-c--|
 *     lines()   ---B----(c|)
 *
 *     a = 'One'   b = 'One\nTw'   c = 'One\nTwo'
 *                 B = 'One'
 *
 * A line has ended when its line break has come, `\n` or `\r\n`; the last line break is not let through before
 * the end. A text that begins again is cut afresh. When the text fails, an unfinished line is not let through.
 * To get each line on its own, see {@link eachLine}.
 *
 * @example
 * ```ts
 * import { agent, lines } from 'rivulet';
 *
 * const coder = agent({ type: 'text', provider: 'scripted', mission: 'write code' });
 * coder.ask('A sorting function').pipe(lines()).subscribe((soFar) => console.log(soFar));
 * ```
 *
 * @category operators on text
 */
export const lines = (): MonoTypeOperatorFunction<string> =>
  wholeUnits({ find: lineEnds, trim: identity });
