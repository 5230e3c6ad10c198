import { NotWritable } from '../core/specErrors.js';
import { agentsIn } from './agentsIn.js';
import { large, plainData } from './data.js';
import type { FlowSpec } from './flowSpec.js';
import { planOf, type AnyFlow } from '../flow/planOf.js';
import { problemsFound } from './problems.js';
import { readSpec } from './readSpec.js';
import { writeAgent } from './writeAgent.js';
import { writeBody } from './writeBody.js';

/**
 * Writes a flow as data, of which `fromSpec` makes a flow that is the same. What says nothing is left out, such as
 * `join: 'all'`; agents keep the names that they were read by, or are called by what they are, as `openai-text`.
 *
 * Code cannot be written down: tasks of code, functions as instructions, `before`, `after`, guards, `chunks`, tools, choices
 * and codecs of one's own, and providers that are objects. A key that was given as a text is not written anywhere.
 *
 * @example
 * ```ts
 * import * as t from 'io-ts';
 * import { agent, flow, task } from 'rivulet';
 * import { toSpec } from 'rivulet/spec';
 *
 * const writer = agent({ type: 'text', provider: 'openai', mission: 'write' });
 * const story = flow({
 *   inputs: { topic: t.string },
 *   tasks: { plot: task('Write a plot about {{topic}}', writer) },
 *   paths: { topic: ['plot'] },
 * });
 *
 * const text = JSON.stringify(toSpec(story), undefined, 2);
 * ```
 *
 * @throws {@link NotWritable} with all that cannot be written, each with its path
 * @category flows as data
 */
export const toSpec = (flow: AnyFlow): FlowSpec => {
  const problems = problemsFound();
  const plan = planOf(flow);
  const names = agentsIn(plan);
  const agents = [...names].map(
    ([agent, name]) => [name, writeAgent(agent, ['agents', name], names, problems)] as const,
  );
  const written = {
    rivulet: 1,
    ...(agents.length > 0 && { agents: Object.fromEntries(agents) }),
    ...writeBody(plan, [], { names, problems, body: writeBody }),
  };
  const data = plainData(written, large);
  const wrong = [...problems.all(), ...(data._tag === 'Left' ? data.left : [])];
  if (data._tag === 'Left' || wrong.length > 0) throw new NotWritable(wrong);
  // What cannot be read again is not written.
  const read = readSpec(data.right);
  if (read._tag === 'Left') throw new NotWritable(read.left);
  return read.right.spec;
};
