import {
  catchError,
  concat,
  defer,
  EMPTY,
  filter,
  map,
  merge,
  take,
  takeUntil,
  tap,
  throwError,
  throwIfEmpty,
  type Observable,
} from 'rxjs';
import { NobodyAnswers } from '../core/peopleErrors.js';
import type { Asked } from '../flow/ports.js';
import { harmless, harmlessLine } from './harmless.js';
import { inTurn } from './inTurn.js';
import { pipedLines } from './pipedLines.js';
import { failureOf, type TerminalInput, type TerminalOutput } from './streams.js';
import { typedLines } from './typedLines.js';
import { understood } from './understood.js';

/** Where a person is asked. */
export interface TerminalOptions {
  /**
   * What answers are read from, line by line.
   *
   * @defaultValue `process.stdin`
   */
  readonly input?: TerminalInput | undefined;
  /**
   * What questions are written to.
   *
   * @defaultValue `process.stderr`, since results are usually written to `process.stdout`
   */
  readonly output?: TerminalOutput | undefined;
}

/**
 * Makes the run option `answers` of the person at the terminal, who is shown each question and types the answer.
 *
 * Questions that come at the same time are asked one after the other, in the order in which they came. What is typed is
 * the answer as it is, when the task takes a text; otherwise `y`, `yes`, `n` and `no` are `true` and `false`, and what
 * is JSON is a number, a list or a record. When the task takes none of these, the person is told why, and asked again.
 *
 * Unsubscribing takes the question back, and the terminal is left as it was. Where the input is no terminal but a file
 * or a pipe, each question takes its lines from it, and what comes behind them stays there. When the input has ended,
 * the task fails with `NobodyAnswers`. Ctrl-C interrupts the program, as it does when nobody is asked.
 *
 * What stands in a question is shown and never obeyed: sequences that would steer the terminal become visible signs.
 *
 * @example
 * ```ts
 * import { agent, ask, flow, task } from 'rivulet';
 * import { terminal } from 'rivulet/terminal';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
 * const story = flow({
 *   tasks: {
 *     plot: task('Write a plot', writer),
 *     review: ask({ question: 'What do you say to this?\n{{plot}}' }),
 *   },
 *   paths: { plot: ['review'] },
 * });
 *
 * const { review } = await story.start({}, { answers: terminal() });
 * ```
 *
 * @category people
 */
export const terminal =
  (options: TerminalOptions = {}): ((asked: Asked) => Observable<unknown>) =>
  (asked) =>
    defer(() => {
      // Not before somebody is asked: looking at `process.stdin` opens it.
      const { input = process.stdin, output = process.stderr } = options;
      return ask(asked, input, output).pipe(inTurn(input));
    });

const ask = (
  { task, question, complaint }: Asked,
  input: TerminalInput,
  output: TerminalOutput,
): Observable<unknown> => {
  const show = defer(() => {
    output.write(`${harmlessLine(task)} asks:\n${harmless(question)}\n`);
    return EMPTY;
  });
  const isTyped = input.isTTY === true && output.isTTY === true;
  const lines = concat(show, isTyped ? typedLines(input, output) : pipedLines(input)).pipe(
    takeUntil(merge(failureOf(input), failureOf(output))),
  );
  return lines.pipe(
    catchError((cause: unknown) => throwError(() => new NobodyAnswers(task, { cause }))),
    map((line) => understood(line, complaint)),
    tap((answer) => {
      if (answer._tag === 'Left') output.write(`Not taken: ${harmless(answer.left)}\n`);
    }),
    filter((answer) => answer._tag === 'Right'),
    map(({ right }) => right),
    take(1),
    throwIfEmpty(() => new NobodyAnswers(task)),
  );
};
