/**
 * From agents as data to agents.
 *
 * @module
 */

import type * as t from 'io-ts';
import { agent, type AgentOptions } from '../agents/agent.js';
import { findCycle, topologicalOrder } from '../core/graph.js';
import { modalities, type Modality } from '../core/modality.js';
import type { AnyAgent } from '../flow/ports.js';
import { attempted } from './attempted.js';
import type { AgentSpec, TypeSpec } from './form.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';
import { codecOfType, hasBytes } from './types.js';

/** Makes agents, by their names. One that cannot be made is a problem, and is left out. */
export const makeAgents = (
  specs: Readonly<Record<string, AgentSpec>>,
  problems: Problems,
): ReadonlyMap<string, AnyAgent> => {
  const names = Object.keys(specs);
  const numbers = new Map(names.map((name, index) => [name, index]));
  // Whom an agent falls back on is made before it.
  const later: number[][] = names.map(() => []);
  names.forEach((name, index) => {
    for (const other of specs[name]?.fallback ?? []) later[numbers.get(other) ?? -1]?.push(index);
  });
  const order = topologicalOrder(names.length, later);
  if (order.length < names.length) {
    const circle = findCycle(names.length, later, order).map((index) => names[index] ?? '');
    const [first = ''] = circle;
    problems.add(
      ['agents', first, 'fallback'],
      `They fall back on each other: ${circle.toReversed().join(' → ')}. Remove one of them.`,
    );
  }
  const made = new Map<string, AnyAgent>();
  for (const index of order) {
    const name = names[index] ?? '';
    const spec = specs[name];
    const one = spec === undefined ? undefined : makeAgent(name, spec, made, problems);
    if (one === undefined) continue;
    made.set(name, one);
    namesOf.set(one, name);
  }
  return made;
};

/** What an agent is called where it was written down; `undefined` for one that was not. */
export const nameOf = (one: AnyAgent): string | undefined => namesOf.get(one);

const namesOf = new WeakMap<AnyAgent, string>();

/** Refuses fallbacks that give something else than those in whose place they are asked. */
export const checkFallbacks = (
  type: string,
  fallback: readonly AnyAgent[],
  place: Place,
  problems: Problems,
): void => {
  fallback.forEach((other, index) => {
    if (givenBy(other.type) === givenBy(type)) return;
    problems.add(
      [...place, 'fallback', index],
      `An agent of type "${other.type}" gives ${givenBy(other.type)}, and what it stands in for gives ${givenBy(type)}.`,
    );
  });
};

/** The codec of what agents of a type are to answer. One that could read none of their answers is a problem. */
export const makeOutput = (
  type: string,
  output: TypeSpec | undefined,
  place: Place,
  problems: Problems,
): t.Mixed | undefined => {
  if (output === undefined) return undefined;
  const gives = modalities[type]?.gives ?? 'data';
  const isFit = gives === 'data' ? !hasBytes(output) : output === gives.toLowerCase();
  if (!isFit) {
    problems.add(
      [...place, 'output'],
      `An agent of type "${type}" gives ${givenBy(type)}, in which there ${
        gives === 'data' ? 'are no pictures and no sounds' : 'is nothing else'
      }.`,
    );
  }
  return codecOfType(output);
};

const makeAgent = (
  name: string,
  { fallback: fallbackNames = [], output, ...spec }: AgentSpec,
  made: ReadonlyMap<string, AnyAgent>,
  problems: Problems,
): AnyAgent | undefined => {
  const fallback = fallbackNames.flatMap((other) => made.get(other) ?? []);
  if (fallback.length < fallbackNames.length) return undefined;
  const place = ['agents', name];
  checkFallbacks(spec.type, fallback, place, problems);
  // The form has the members of the options. That its provider has such agents, is seen when it is made.
  const options = {
    ...spec,
    fallback,
    output: makeOutput(spec.type, output, place, problems),
  } as unknown as AgentOptions<Modality>;
  return attempted(place, problems, () => agent(options));
};

const givenBy = (type: string): string => {
  switch (modalities[type]?.gives) {
    case 'Image':
      return 'a picture';
    case 'Audio':
      return 'a sound';
    default:
      return speaks.includes(type) ? 'a text' : `what only "${type}" gives`;
  }
};

const speaks: readonly string[] = ['text', 'vision', 'recognition'] satisfies readonly Modality[];
