import { identity, type MonoTypeOperatorFunction } from 'rxjs';
import { eachUnit } from './cutting.js';
import { lineEnds } from './lineEnds.js';

/**
 * Lets each line of a growing text through on its own and once, as soon as it has ended.
 *
 *     text         -a-b-c--|
 *     eachLine()   ---B----(C|)
 *
 *     a = 'One'   b = 'One\nTw'   c = 'One\nTwo'
 *                 B = 'One'       C = 'Two'
 *
 * Lines come without their line breaks, empty ones too, and none comes after the last line break. A text that
 * begins again is told from its start. When the text fails, an unfinished line is not let through.
 *
 * @example
 * ```ts
 * import { agent, eachLine } from 'rivulet';
 *
 * const lister = agent({ type: 'text', provider: 'scripted', mission: 'list, one item a line' });
 * lister.ask('Rivers of Europe').pipe(eachLine()).subscribe((river) => console.log(river));
 * ```
 *
 * @category operators on text
 */
export const eachLine = (): MonoTypeOperatorFunction<string> =>
  eachUnit({ find: lineEnds, trim: identity });
