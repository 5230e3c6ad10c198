import type { MonoTypeOperatorFunction } from 'rxjs';
import { eachUnit } from './cutting.js';
import { sentenceEnds } from './sentenceEnds.js';

/**
 * Lets each sentence of a growing text through on its own and once, as soon as it has ended.
 *
 *     text             -a-b-c-d--|
 *     eachSentence()   ---B---D--(E|)
 *
 *     a = 'Hi'   b = 'Hi. I'   c = 'Hi. I am'   d = 'Hi. I am. Yo'
 *                B = 'Hi.'                      D = 'I am.'   E = 'Yo'
 *
 * It cuts as {@link sentences} does; the spaces between sentences are left out. However the text was streamed, the
 * sentences are the same. A text that changes where it is unfinished goes on from there; one that begins again, as
 * after a new attempt, is told from its start. When the text fails, an unfinished sentence is not let through.
 *
 * In a task that works on `partials`, it lets the task be done sentence by sentence while its predecessor is
 * still writing. `concatMap` keeps the sentences in order.
 *
 * @example
 * ```ts
 * import { agent, eachSentence, flow, task } from 'rivulet';
 * import { concatMap, last, map, scan, type Observable } from 'rxjs';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const translator = agent({ type: 'text', provider: 'scripted', mission: 'translate to French' });
 *
 * const bilingual = flow({
 *   tasks: {
 *     story: task('Write a story', writer),
 *     translation: task({
 *       partials: true,
 *       operator: (input: Observable<{ story: string }>) =>
 *         input.pipe(
 *           map(({ story }) => story),
 *           eachSentence(),
 *           concatMap((sentence) => translator.ask(sentence).pipe(last())),
 *           scan((soFar, sentence) => `${soFar} ${sentence}`),
 *         ),
 *     }),
 *   },
 *   paths: { story: ['translation'] },
 * });
 * ```
 *
 * @category operators on text
 */
export const eachSentence = (): MonoTypeOperatorFunction<string> =>
  eachUnit({ find: sentenceEnds, trim: (sentence) => sentence.trim() });
