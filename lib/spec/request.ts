/**
 * Asking a model for a flow: once, and once more when what it wrote cannot be read.
 *
 * @module
 */

import type { Either } from 'fp-ts/lib/Either.js';
import { concatMap, defaultIfEmpty, defer, map, of, takeLast, type Observable } from 'rxjs';
import { left } from '../core/either.js';
import { listed, PlanFailed, type SpecProblem } from '../core/specErrors.js';
import type { Agent } from '../flow/ports.js';
import { parsed, small } from './data.js';
import { jsonIn } from './jsonIn.js';
import { readSpec, type Read } from './readSpec.js';
import type { ModelRules } from './rules.js';

/** Asks for a flow that keeps to the rules. */
export const requested = (
  agent: Agent<'text', string>,
  question: string,
  rules: ModelRules,
): Observable<Read> => {
  const answerTo = (text: string): Observable<string> =>
    defer(() => agent.ask({ text, images: [], audio: [], form })).pipe(
      takeLast(1),
      defaultIfEmpty(''),
    );
  return answerTo(question).pipe(
    concatMap((first) => {
      const read = readAnswer(first, rules);
      if (read._tag === 'Right') return of(read.right);
      return answerTo(repairOf(question, first, read.left)).pipe(
        map((second) => {
          const again = readAnswer(second, rules);
          if (again._tag === 'Right') return again.right;
          throw new PlanFailed(again.left, [first, second]);
        }),
      );
    }),
  );
};

// Providers can see to it that an answer is JSON. A schema of flows would be too deep for them.
const form = { name: 'flow' };

const readAnswer = (answer: string, rules: ModelRules): Either<readonly SpecProblem[], Read> => {
  const json =
    answer.length > small.characters * 2
      ? answer
      : jsonIn(answer, (value) => 'tasks' in value || 'rivulet' in value);
  if (json === undefined) {
    return left([{ path: '', message: 'There is no JSON object in it.' }]);
  }
  const data = parsed(json, small);
  return data._tag === 'Left' ? data : readSpec(data.right, rules);
};

const repairOf = (question: string, answer: string, problems: readonly SpecProblem[]): string =>
  [
    question,
    `This was your answer:\n${cut(answer)}`,
    `This is no flow that can be read:${listed(problems, 40)}`,
    'Put all of this right, and answer with the whole flow: one JSON object, and nothing else.',
  ].join('\n\n');

const cut = (answer: string): string =>
  answer.length > longest ? `${answer.slice(0, longest)}\n… (cut off here)` : answer;

const longest = 50_000;
