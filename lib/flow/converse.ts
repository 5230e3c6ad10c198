/**
 * What an agent answers that may call tools: the model is asked, what it calls is done, it is told, and so on until it answers.
 *
 * @module
 */

import {
  combineLatest,
  concatMap,
  defer,
  dematerialize,
  EMPTY,
  exhaustMap,
  forkJoin,
  isObservable,
  map,
  materialize,
  of,
  throwIfEmpty,
  concat,
  type Observable,
} from 'rxjs';
import { InvalidOptions } from '../core/errors.js';
import type { ToolCall } from '../core/event.js';
import { TooManySteps } from '../core/toolErrors.js';
import type { Answer, Called, Question, ToolResult, Turn } from './ports.js';
import { checkTools, type ToolSource, type Tools } from './tool.js';
import { useTool, type Toolbox } from './useTool.js';

/** How a conversation is held. */
export interface Conversation {
  readonly sources: readonly ToolSource[];
  readonly maxSteps: number;
  /** Is told what has been said so far, whenever tools have been called. */
  readonly noted: (turns: readonly Turn[]) => void;
  /** Makes one request. */
  readonly ask: (question: Question) => Observable<Answer<unknown>>;
  /** Puts a limit to how long tools may take to be there. */
  readonly opened: <A>(tools: Observable<A>) => Observable<A>;
  /** What calls are done with, but for the tools. */
  readonly box: Omit<Toolbox, 'tools'>;
}

/**
 * Asks until there is an answer.
 *
 *     first request     -t-(tc|)                    t = texts   c = calls tools
 *     tools                 --------r|              r = what they give
 *     second request                 -t-t-t|
 *     answer            -t-t----------t-t-t|
 *
 * What the model says on the way to its answer is the beginning of it; where the answer has a form, only the last is.
 */
export const converse = (
  question: Question,
  { sources, maxSteps, noted, ask, opened, box }: Conversation,
): Observable<Answer<unknown>> => {
  if (sources.length === 0) return ask(question);
  return withTools(sources, opened, (tools) => {
    const forms = Object.entries(tools).map(([name, { description, schema }]) => ({
      name,
      description,
      schema,
    }));
    const step = (
      turns: readonly Turn[],
      before: string,
      number: number,
    ): Observable<Answer<unknown>> =>
      defer(() => {
        let last: Answer<unknown> | undefined;
        const asked: Question = {
          ...question,
          ...(forms.length > 0 && { tools: forms }),
          turns: [...(question.turns ?? []), ...turns],
        };
        return concat(
          ask(asked).pipe(
            concatMap((answer) => {
              const told = last === undefined ? '' : textOf(last);
              last = answer;
              // The last answer of a step is the last of all only when nothing was called.
              if (!isCalling(answer, tools)) return of(after(before, answer));
              return textOf(answer) === told ? EMPTY : of(unfinished(after(before, answer)));
            }),
          ),
          defer(() => {
            if (last === undefined || !isCalling(last, tools)) return EMPTY;
            const said = textOf(last);
            const calls = named(last.calls ?? [], number);
            const all = question.form === undefined ? joined(before, said) : '';
            if (number >= maxSteps) throw new TooManySteps(box.label, maxSteps, all);
            const { memo } = last;
            return forkJoin(calls.map((call) => useTool(call, { ...box, tools }))).pipe(
              concatMap((results) => {
                const next = [...turns, calledTurn(said, calls, results, memo)];
                noted(next);
                return step(next, all, number + 1);
              }),
            );
          }),
        );
      });
    return step([], '', 1);
  });
};

/** Opens the sources of tools for as long as something is done with them. */
const withTools = <A>(
  sources: readonly ToolSource[],
  opened: Conversation['opened'],
  work: (tools: Tools) => Observable<A>,
): Observable<A> => {
  const records = sources.map((source) =>
    isObservable(source) ? source.pipe(map(checkTools), throwIfEmpty(noTools)) : of(source),
  );
  return opened(combineLatest(records)).pipe(
    // Only the first record of each counts, and they stay open until the work is done.
    exhaustMap((all) => work(mergedTools(all)).pipe(materialize())),
    dematerialize(),
  );
};

const noTools = (): InvalidOptions =>
  new InvalidOptions(undefined, 'tools: one of the Observables has completed without any.');

const mergedTools = (all: readonly Tools[]): Tools => {
  const names = all.flatMap((tools) => Object.keys(tools));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InvalidOptions(undefined, `tools: there are two called "${twice}". Rename one.`);
  }
  // Assigning a member called `__proto__` would make a prototype of it.
  return Object.fromEntries(all.flatMap((tools) => Object.entries(tools)));
};

/** Whether something is to be done before the model goes on. A tool that nobody runs ends the conversation. */
const isCalling = ({ calls = [] }: Answer<unknown>, tools: Tools): boolean =>
  calls.length > 0 &&
  calls.every(({ tool }) => !Object.hasOwn(tools, tool) || tools[tool]?.run !== undefined);

/** An answer after which others come. */
const unfinished = ({ value, delta }: Answer<unknown>): Answer<unknown> => ({
  value,
  ...(delta !== undefined && { delta }),
});

const after = (before: string, answer: Answer<unknown>): Answer<unknown> => {
  if (before === '' || typeof answer.value !== 'string') return answer;
  const isFirst = answer.delta === answer.value;
  return {
    ...answer,
    value: joined(before, answer.value),
    ...(isFirst && answer.value !== '' && { delta: `\n\n${answer.value}` }),
  };
};

const joined = (before: string, said: string): string =>
  before === '' ? said : said === '' ? before : `${before}\n\n${said}`;

const textOf = ({ value }: Answer<unknown>): string => (typeof value === 'string' ? value : '');

/** Calls with names of their own; not every provider gives them some. */
const named = (calls: readonly ToolCall[], step: number): readonly Called[] =>
  calls.map((call, index) => ({
    ...call,
    id: call.id ?? `call-${String(step)}-${String(index + 1)}`,
  }));

const calledTurn = (
  said: string,
  calls: readonly Called[],
  results: readonly ToolResult[],
  memo: unknown,
): Turn => ({
  _tag: 'Called',
  said,
  calls,
  results,
  ...(memo !== undefined && { memo }),
});
