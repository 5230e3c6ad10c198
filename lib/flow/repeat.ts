import { map, Observable, type OperatorFunction } from 'rxjs';
import { EmptyOutput } from '../core/errors.js';
import { oncePerTurn, type Accumulator } from '../internal/oncePerTurn.js';
import { itself } from './checkNeeds.js';
import { isWorthACopy } from './isWorthACopy.js';
import { onlyOf, outputOf, type Composite } from './nest.js';
import type { LoopWork } from './plan.js';
import type { Answer } from './ports.js';

/** A task again and again, each time with what it gave before: its growing answers, or the growing list of them. */
export const repeat = (work: LoopWork, composite: Composite): Observable<Answer<unknown>> => {
  const { turns } = composite.context;
  const read: OperatorFunction<Said, Answer<unknown>> = work.history
    ? oncePerTurn(gathering, turns)
    : map(({ answer }) => answer);
  return rounds(work, composite).pipe(read);
};

/** What is said in a round. */
interface Said {
  /** Which round it is, from 1. */
  readonly round: number;
  readonly answer: Answer<unknown>;
  /** Whether it is the answer of the round, after which none or another round follows. */
  readonly isFinal: boolean;
}

// Rounds that end at once follow each other in a loop: as operators they would recur.
const rounds = ({ round: plan, until, max }: LoopWork, { label, values, nest }: Composite) =>
  new Observable<Said>((subscriber) => {
    let it = onlyOf(values);
    let round = 0;
    let isReady = true;
    let isLooping = false;
    const end = (answer: Answer<unknown> | undefined): void => {
      if (answer === undefined) {
        subscriber.error(new EmptyOutput(label));
        return;
      }
      it = answer.value;
      subscriber.next({ round, answer, isFinal: true });
      // The types of the loop promise its function this answer.
      if (round === max || until?.(it as never, round) === true) subscriber.complete();
      else {
        isReady = true;
        go();
      }
    };
    const begin = (): void => {
      isReady = false;
      round++;
      let answer: Answer<unknown> | undefined;
      const given = { [itself]: it };
      const output = nest(plan, { given: () => given, isBare: true, wave: round });
      subscriber.add(
        output.pipe(outputOf(plan)).subscribe({
          next: (next) => {
            answer = next;
            subscriber.next({ round, answer, isFinal: false });
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            try {
              end(answer);
            } catch (error) {
              subscriber.error(error);
            }
          },
        }),
      );
    };
    const go = (): void => {
      if (isLooping) return;
      isLooping = true;
      while (isReady && !subscriber.closed) begin();
      isLooping = false;
    };
    go();
  });

/** Gathers the answers of rounds, the unfinished one of the last among them. */
const gathering = (): Accumulator<Said, Answer<readonly unknown[]>> => {
  const answers: unknown[] = [];
  let latest: Answer<unknown> = { value: undefined };
  let told = 0;
  return {
    add: ({ round, answer, isFinal }) => {
      latest = answer;
      answers[round - 1] = answer.value;
      return isFinal || isWorthACopy(answers.length, told);
    },
    read: () => {
      told = answers.length;
      return { ...latest, value: [...answers] };
    },
  };
};
