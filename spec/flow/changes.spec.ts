import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { UnknownTask, WouldDangle } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import { route } from '../../lib/flow/route.js';
import { task } from '../../lib/flow/task.js';

const give = <A>(value: A) => task({ run: () => value });

const base = flow({
  inputs: { topic: t.string },
  tasks: {
    facts: task({ output: t.string, run: ({ topic }: { topic: string }) => `facts of ${topic}` }),
    style: task({ output: t.string, run: () => 'plain' }),
    text: task({ input: t.type({ facts: t.string }), output: t.string, run: ({ facts }) => facts }),
  },
  paths: { topic: ['facts'], facts: ['text'] },
});

const routed = flow({
  tasks: {
    fork: give('f'),
    left: give('l'),
    right: give('r'),
    end: task({ join: 'any', run: () => 'e' }),
  },
  paths: { left: ['end'], right: ['end'] },
  routes: { fork: route((): 'a' | 'b' => 'a', { a: 'left', b: 'right' }) },
});

describe('replace', () => {
  it('puts another task in the place of one, with its paths and its type', async () => {
    const counted = base.replace(
      'text',
      task({ run: ({ facts }: { facts: string }) => facts.length }),
    );
    const results = await counted.start({ topic: 'x' });

    expect(results).to.deep.equal({ facts: 'facts of x', style: 'plain', text: 10 });
    expectTypeOf(results.text).toEqualTypeOf<number>();
    expect(Object.keys(results)).to.deep.equal(['facts', 'style', 'text']);
    expect(await base.start({ topic: 'x' })).to.have.property('text', 'facts of x');
  });

  it('keeps routes from and to it', async () => {
    expect(await routed.replace('left', give(1)).start()).to.deep.equal({
      fork: 'f',
      left: 1,
      end: 'e',
    });
    expect(await routed.replace('fork', give('g')).start()).to.have.property('fork', 'g');
  });

  it('is refused for a name that there is not', () => {
    // @ts-expect-error -- the compiler says so, too
    expect(() => base.replace('txt', give(1))).to.throw(UnknownTask, 'Did you mean "text"?');
    // @ts-expect-error -- an input is no task
    expect(() => base.replace('topic', give(1))).to.throw(UnknownTask);
  });
});

describe('rewire', () => {
  it('gives a task other predecessors', () => {
    expect(base.rewire('text', ['style', 'facts']).graph.edges).to.deep.equal([
      { from: 'topic', to: 'facts' },
      { from: 'facts', to: 'text' },
      { from: 'style', to: 'text' },
    ]);
    expect(base.rewire('style', ['topic']).graph.edges).to.deep.include({
      from: 'topic',
      to: 'style',
    });
  });

  it('leaves routes as they are', () => {
    const { graph } = routed.rewire('left', []);

    expect(graph.edges).to.deep.include({ from: 'fork', to: 'left', ways: ['a'] });
  });

  it('is refused where the task asks for what it would lose, for unknown names and for circles', () => {
    expect(() => base.rewire('text', ['style'])).to.throw(
      WouldDangle,
      '"facts" cannot be removed: it is needed by "text"',
    );
    // @ts-expect-error -- the compiler says so, too
    expect(() => base.rewire('text', ['fact'])).to.throw(UnknownTask, 'Did you mean "facts"?');
    expect(() => base.rewire('facts', ['topic', 'text'])).to.throw('facts → text → facts');
  });
});

describe('with and without', () => {
  it('add and replace routes', async () => {
    const other = routed.with({
      routes: { fork: route((): 'b' => 'b', { a: 'left', b: 'right' }) },
    });

    expect(await other.start()).to.deep.equal({ fork: 'f', right: 'r', end: 'e' });
  });

  it('let a route go with its task, and are refused where a route leads to it', () => {
    expect(routed.without('fork').graph.edges).to.deep.equal([
      { from: 'left', to: 'end' },
      { from: 'right', to: 'end' },
    ]);
    expect(() => routed.without('left')).to.throw(
      WouldDangle,
      '"left" cannot be removed: it is needed by "fork", in a place, a codec or a route.',
    );
  });

  it('change what may be missing', () => {
    const plain = routed.without('fork');
    expectTypeOf<Awaited<ReturnType<typeof routed.start>>['left']>().toEqualTypeOf<
      string | undefined
    >();
    expectTypeOf<Awaited<ReturnType<typeof plain.start>>['left']>().toEqualTypeOf<
      string | undefined
    >();
    const alone = plain.without('end');
    expect(alone.graph.edges).to.deep.equal([]);
    expectTypeOf<Awaited<ReturnType<typeof alone.start>>['left']>().toEqualTypeOf<string>();
  });
});
