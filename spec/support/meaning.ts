/**
 * The meaning of a random flow in few lines: how each of its tasks must end, whatever the timing.
 *
 * @module
 */

import { left, right } from '../../lib/core/either.js';
import type { SkipCause } from '../../lib/core/errors.js';
import { isOff, outputOf, waysTaken } from './said.js';
import type { Shape, Work } from './shapes.js';
import {
  inputsOf,
  isExcluded,
  isRouted,
  isSpared,
  joinOf,
  nameOf,
  parentsOf,
  waysOf,
} from './wires.js';

/** How a task ends, and with what. */
export type End =
  | { readonly state: 'gave'; readonly value: unknown }
  | { readonly state: 'skipped'; readonly because: SkipCause }
  | { readonly state: 'failed' };

type Values = Readonly<Record<string, unknown>>;

/** How each task of a flow ends. */
export const meaningOf = (shape: Shape, inputs: Values = {}, label = ''): readonly End[] => {
  const ends: End[] = [];
  shape.tasks.forEach(({ work, route }, index) => {
    const name = nameOf(index, label);
    const heard = [
      ...inputsOf(shape, index, Object.keys(inputs)).map(
        (input) => [input, gave(inputs[input])] as const,
      ),
      ...parentsOf(shape, index).map(
        (parent) => [nameOf(parent, label), heardOf(parent, index)] as const,
      ),
    ];
    const join = joinOf(work);
    const absent = heard.find(([, { state }]) => state !== 'gave');
    const came = heard.some(([, { state }]) => state === 'gave');
    if (absent === undefined || join === 'settled' || (join !== 'all' && came)) {
      const outcome = outcomeOf(work, label + name, {
        values: valuesOf(heard, join === 'settled'),
        isBare: false,
      });
      if (outcome === 'empty')
        ends.push({ state: 'skipped', because: { task: name, reason: 'empty' } });
      else if (outcome === 'failed') ends.push({ state: 'failed' });
      else if (route !== undefined && waysTaken(route, outcome.value) === undefined)
        ends.push({ state: 'failed' });
      else ends.push(gave(outcome.value));
    } else if (join !== 'all' && heard.some(([, { state }]) => state === 'failed')) {
      ends.push({ state: 'failed' });
    } else {
      const [task, end] = absent;
      ends.push({
        state: 'skipped',
        because: end.state === 'skipped' ? end.because : { task, reason: 'failed' },
      });
    }
  });
  return ends;

  function heardOf(parent: number, index: number): End {
    const end = ends[parent] ?? { state: 'failed' };
    const route = shape.tasks[parent]?.route;
    if (end.state !== 'gave' || route === undefined || !isRouted(shape, parent, index)) return end;
    const ways = waysOf(shape, parent);
    const isTaken = waysTaken(route, end.value)?.some((way) => ways[way]?.includes(index));
    return isTaken === true
      ? end
      : { state: 'skipped', because: { task: nameOf(parent, label), reason: 'not-taken' } };
  }
};

/** What a task is given: a record, or the one value in it itself. */
interface Given {
  readonly values: Values;
  readonly isBare: boolean;
}

/** What comes of a task that has begun: something, nothing, or a failure. */
type Outcome = { readonly value: unknown } | 'empty' | 'failed';

const outcomeOf = (work: Work, label: string, given: Given): Outcome => {
  const [one] = Object.values(given.values);
  switch (work._tag) {
    case 'Code':
    case 'Ask': {
      if (work.fate === 'empty') return work.optional ? 'empty' : 'failed';
      const value =
        work._tag === 'Code'
          ? outputOf(work, label, given.isBare ? one : given.values)
          : outputOf({ ...work, gives: 'text' }, label, Object.values(given.values));
      return work.fate === 'fails' || (work.fate === 'fickle' && isOff(value))
        ? 'failed'
        : { value };
    }
    case 'Sequence':
      return work.steps.reduce<Outcome>(
        (before, step, at) =>
          typeof before === 'string'
            ? before
            : outcomeOf(step, `${label}.${String(at)}`, at === 0 ? given : bare(before.value)),
        { value: one },
      );
    case 'Loop': {
      const answers = [one];
      do {
        const outcome = outcomeOf(work.round, `${label}*`, bare(answers.at(-1)));
        if (typeof outcome === 'string') return 'failed';
        answers.push(outcome.value);
      } while (answers.length <= work.max && !(work.until && isOff(answers.at(-1))));
      return { value: work.history ? answers.slice(1) : answers.at(-1) };
    }
    case 'Each': {
      if (!Array.isArray(one)) return 'failed';
      const outcomes = one.map((item) => outcomeOf(work.item, `${label}[]`, bare(item)));
      const failed = outcomes.filter((outcome) => outcome === 'failed').length;
      if (failed > 0 && (work.onFailure === 'stop' || failed === one.length)) return 'failed';
      return {
        value: outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : [outcome.value])),
      };
    }
    case 'Race':
      return (
        work.contenders
          .map((each, at) => outcomeOf(each, `${label}${'xyz'[at] ?? ''}`, given))
          .find((outcome) => typeof outcome !== 'string') ?? 'failed'
      );
    case 'Flow': {
      const within = `${label}/`;
      // What a flow is given by a task is a record, which shapes see to.
      const ends = meaningOf(work.shape, given.isBare ? (one as Values) : given.values, within);
      if (isFailed(work.shape, ends)) return 'failed';
      const results = ends.flatMap((end, index): readonly (readonly [string, unknown])[] =>
        end.state === 'gave' && !isExcluded(work.shape, index)
          ? [[nameOf(index, within), end.value]]
          : [],
      );
      return { value: Object.fromEntries(results) };
    }
  }
};

/** Whether a run fails in which tasks end so. */
export const isFailed = (shape: Shape, ends: readonly End[]): boolean =>
  ends.some(({ state }, index) => state === 'failed' && !isSpared(shape, index));

const gave = (value: unknown): End => ({ state: 'gave', value });

const bare = (it: unknown): Given => ({ values: { it }, isBare: true });

const valuesOf = (heard: readonly (readonly [string, End])[], isSettled: boolean): Values =>
  Object.fromEntries(
    heard.flatMap(([name, end]): readonly (readonly [string, unknown])[] => {
      if (isSettled) return [[name, end.state === 'gave' ? right(end.value) : left(faultOf(end))]];
      return end.state === 'gave' ? [[name, end.value]] : [];
    }),
  );

const faultOf = ({ state }: End): string => (state === 'failed' ? 'TaskFailed' : 'TaskSkipped');
