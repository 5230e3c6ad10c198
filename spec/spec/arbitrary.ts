/**
 * Flows as data, of all kinds, as `toSpec` writes them: without what says nothing.
 *
 * @module
 */

import fc, { type GeneratorValue } from 'fast-check';
import { same } from '../../lib/core/same.js';
import type {
  AgentSpec,
  BudgetSpec,
  FlowBody,
  FlowSpec,
  LimitsSpec,
  PriceSpec,
  RetrySpec,
  RouteSpec,
  SaveSpec,
  TaskSpec,
  TaskSpecOptions,
  TimeoutSpec,
  TypeSpec,
  UntilSpec,
} from '../../lib/spec/index.js';

/** Which providers the agents have. */
export const specs = (providers: readonly string[]): fc.Arbitrary<FlowSpec> =>
  fc.gen().map((generate) => makeSpec(generate, providers));

/** The variables that agents of these flows name. */
export const variables = ['MY_API_KEY', 'X_TOKEN', 'A_KEY', 'MY_BASE_URL', 'X_URL'] as const;

const typesOf = (...names: readonly TypeSpec[]): fc.Arbitrary<TypeSpec> =>
  fc.letrec<{ readonly type: TypeSpec }>((tie) => ({
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...names),
      tie('type').map((list) => ({ list })),
      fc
        .dictionary(fc.constantFrom('a', 'b', 'a b', 'ä'), tie('type'))
        .map((record) => ({ record: { ...record } })),
      fc.array(fc.string(), { minLength: 1, maxLength: 4 }).map((oneOf) => ({ oneOf })),
      tie('type').map((optional) => ({ optional })),
    ),
  })).type;

/** A type of values. */
export const types = typesOf('text', 'number', 'boolean', 'image', 'audio', 'data');

/** A type of what a model can write. */
const written = typesOf('text', 'number', 'boolean', 'data');

const makeSpec = (generate: GeneratorValue, providers: readonly string[]): FlowSpec => {
  const make = makingWith(generate);
  const names = make.some(['writer', 'editor-2', 'Änne', 'a b', '写'], 1);
  const all = names.map((name, index): readonly [string, AgentSpec] => [
    name,
    make.agent(providers, names.slice(index + 1)),
  ]);
  const agents = new Map(all);
  const used = new Set<string>();
  const body = make.body(agents, used, 0);
  // Those that the used ones fall back on are used, too; the set grows while it is walked.
  for (const name of used) for (const other of agents.get(name)?.fallback ?? []) used.add(other);
  const kept = all.filter(([name]) => used.has(name));
  return { rivulet: 1, ...(kept.length > 0 && { agents: Object.fromEntries(kept) }), ...body };
};

type Agents = ReadonlyMap<string, AgentSpec>;

const makingWith = (generate: GeneratorValue) => {
  const below = (max: number): number => generate(fc.nat, { max: max - 1 });
  const maybe = (chance = 3): boolean => below(chance) === 0;
  const one = <A>(values: readonly A[]): A =>
    generate(() => fc.constantFrom(...(values as readonly [A, ...A[]])));
  const some = <A>(values: readonly A[], least = 0): readonly A[] =>
    generate(() => fc.subarray([...values], { minLength: Math.min(least, values.length) }));
  const words = (): string => generate(fc.string, { maxLength: 12 }).replaceAll(/[{}]/gu, '(');
  const retry = (attempts: number, delay: number, maxDelay: number): RetrySpec => ({
    attempts,
    ...(maybe() && { delay }),
    ...(maybe() && { maxDelay }),
  });
  const timeout = (total: number, idle: number): TimeoutSpec => ({
    total,
    ...(maybe() && { idle }),
  });

  const limits = (): LimitsSpec => ({
    concurrency: 1 + below(3),
    ...(maybe() && { requestsPerMinute: 100 }),
    ...(maybe() && { tokensPerMinute: 10_000 }),
  });
  const price = (): PriceSpec => ({
    ...(maybe() && { input: 0.25, output: 2 }),
    ...(maybe() && { cached: 0 }),
    ...(maybe() && { request: 0.01 }),
  });
  const budget = (): BudgetSpec => ({
    requests: 1 + below(20),
    ...(maybe() && { tokens: 5000 }),
    ...(maybe() && { money: 0.5 }),
    ...(maybe() && { time: 90_000 }),
  });

  const agent = (providers: readonly string[], others: readonly string[]): AgentSpec => {
    const fallback = some(others);
    return {
      type: 'text',
      provider: one(providers),
      mission: words(),
      ...(maybe() && { model: one(['m', 'a/b:c']) }),
      ...(maybe() && {
        params: { temperature: 0.5, stop: ['x', null], deep: { a: { b: true } } },
      }),
      ...(maybe() && { timeout: timeout(1000, 2000) }),
      ...(maybe() && { retry: retry(2, 100, 40_000) }),
      ...(fallback.length > 0 && { fallback }),
      ...(maybe(4) && { output: generate(() => written) }),
      ...(maybe(6) && { maxSteps: 1 + below(9) }),
      ...(maybe(4) && { limits: limits() }),
      ...(maybe(4) && { price: price() }),
      ...(maybe() && { key: { env: one(variables.slice(0, 3)) } }),
      ...(maybe() && { baseURL: { env: one(variables.slice(3)) } }),
    };
  };

  const options = (): TaskSpecOptions => ({
    ...(maybe(6) && { join: one(['any', 'first']) }),
    ...(maybe(6) && { optional: true }),
    ...(maybe(6) && { exclude: true }),
    ...(maybe(6) && { recall: [one(['kept', 'kept?', 'other??'])] }),
    ...(maybe(6) && { remember: one(['kept', 'a b']) }),
    ...(maybe(6) && {
      save: one<SaveSpec>([true, 'plot', { overwrite: true }, { name: '../x', overwrite: true }]),
    }),
    ...(maybe(6) && { timeout: timeout(3000, 4000) }),
  });

  // No agent here takes bytes.
  const answer = (): TypeSpec => {
    const type = generate(() => types);
    return type === 'image' || type === 'audio' ? { list: type } : type;
  };

  const instruction = (places: readonly string[]): string =>
    [words(), ...some(places).map((place) => `{{${place}}} ${words()}`)].join(' ');

  /** A task that is given these, or by `it` a value itself. */
  const plain = (
    places: readonly string[],
    agents: Agents,
    used: Set<string>,
    isWithin = false,
  ): TaskSpec => {
    const own = options();
    const recalled = own.recall?.map((key) => key.replace(/\?$/u, '')) ?? [];
    // What the task around it is given, has to have no other places.
    const text = instruction([...places, ...(isWithin ? [] : recalled)]);
    if (maybe(5)) {
      return { ask: text, ...(maybe() && { output: answer() }), ...own };
    }
    const name = one([...agents.keys()]);
    const output = maybe(6) ? generate(() => written) : undefined;
    const fallback = some([...agents.keys()]);
    const isOwn = String(fallback) === String(agents.get(name)?.fallback ?? []);
    for (const each of [name, ...(isOwn ? [] : fallback)]) used.add(each);
    return {
      agent: name,
      instruction: text,
      // What its agent says is written there.
      ...(output !== undefined && !same(output, agents.get(name)?.output) && { output }),
      ...own,
      ...(own.join === undefined && maybe(6) && { partials: true }),
      ...(maybe(6) && { retry: retry(5, 300, 60_000) }),
      ...(!isOwn && { fallback }),
    };
  };

  /** Those who compete join by `'all'`. */
  const competing = (places: readonly string[], agents: Agents, used: Set<string>): TaskSpec =>
    Object.fromEntries(
      Object.entries(plain(places, agents, used, true)).filter(([name]) => name !== 'join'),
    ) as unknown as TaskSpec;

  const bare = (agents: Agents, used: Set<string>, depth: number): TaskSpec => {
    if (depth > 2) return plain(['it'], agents, used, true);
    switch (below(6)) {
      case 0:
        return repeated(agents, used, depth);
      case 1:
        return {
          sequence: [bare(agents, used, depth + 1), bare(agents, used, depth + 1)],
        };
      case 2:
        return race(['it'], agents, used);
      default:
        return plain(['it'], agents, used, true);
    }
  };

  const repeated = (agents: Agents, used: Set<string>, depth: number): TaskSpec =>
    maybe(2)
      ? {
          loop: bare(agents, used, depth + 1),
          max: 1 + below(3),
          ...(maybe() && {
            until: one<UntilSpec>([
              { contains: ['done', 'it is'] },
              { atMost: 20 },
              { atLeast: 0 },
            ]),
          }),
          ...(maybe() && { history: true }),
        }
      : {
          forEach: bare(agents, used, depth + 1),
          ...(maybe() && { concurrency: 1 + below(3) }),
          ...(maybe() && { onFailure: 'isolate' }),
        };

  const race = (places: readonly string[], agents: Agents, used: Set<string>): TaskSpec => {
    const tasks = [competing(places, agents, used), competing(places, agents, used)];
    return maybe(2) ? { race: tasks } : { hedge: tasks, after: 1 + below(100) };
  };

  const task = (
    places: readonly string[],
    agents: Agents,
    used: Set<string>,
    depth: number,
  ): TaskSpec => {
    switch (below(8)) {
      case 0:
        return { sequence: [plain(places, agents, used, true), bare(agents, used, depth + 1)] };
      case 1:
        return race(places, agents, used);
      case 2:
        return places.length === 1 ? repeated(agents, used, depth) : plain(places, agents, used);
      case 3:
        return depth > 1
          ? plain(places, agents, used)
          : { flow: body(agents, used, depth + 1, places) };
      default:
        return plain(places, agents, used);
    }
  };

  const route = (targets: readonly string[]): RouteSpec => {
    const [first = '', ...others] = targets;
    const rest = others.length === 1 ? (others[0] ?? []) : others;
    return one<RouteSpec>([
      { by: 'length', limits: { a: 10, b: 20 }, otherwise: 'c', to: { a: first, b: rest, c: [] } },
      { by: 'content', words: { a: ['x', 'y z'] }, otherwise: 'b', to: { a: first, b: rest } },
      {
        by: 'content',
        words: { a: ['x'], c: ['y'] },
        otherwise: 'b',
        all: true,
        to: { a: first, b: rest, c: [] },
      },
      { by: 'type', ways: { text: 'a', data: 'b' }, otherwise: 'b', to: { a: first, b: rest } },
      { by: 'presence', present: 'a', missing: 'b', to: { a: first, b: rest } },
      { by: 'tools', ways: { search: 'a' }, otherwise: 'b', to: { a: first, b: rest } },
    ]);
  };

  const body = (
    agents: Agents,
    used: Set<string>,
    depth: number,
    given?: readonly string[],
  ): FlowBody => {
    const inputs = given ?? some(['topic', 'in put', 'ä']);
    const tasks = some(['plot', 'title', 'x-y', 'Z', '日本', 'last one'], 1).filter(
      (name) => !inputs.includes(name),
    );
    const names = tasks.length === 0 ? ['only'] : tasks;
    const paths = new Map<string, string[]>();
    const parents = new Map(
      names.map((name, index) => [name, some([...inputs, ...names.slice(0, index)])]),
    );
    for (const parent of [...inputs, ...names]) {
      const children = names.filter((name) => parents.get(name)?.includes(parent) === true);
      if (children.length > 0) paths.set(parent, children);
    }
    const routes = names.flatMap((name, index): [string, RouteSpec][] => {
      const open = names
        .slice(index + 1)
        .filter((each) => parents.get(each)?.includes(name) !== true);
      const targets = maybe() ? some(open) : [];
      for (const target of targets) parents.set(target, [...(parents.get(target) ?? []), name]);
      return targets.length === 0 ? [] : [[name, route(targets)]];
    });
    return {
      ...(inputs.length > 0 && {
        inputs: Object.fromEntries(
          inputs.map((name) => [name, one<TypeSpec>(['text', 'data', { list: 'text' }])]),
        ),
      }),
      tasks: Object.fromEntries(
        names.map((name) => [name, task(parents.get(name) ?? [], agents, used, depth)]),
      ),
      ...(paths.size > 0 && { paths: Object.fromEntries(paths) }),
      ...(routes.length > 0 && { routes: Object.fromEntries(routes) }),
      ...(maybe() && { onFailure: 'isolate' }),
      ...(maybe() && { concurrency: 1 + below(4) }),
      ...(maybe(4) && { budget: budget() }),
    };
  };

  return { some, agent, body };
};
