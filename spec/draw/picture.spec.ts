import { expect } from 'chai';
import fc from 'fast-check';
import type { Graph } from '../../lib/core/graph.js';
import { pictureOf, type PlacedPath, type PlacedWay } from '../../lib/draw/picture.js';
import { blog, graphs, rows, task, triage } from './drawn.js';

describe('pictureOf', () => {
  it('lets no box overlap another, and no path touch a box that it passes', async () => {
    for (const graph of [blog, rows(30, 5), rows(300, 14), fan, chain]) await isClear(graph);
  });

  it('gives the keys of routes a place on their paths that nothing else touches', async () => {
    for (const graph of [triage, rows(30, 5, 9), rows(300, 14, 80), routed(fan), routed(chain)])
      await isClear(graph);
  });

  it('parts paths that lead from one task to the same other', async () => {
    const twice = { ...blog, edges: blog.edges.flatMap((edge) => [edge, edge]) };
    for (const graph of [
      twice,
      routed(twice),
      { ...blog, edges: [...blog.edges, ...routed(blog).edges] },
    ]) {
      await isClear(graph);
      const { paths } = await pictureOf(graph, 'Flow');
      const courses = paths.map(({ points }) => JSON.stringify(points));
      expect(new Set(courses).size).to.equal(graph.edges.length);
      for (const { points } of paths) {
        const heights = points.map(({ y }) => y);
        expect(heights).to.deep.equal([...heights].sort((one, two) => one - two));
      }
    }
  });

  it('does all that for graphs of all shapes', () =>
    fc.assert(fc.asyncProperty(graphs, isClear), { numRuns: 150 }));

  it('reads downwards, and to the right where it would be a ribbon', async () => {
    expect((await pictureOf(blog, 'Flow')).direction).to.equal('down');
    expect((await pictureOf(chain, 'Flow')).direction).to.equal('down');
    expect((await pictureOf(fan, 'Flow')).direction).to.equal('right');
  });

  it('puts the keys of a route where its paths part, however long these are', async () => {
    const [first = '', second = '', ...others] = names(5, 'step');
    const far = { from: first, to: others.at(-1) ?? '', ways: ['far'] };
    const graph = {
      inputs: [],
      tasks: [first, second, ...others].map((name) => task(name)),
      edges: [...chain.edges.slice(0, 4), far],
    };
    const { boxes, paths } = await pictureOf(graph, 'Flow');
    const label = paths.at(-1)?.way?.y;

    expect(label)
      .to.be.above(boxes[0]?.y ?? Infinity)
      .and.below(boxes[1]?.y ?? 0);
  });

  it('does not become much higher by routes', async () => {
    const plain = await pictureOf(chain, 'Flow');
    const picture = await pictureOf(routed(chain), 'Flow');

    expect(picture.direction).to.equal('down');
    expect(picture.height).to.be.within(plain.height, plain.height * 1.5);
  });

  it('keeps the order of declaration where no path crosses another', async () => {
    const { boxes } = await pictureOf(fan, 'Flow');
    const middle = boxes.filter(({ name }) => name.startsWith('part'));
    const below = [...middle].sort((one, two) => one.y - two.y);

    expect(below).to.deep.equal(middle);
  });

  it('is fast for dense graphs and for large ones', async () => {
    // Not what else the machine does meanwhile.
    const began = process.cpuUsage();
    await pictureOf(dense(20), 'Flow');
    await pictureOf(rows(1_000, 25), 'Flow');
    const { user, system } = process.cpuUsage(began);

    expect((user + system) / 1_000).to.be.below(6_000);
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

/** The same graph, where every task has a route. */
const routed = (graph: Graph): Graph => ({
  ...graph,
  edges: graph.edges.map((edge, index) => ({ ...edge, ways: [`way ${String(index)}`, 'other'] })),
});

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
  const paths = picture.paths.map(steps);
  const labels = picture.paths.map(({ way }) => way && around(way));
  const written = labels.filter((label) => label !== undefined);

  const clashes = [
    ...pairs(boxes).filter(([one, two]) => meet(one, two, 8)),
    ...pairs(written).filter(([one, two]) => meet(one, two, 6)),
    ...written.flatMap((label) => boxes.filter((box) => meet(box, label, 8))),
    ...paths.flat().flatMap((step) => boxes.filter((box) => meet(box, step, -0.5))),
    ...paths.flatMap((path, index) =>
      path.flatMap((step) =>
        labels.filter((label, other) => other !== index && label && meet(label, step, -0.5)),
      ),
    ),
  ];
  expect(clashes).to.deep.equal([]);
  labels.forEach((label, index) => {
    if (label !== undefined)
      expect(paths[index]?.some((step) => meet(label, step, -5))).to.equal(true);
  });
  for (const area of [...boxes, ...written]) {
    expect(area.left).to.be.at.least(0);
    expect(area.right).to.be.at.most(picture.width);
    expect(area.bottom).to.be.below(picture.below);
  }
};

const pairs = (areas: readonly Area[]): readonly (readonly [Area, Area])[] =>
  areas.flatMap((one, index) => areas.slice(0, index).map((two) => [one, two] as const));

const around = ({ x, y, width, height }: PlacedWay): Area => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

const meet = (one: Area, two: Area, apart: number): boolean =>
  one.left < two.right + apart &&
  two.left < one.right + apart &&
  one.top < two.bottom + apart &&
  two.top < one.bottom + apart;

/** The areas that a path stays in from point to point: its curves do not swing out. */
const steps = ({ points }: PlacedPath): readonly Area[] =>
  points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return {
      left: Math.min(from.x, to.x),
      right: Math.max(from.x, to.x),
      top: Math.min(from.y, to.y),
      bottom: Math.max(from.y, to.y),
    };
  });
