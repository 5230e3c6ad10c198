import { identity, type MonoTypeOperatorFunction } from 'rxjs';
import { wholeUnits } from './cutting.js';
import { sentenceEnds } from './sentenceEnds.js';

/**
 * Lets a growing text through sentence by sentence, and all of it at the end.
 *
 *     text          -a-b-c-d--|
 *     sentences()   ---B---D--(d|)
 *
 *     a = 'Hi'   b = 'Hi. I'   c = 'Hi. I am'   d = 'Hi. I am. Yo'
 *                B = 'Hi.'                      D = 'Hi. I am.'
 *
 * A sentence has ended when the space after its stop has come, or after `。`, `！` and `？` the next character;
 * quotes and brackets that it closes belong to it. `3.5`, `e.g.`, `Dr. Who`, `J. R. R. Tolkien` and
 * `"Why?" she asked` are not cut; in doubt, two sentences come together. A heading, an item of a list and what
 * stands before a blank line are sentences, too.
 *
 * A text that begins again, as after a new attempt, is cut afresh. When the text fails, an unfinished sentence is
 * not let through. To get each sentence on its own, see {@link eachSentence}.
 *
 * @example
 * ```ts
 * import { agent, flow, select, sentences, task } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({ tasks: { plot: task('Write a plot', writer) } });
 *
 * story.run().pipe(select('plot'), sentences()).subscribe((soFar) => console.log(soFar));
 * ```
 *
 * @category operators on text
 */
export const sentences = (): MonoTypeOperatorFunction<string> =>
  wholeUnits({ find: sentenceEnds, trim: identity });
