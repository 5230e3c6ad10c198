import { expect } from 'chai';
import { checkOne } from '../support/compiler.js';

/**
 * A layered graph: tasks with one to three predecessors in the five before them, half of them agents with
 * places and half code with codecs, one of them optional.
 */
const layered = (size: number): readonly (readonly number[])[] => {
  let seed = 7;
  const chance = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  return Array.from({ length: size }, (_, task) => {
    const layer = Math.floor(task / 5);
    if (layer === 0) return [];
    const parents = Array.from({ length: 1 + chance(3) }, () => (layer - 1) * 5 + chance(5));
    return [...new Set(parents)];
  });
};

const codecs = ['t.string', 't.number', 't.type({ words: t.number })'];

const isAgent = (task: number): boolean => task % 2 === 0;

const taskOf = (task: number, parents: readonly number[]): string => {
  if (isAgent(task)) {
    const places = parents.map((parent) => `{{t${String(parent)}}}`).join(' and ');
    const options = task === 10 ? ', { optional: true }' : '';
    return `t${String(task)}: task('Write about {{topic}} after ${places}', writer${options}),`.replace(
      task < 5 ? '' : '{{topic}}',
      task < 5 ? '' : 'it',
    );
  }
  const input = parents.map((parent) => `t${String(parent)}: ${outputOf(parent)}`).join(', ');
  return `t${String(task)}: task({ input: t.type({ ${input} }), output: ${outputOf(task)}, run: ${bodyOf(task)} }),`;
};

const outputOf = (task: number): string =>
  isAgent(task) ? 't.string' : (codecs[task % codecs.length] ?? 't.string');

const bodyOf = (task: number): string =>
  ["() => 'x'", '() => 1', '() => ({ words: 1 })'][task % codecs.length] ?? '';

const pathsOf = (graph: readonly (readonly number[])[]): string =>
  graph
    .map((_, parent) => {
      const children = graph.flatMap((parents, child) => (parents.includes(parent) ? [child] : []));
      return `t${String(parent)}: [${children.map((child) => `'t${String(child)}'`).join(', ')}],`;
    })
    .join('\n');

const imports = `
import * as t from 'io-ts';
import { filter } from 'rxjs';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { select } from '../../lib/operators/select.js';
import type { Agent } from '../../lib/flow/ports.js';
declare const writer: Agent<'text', string>;
`;

/** A program with the tasks alone, and one with a flow of them that is used. */
const programsOf = (size: number): readonly [alone: string, flowing: string] => {
  const graph = layered(size);
  const tasks = graph.map((parents, task) => taskOf(task, parents)).join('\n');
  const roots = graph.flatMap((parents, task) => (parents.length === 0 ? [task] : []));
  const entrance = `topic: [${roots.map((task) => `'t${String(task)}'`).join(', ')}],`;
  const alone = `${imports}
export const tasks = {
${tasks}
};
`;
  const flowing = `${imports}
const big = flow({
  inputs: { topic: t.string },
  tasks: {
${tasks}
  },
  paths: {
${entrance}
${pathsOf(graph)}
  },
});
export const started: Promise<string | undefined> = big.start({ topic: 'rain' }).then(({ t0, t10 }) => t10 ?? t0);
export const selected = big.run({ topic: 'rain' }).pipe(select('t4'));
big.run({ topic: 'rain' }).subscribe((event) => {
  if (event.type === 'succeeded' && event.task === 't5') event.value.words.toFixed();
});
export const filtered = big.run({ topic: 'rain' }).pipe(filter((event) => event.type === 'failed'));
`;
  return [alone, flowing];
};

const perTask = (size: number): number => {
  const [alone, flowing] = programsOf(size).map((program) => {
    const { complaints, instantiations } = checkOne(program);
    expect(complaints, 'the program itself').to.deep.equal([]);
    return instantiations;
  });
  return ((flowing ?? 0) - (alone ?? 0)) / size;
};

/** A program with a chain of tasks, of which the first is optional and the last leads to `end`. */
const chainOf = (size: number, end: string): string => {
  const names = Array.from({ length: size }, (_, index) => `t${String(index)}`);
  const tasks = names.map((name, index) =>
    index === 0
      ? `${name}: task('Begin', writer, { optional: true }),`
      : `${name}: task('After {{t${String(index - 1)}}}', writer),`,
  );
  const paths = names.map((name, index) => `${name}: ['${names[index + 1] ?? end}'],`);
  return `${imports}
const chain = flow({
  tasks: { ${tasks.join('\n')} end: task('End', writer) },
  paths: { ${paths.join('\n')} },
});
export const ended: Promise<string | undefined> = chain.start().then(({ end }) => end);
export const sure: Promise<string> = chain.start().then(({ end }) => end);
`;
};

describe('the types of a flow', function () {
  this.timeout(60_000);

  it('cost at most 700 instantiations a task, however many tasks there are', () => {
    const few = perTask(50);
    const many = perTask(200);

    expect(few, 'of 50 tasks').to.be.at.most(700);
    expect(many, 'of 200 tasks').to.be.at.most(700);
    expect(many / few, 'the growth of the cost of a task').to.be.at.most(1.5);
  });

  it('follow a skip along a chain of 500 tasks', () => {
    const { complaints } = checkOne(chainOf(500, 'end'));

    expect(complaints).to.have.length(1);
    expect(complaints[0]?.code).to.include('const sure: Promise<string>');
  });

  it('come to an end in a circle, which is refused when the flow is made', () => {
    const { complaints, instantiations } = checkOne(chainOf(50, 't0'));

    expect(complaints).to.deep.equal([]);
    expect(instantiations).to.be.at.most(100_000);
  });
});
