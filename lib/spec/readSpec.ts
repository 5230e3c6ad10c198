/**
 * Reading a flow that is data: by the table, and then by making it, which finds the rest.
 *
 * @module
 */

import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from '../core/either.js';
import type { SpecProblem } from '../core/specErrors.js';
import type { PlainFlow } from '../flow/plainFlow.js';
import type { Json } from './json.js';
import type { AgentSpec } from './form.js';
import { makeAgents } from './makeAgents.js';
import { makeFlow } from './makeFlow.js';
import { at } from './place.js';
import { problemsFound, type Problems } from './problems.js';
import type { ModelRules } from './rules.js';
import { isRecord } from './shape.js';
import { wholeFlow, type WholeFlow } from './table.js';

/** A flow as data, and what it is. */
export interface Read {
  readonly spec: WholeFlow;
  readonly flow: PlainFlow;
}

/** Reads a flow, or tells all that is wrong with it. */
export const readSpec = (data: Json, model?: ModelRules): Either<readonly SpecProblem[], Read> => {
  const problems = problemsFound();
  const given = model?.agents ?? {};
  const own = at(data, ['agents']) ?? null;
  const agents = [...Object.keys(given), ...(isRecord(own) ? Object.keys(own) : [])];
  const spec = wholeFlow.read(withVersion(data, problems), [], {
    problems,
    model,
    agents,
    depth: 0,
  });
  if (spec === undefined) return left(problems.all());
  const all: Readonly<Record<string, AgentSpec>> = { ...given, ...spec.agents };
  const flow = makeFlow(spec, [], {
    problems,
    model,
    data,
    agents: makeAgents(all, problems),
    rounds: 1,
    flow: makeFlow,
  });
  const wrong = problems.all();
  return flow === undefined || wrong.length > 0 ? left(wrong) : right({ spec, flow });
};

/** What else is wrong with a flow without a version, is told as of this one. */
const withVersion = (data: Json, problems: Problems): Json => {
  if (!isRecord(data) || Object.hasOwn(data, 'rivulet')) return data;
  problems.add([], '"rivulet" is missing. Write "rivulet": 1, which is the version of this form.');
  return { rivulet: 1, ...data };
};
