/**
 * The meaning of a random flow in few lines: how each of its tasks must end, whatever the timing.
 *
 * @module
 */

import { left, right } from '../../lib/core/either.js';
import type { SkipCause } from '../../lib/core/errors.js';
import { numberOf, say } from './said.js';
import {
  inputsOf,
  isOptional,
  isRouted,
  isSpared,
  joinOf,
  mayLose,
  nameOf,
  parentsOf,
  waysOf,
  type Code,
  type Routing,
  type Shape,
  type Work,
} from './shapes.js';

/** How a task ends, and with what. */
export type End =
  | { readonly state: 'gave'; readonly value: unknown }
  | { readonly state: 'skipped'; readonly because: SkipCause }
  | { readonly state: 'failed' };

/** What comes of a task that has begun: something, nothing, or a failure. */
type Outcome = { readonly value: unknown } | 'empty' | 'failed';

/** How each task of a flow ends. */
export const meaningOf = (shape: Shape, label: string, inputs: object = {}): readonly End[] => {
  const ends: End[] = [];
  shape.tasks.forEach(({ work, route }, index) => {
    const name = nameOf(index, label);
    const given = inputsOf(shape, index, Object.keys(inputs));
    const heard = [
      ...given.map(
        (input) =>
          [input, gave(Object.entries(inputs).find(([key]) => key === input)?.[1])] as const,
      ),
      ...parentsOf(shape, index).map(
        (parent) => [nameOf(parent, label), heardBy(shape, label, index, parent, ends)] as const,
      ),
    ];
    const join = joinOf(work);
    const came = heard.filter(([, { state }]) => state === 'gave');
    const absent = heard.find(([, { state }]) => state !== 'gave');
    if (absent === undefined || join === 'settled' || (join !== 'all' && came.length > 0)) {
      const record = Object.fromEntries(
        heard.flatMap(([each, end]): readonly (readonly [string, unknown])[] => {
          if (join === 'settled') return [[each, eitherOf(end)]];
          return end.state === 'gave' ? [[each, end.value]] : [];
        }),
      );
      const outcome = outcomeOf(work, label + name, record, true);
      if (outcome === 'empty')
        ends.push({ state: 'skipped', because: { task: name, reason: 'empty' } });
      else if (outcome === 'failed' || waysTaken(route, outcome.value) === undefined)
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
};

/** Which keys a route takes; `undefined` where it fails. */
export const waysTaken = (
  route: Routing | undefined,
  value: unknown,
): readonly string[] | undefined => {
  if (route === undefined) return [];
  if (route.takes === 'unknown' || route.takes === 'throws') return undefined;
  const number = numberOf(value);
  const keys = route.ways.flatMap((_, way) => 'abc'[way] ?? []);
  const one = keys[number % keys.length] ?? '';
  return route.takes === 'one'
    ? [one]
    : keys.filter((key, bit) => key === one || (number >> (bit + 4)) % 2 === 1);
};

/** What code gives of what it is given. */
export const givenBy = (
  { gives, join }: Pick<Code, 'gives' | 'join'>,
  label: string,
  given: unknown,
): unknown => {
  // Who is first depends on the time.
  const said = say(label, join === 'first' ? '' : given);
  switch (gives) {
    case 'text':
      return said;
    case 'list':
      return Array.from({ length: numberOf(said) % 4 }, (_, item) => say(String(item), said));
    case 'record':
      return { it: join === 'first' ? said : given };
    case 'same':
      return 'same';
  }
};

/** Whether something fickle fails. */
export const isOff = (value: unknown): boolean => numberOf(value) % 3 === 0;

const gave = (value: unknown): End => ({ state: 'gave', value });

const heardBy = (
  shape: Shape,
  label: string,
  index: number,
  parent: number,
  ends: readonly End[],
): End => {
  const end = ends[parent] ?? { state: 'failed' };
  if (end.state !== 'gave' || !isRouted(shape, parent, index)) return end;
  const ways = waysOf(shape, parent);
  const taken = waysTaken(shape.tasks[parent]?.route, end.value) ?? [];
  return taken.some((way) => ways[way]?.includes(index) === true)
    ? end
    : { state: 'skipped', because: { task: nameOf(parent, label), reason: 'not-taken' } };
};

const eitherOf = (end: End): unknown => {
  if (end.state === 'gave') return right(end.value);
  const error = new Error('absent');
  error.name = end.state === 'failed' ? 'TaskFailed' : 'TaskSkipped';
  return left(error);
};

const outcomeOf = (work: Work, label: string, given: unknown, isRecord: boolean): Outcome => {
  switch (work._tag) {
    case 'Code':
    case 'Ask': {
      const value =
        work._tag === 'Code'
          ? givenBy(work, label, given)
          : givenBy(
              { ...work, gives: 'text' },
              label,
              isRecord ? Object.values(given as object) : [given],
            );
      if (work.fate === 'empty') return work.optional ? 'empty' : 'failed';
      return work.fate === 'fails' || (work.fate === 'fickle' && isOff(value))
        ? 'failed'
        : { value };
    }
    case 'Sequence': {
      let outcome: Outcome = { value: given };
      for (const [step, each] of work.steps.entries()) {
        outcome = outcomeOf(
          each,
          `${label}.${String(step)}`,
          outcome.value,
          isRecord && step === 0,
        );
        if (outcome === 'empty' || outcome === 'failed') return outcome;
      }
      return outcome;
    }
    case 'Loop': {
      const history: unknown[] = [];
      let it = isRecord ? Object.values(given as object)[0] : given;
      for (let round = 1; round <= work.max; round++) {
        const outcome = outcomeOf(work.round, `${label}*`, it, false);
        if (outcome === 'empty' || outcome === 'failed') return 'failed';
        history.push((it = outcome.value));
        if (work.until && isOff(it)) break;
      }
      return { value: work.history ? history : it };
    }
    case 'Each': {
      const list: unknown = isRecord ? Object.values(given as object)[0] : given;
      if (!Array.isArray(list)) return 'failed';
      const outcomes = list.map((item) => outcomeOf(work.item, `${label}[]`, item, false));
      const failed = outcomes.filter((outcome) => outcome === 'failed').length;
      if (failed > 0 && (work.onFailure === 'stop' || failed === list.length)) return 'failed';
      return {
        value: outcomes.flatMap((outcome) => (typeof outcome === 'object' ? [outcome.value] : [])),
      };
    }
    case 'Race':
      return (
        work.contenders
          .map((each, index) => outcomeOf(each, `${label}${'xyz'[index] ?? ''}`, given, isRecord))
          .find((outcome) => typeof outcome === 'object') ?? 'failed'
      );
    case 'Flow': {
      const { shape } = work;
      const ends = meaningOf(shape, `${label}/`, given as object);
      if (ends.some(({ state }, index) => state === 'failed' && !isSpared(shape, index)))
        return 'failed';
      return {
        value: Object.fromEntries(
          ends.flatMap((end, index) =>
            end.state === 'gave' && !isExcluded(shape, index)
              ? [[nameOf(index, `${label}/`), end.value]]
              : [],
          ),
        ),
      };
    }
  }
};

const isExcluded = (shape: Shape, index: number): boolean => {
  const work = shape.tasks[index]?.work;
  return mayLose(shape, index) && (work?._tag === 'Code' || work?._tag === 'Ask');
};
