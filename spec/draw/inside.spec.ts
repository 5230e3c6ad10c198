import { expect } from 'chai';
import type { GraphInside } from '../../lib/core/graph.js';
import { agentWithin } from '../../lib/draw/inside.js';
import { task } from './drawn.js';

const writer = task('a', { agent: { type: 'text', provider: 'openai', model: 'gpt-5-mini' } });
const painter = task('b', { agent: { type: 'image', provider: 'openai' } });
const other = task('c', { agent: { type: 'text', provider: 'gemini' } });

const sequenceOf = (...tasks: readonly ReturnType<typeof task>[]): GraphInside => ({
  kind: 'sequence',
  graph: { inputs: [], tasks, edges: [] },
});

describe('the agent within a task', () => {
  it('is told where it does everything', () => {
    expect(agentWithin(sequenceOf(writer, writer))).to.equal('text · openai · gpt-5-mini');
    expect(agentWithin(sequenceOf(task('d', { inside: sequenceOf(writer) }), writer))).to.equal(
      'text · openai · gpt-5-mini',
    );
  });

  it('is told by what the agents of one provider have in common', () => {
    expect(agentWithin(sequenceOf(writer, painter))).to.equal('openai');
    const unnamed = task('d', { agent: { type: 'text', provider: 'openai' } });
    expect(agentWithin(sequenceOf(unnamed, writer))).to.equal('text · openai');
    expect(agentWithin(sequenceOf(writer, unnamed))).to.equal('text · openai');
  });

  it('is nobody where others have a part in it', () => {
    const person = task('d', { inside: { kind: 'ask' } });
    for (const stranger of [other, task('d'), person, task('d', { inside: sequenceOf(other) })]) {
      expect(agentWithin(sequenceOf(writer, stranger))).to.equal(undefined);
      expect(agentWithin(sequenceOf(stranger, writer))).to.equal(undefined);
    }
    expect(agentWithin({ kind: 'ask' })).to.equal(undefined);
    expect(agentWithin(sequenceOf())).to.equal(undefined);
  });
});
