import { decider, type Decider } from './decider.js';
import { checkKey, keysOf } from './deciderKeys.js';

/**
 * Chooses by the tools that a model called: the keys of all of them, each once, in the order of the table. Tools that
 * the table does not have do not count. The tasks behind the route are given the text of the answer; what the tools were
 * called with stands in `calls` of `succeeded`.
 *
 * @param ways the key for each tool
 * @param otherwise the key when none of them was called
 *
 * @example
 * ```ts
 * import { byTools, route } from 'rivulet';
 *
 * const question = route(byTools({ weather: 'outside', news: 'outside', sum: 'inside' }, 'answered'), {
 *   outside: 'lookUp',
 *   inside: 'calculate',
 *   answered: [],
 * });
 * ```
 *
 * @category deciders
 */
export const byTools = <const Way extends string, const Otherwise extends string>(
  ways: Readonly<Record<string, Way>>,
  otherwise: Otherwise,
): Decider<Way | Otherwise> => {
  const tools = keysOf('byTools', ways).map((tool) => ({ tool, way: ways[tool] }));
  for (const { tool, way } of tools) checkKey('byTools', `what stands at "${tool}"`, way);
  checkKey('byTools', 'the last parameter', otherwise);
  const data = { by: 'tools', ways: Object.freeze({ ...ways }), otherwise } as const;
  return decider<Way | Otherwise>(data, (_, { calls }) => {
    const called = new Set(calls.map(({ tool }) => tool));
    const taken = tools.filter(({ tool }) => called.has(tool)).flatMap(({ way }) => way ?? []);
    return taken.length === 0 ? otherwise : [...new Set(taken)];
  });
};
