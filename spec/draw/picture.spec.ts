import { expect } from 'chai';
import fc from 'fast-check';
import type { Graph } from '../../lib/core/graph.js';
import { pictureOf, type Picture } from '../../lib/draw/picture.js';
import { blog, graphs, rows, task } from './drawn.js';

describe('pictureOf', () => {
  it('lets no box overlap another, and no path touch a box that it passes', async () => {
    for (const graph of [blog, rows(30, 5), rows(300, 14), fan, chain]) await isClear(graph);
  });

  it('does so for graphs of all shapes', () =>
    fc.assert(fc.asyncProperty(graphs, isClear), { numRuns: 150 }));

  it('reads downwards, and to the right where it would be a ribbon', async () => {
    expect((await pictureOf(blog, 'Flow')).direction).to.equal('down');
    expect((await pictureOf(chain, 'Flow')).direction).to.equal('down');
    expect((await pictureOf(fan, 'Flow')).direction).to.equal('right');
  });

  it('keeps the order of declaration where no path crosses another', async () => {
    const { boxes } = await pictureOf(fan, 'Flow');
    const middle = boxes.filter(({ name }) => name.startsWith('part'));
    const below = [...middle].sort((one, two) => one.y - two.y);

    expect(below).to.deep.equal(middle);
  });

  it('is fast for dense graphs and for large ones', async () => {
    const began = performance.now();
    await pictureOf(dense(20), 'Flow');
    await pictureOf(rows(1_000, 25), 'Flow');

    expect(performance.now() - began).to.be.below(6_000);
  });
});

const names = (size: number, name: string): readonly string[] =>
  Array.from({ length: size }, (_, index) => `${name} ${String(index)}`);

const parts = names(50, 'part');

/** `split` → 50 parts → `merge`. */
const fan: Graph = {
  inputs: [],
  tasks: ['split', ...parts, 'merge'].map((name) => task(name)),
  edges: parts.flatMap((part) => [
    { from: 'split', to: part },
    { from: part, to: 'merge' },
  ]),
};

/** 40 tasks, each after the one before it. */
const chain: Graph = {
  inputs: [],
  tasks: names(40, 'step').map((name) => task(name)),
  edges: names(40, 'step').flatMap((to, index, all) =>
    index === 0 ? [] : [{ from: all[index - 1] ?? '', to }],
  ),
};

/** Tasks each of which waits for all before it. */
const dense = (size: number): Graph => ({
  inputs: [],
  tasks: names(size, 'task').map((name) => task(name)),
  edges: names(size, 'task').flatMap((to, index, all) =>
    all.slice(0, index).map((from) => ({ from, to })),
  ),
});

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const isClear = async (graph: Graph): Promise<void> => {
  const picture = await pictureOf(graph, 'Flow');
  const boxes = picture.boxes.map(({ x, y, width, height }) => ({
    left: x,
    right: x + width,
    top: y,
    bottom: y + height,
  }));

  boxes.forEach((box, index) => {
    for (const other of boxes.slice(0, index)) expect(meet(box, other, 8)).to.equal(false);
    expect(box.left).to.be.at.least(0);
    expect(box.right).to.be.at.most(picture.width);
    expect(box.bottom).to.be.below(picture.below);
  });
  for (const step of steps(picture)) {
    for (const box of boxes) expect(meet(box, step, -0.5)).to.equal(false);
  }
};

const meet = (one: Area, two: Area, apart: number): boolean =>
  one.left < two.right + apart &&
  two.left < one.right + apart &&
  one.top < two.bottom + apart &&
  two.top < one.bottom + apart;

/** The areas that the paths stay in from point to point: their curves do not swing out. */
const steps = ({ paths }: Picture): readonly Area[] =>
  paths.flatMap(({ points }) =>
    points.slice(1).map((to, index) => {
      const from = points[index] ?? to;
      return {
        left: Math.min(from.x, to.x),
        right: Math.max(from.x, to.x),
        top: Math.min(from.y, to.y),
        bottom: Math.max(from.y, to.y),
      };
    }),
  );
