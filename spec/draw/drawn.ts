/**
 * Graphs to draw, and ways to look at what was drawn.
 *
 * @module
 */

import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import type { Graph, GraphTask } from '../../lib/core/graph.js';

/** A task of code, unless something else is said of it. */
export const task = (name: string, more: Partial<GraphTask> = {}): GraphTask => ({
  name,
  join: 'all',
  optional: false,
  exclude: false,
  partials: false,
  ...more,
});

const gemini = { type: 'text', provider: 'gemini', model: 'gemini-2.5-flash' };
const openai = { type: 'text', provider: 'openai', model: 'gpt-5-mini' };
const stability = { type: 'image', provider: 'stability' };

/**
 *     topic → requirements → description → brief → logo
 *                   └──────────────┴→ code
 */
export const blog: Graph = {
  inputs: ['topic'],
  tasks: [
    task('requirements', { agent: gemini }),
    task('description', { agent: openai }),
    task('brief', { agent: openai }),
    task('logo', { agent: stability }),
    task('code', { agent: openai }),
  ],
  edges: [
    { from: 'topic', to: 'requirements' },
    { from: 'requirements', to: 'description' },
    { from: 'requirements', to: 'code' },
    { from: 'description', to: 'brief' },
    { from: 'description', to: 'code' },
    { from: 'brief', to: 'logo' },
  ],
};

/**
 *     letter → triage ⇢ refund ⇢ refunds ─→ reply
 *                     ⇢ other ⇢ answer ───↗
 *                             ⇢ audit
 *                     ⇢ threat, spam ⇢ lawyer
 */
export const triage: Graph = {
  inputs: ['letter'],
  tasks: [
    task('triage', { agent: openai }),
    task('refunds', { agent: openai }),
    task('answer', { agent: gemini, partials: true }),
    task('audit'),
    task('lawyer', { inside: { kind: 'ask' } }),
    task('reply', { join: 'any' }),
  ],
  edges: [
    { from: 'letter', to: 'triage' },
    { from: 'refunds', to: 'reply' },
    { from: 'answer', to: 'reply' },
    { from: 'triage', to: 'refunds', ways: ['refund'] },
    { from: 'triage', to: 'answer', ways: ['other'] },
    { from: 'triage', to: 'audit', ways: ['other'] },
    { from: 'triage', to: 'lawyer', ways: ['threat', 'spam'] },
  ],
};

/** A graph that stands in a task. */
const alone = (...tasks: readonly GraphTask[]): Graph => ({ inputs: [], tasks, edges: [] });

const [one, two] = [task('1', { agent: openai }), task('2', { agent: openai })];

/** A task of each kind that is made of tasks, and one that asks a person. */
export const composites: Graph = alone(
  task('poem', { inside: { kind: 'sequence', graph: alone(one, two, task('3')) } }),
  task('short', { inside: { kind: 'loop', graph: alone(one), max: 5, history: false } }),
  task('chapters', { inside: { kind: 'each', graph: alone(one), concurrency: 2 } }),
  task('all', { inside: { kind: 'each', graph: alone(task('1')) } }),
  task('pick', {
    inside: { kind: 'race', graph: alone(one, task('2', { agent: gemini })), after: 0 },
  }),
  task('safe', { inside: { kind: 'race', graph: alone(one, two), after: 1500 } }),
  task('sub', { inside: { kind: 'flow', graph: blog } }),
  task('approved', { inside: { kind: 'ask' } }),
);

/** Names that mean something in a format, and such as are hard to write. */
export const hostile: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  ']]><foreignObject onload="alert(1)"/>',
  `a & b &amp; 'c' "d" &#0;`,
  '__proto__',
  '\u0000\u0001\u001b[31m\u007f\u0085\uFFFE\uFFFF',
  '\uD800 half \uDC00',
  'tab\tline\nreturn\r',
  '日本語のとても長い名前のタスクはここで切られるはずです',
  '👩‍👩‍👧‍👦 🇩🇪 e\u0301',
  'end',
  '%%{init: {"theme":"dark"}}%%',
  '1. a list',
  '`**bold**` _b_',
  '$$x^2$$',
  'a\\nb \\N',
  'fa:fa-car',
  '#35; #quot; ;',
  'x"]; evil["y',
  '--> b | {{c}} (d) [e] @{ shape: x } :::f',
  '\u202Eevil\u2028',
];

/** One task, to which an input leads. */
export const single = (input: string, only: GraphTask): Graph => ({
  inputs: [input],
  tasks: [only],
  edges: [{ from: input, to: only.name }],
});

/**
 * Rows of tasks, each of which waits for some of the rows above; the same graph each time. As many of them as are
 * asked for have a route.
 */
export const rows = (size: number, width: number, routers = 0): Graph => {
  const next = chance();
  const tasks = Array.from({ length: size }, (_, index) =>
    task(`task ${String(index)}`, [{ agent: openai }, { agent: stability }, {}][next(3)]),
  );
  const edges = tasks.flatMap(({ name }, index) => {
    if (index < width) return [{ from: 'topic', to: name }];
    const parents = Array.from({ length: 1 + next(2) }, () => {
      const row = Math.max(0, Math.floor(index / width) - 1 - (next(5) === 0 ? next(4) : 0));
      const column = Math.min(width - 1, Math.max(0, (index % width) + next(5) - 2));
      return row * width + column;
    });
    return [...new Set(parents)].map((parent) => ({ from: `task ${String(parent)}`, to: name }));
  });
  const froms = [...new Set(edges.map(({ from }) => from))];
  const routing = froms.filter((from) => from !== 'topic').slice(0, routers);
  return {
    inputs: ['topic'],
    tasks,
    edges: edges.map((edge, index) =>
      routing.includes(edge.from) ? { ...edge, ways: [`way ${String(index)}`] } : edge,
    ),
  };
};

// xorshift: enough chance for a picture.
const chance = (): ((below: number) => number) => {
  let state = 88675123;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

/** Small graphs of all shapes: several parts, tasks that nothing leads to, inputs that lead nowhere, routes. */
export const graphs: fc.Arbitrary<Graph> = fc
  .record({
    inputs: fc.nat({ max: 3 }),
    parents: fc.array(fc.uniqueArray(fc.nat({ max: 99 }), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 24,
    }),
    width: fc.integer({ min: 1, max: 40 }),
    ways: fc.array(
      fc.option(fc.array(fc.string({ maxLength: 30 }), { minLength: 1, maxLength: 5 }), {
        nil: undefined,
      }),
      { minLength: 1, maxLength: 9 },
    ),
  })
  .map(({ inputs, parents, width, ways }) => {
    const names = [
      ...Array.from({ length: inputs }, (_, index) => `input ${String(index)}`),
      ...parents.map((_, index) => `task ${String(index)}`.padEnd(width, 'x')),
    ];
    const edges = parents.flatMap((some, index) => {
      const known = inputs + index;
      const froms = known === 0 ? [] : [...new Set(some.map((parent) => parent % known))];
      return froms.map((from) => ({ from, to: known }));
    });
    return {
      inputs: names.slice(0, inputs),
      tasks: names.slice(inputs).map((name, index) => task(name, { optional: index % 7 === 3 })),
      edges: edges.map(({ from, to }, index) => {
        const keys = from < inputs ? undefined : ways[index % ways.length];
        const edge = { from: names[from] ?? '', to: names[to] ?? '' };
        return keys === undefined ? edge : { ...edge, ways: keys };
      }),
    };
  });

const { window } = new JSDOM();

/** Reads the text of an SVG file as an XML parser does; what is not well-formed is an error. */
export const parsed = (svg: string): Element => {
  const page = new window.DOMParser().parseFromString(svg, 'image/svg+xml');
  const error = page.querySelector('parsererror');
  if (error !== null) throw new Error(error.textContent);
  return page.documentElement;
};

/** An attribute of each element that has it. */
export const every = (svg: Element, attribute: string): readonly string[] =>
  Array.from(
    svg.querySelectorAll(`[${attribute}]`),
    (element) => element.getAttribute(attribute) ?? '',
  );
