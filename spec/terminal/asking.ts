/**
 * A program that asks some questions at once, tells what was answered, and ends. A signal takes the questions back.
 *
 * @module
 */

import { catchError, map, merge, of, type Observable } from 'rxjs';
import { terminal } from '../../lib/terminal/index.js';

/** A question, and the type of its answer. */
export interface Question {
  readonly task: string;
  readonly question: string;
  readonly takes: 'text' | 'number' | 'boolean';
}

const isTaken = (takes: Question['takes'], answer: unknown): boolean =>
  takes === 'text' ? typeof answer === 'string' && answer !== '' : typeof answer === takes;

const questions = JSON.parse(process.argv[2] ?? '[]') as readonly Question[];

const asked = ({ task, question, takes }: Question): Observable<string> =>
  terminal()({
    task,
    question,
    given: {},
    complaint: (answer) => (isTaken(takes, answer) ? undefined : `a ${takes} is wanted`),
  }).pipe(
    map((answer) => JSON.stringify({ [task]: answer })),
    catchError((error: unknown) => of(String(error))),
  );

const tell = (text: string): void => void process.stdout.write(`${text}\n`);

const standing = (): ReadonlyMap<unknown, number> =>
  new Map(process.stdin.eventNames().map((name) => [name, process.stdin.listenerCount(name)]));

const before = standing();

tell(`pid ${String(process.pid)}`);

process.once('SIGUSR1', () => {
  answers.unsubscribe();
  tell('taken back');
});

if (process.argv.includes('--handles-interrupt')) {
  process.once('SIGINT', () => {
    answers.unsubscribe();
    tell('interrupted');
  });
}

process.once('exit', () => {
  const left = [...standing()].filter(([name, count]) => count > (before.get(name) ?? 0));
  // Node puts a terminal right when a program ends, so it is looked at before.
  tell(
    `left: ${[...left.map(([name]) => String(name)), ...(process.stdin.isRaw ? ['raw'] : [])].join()}`,
  );
});

const answers = merge(...questions.map(asked)).subscribe({
  next: tell,
  complete: () => tell('done'),
});
