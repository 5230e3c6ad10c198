import { expect } from 'chai';
import fc from 'fast-check';
import type { FlowEvent } from '../../lib/core/event.js';
import {
  notBegun,
  outermostOf,
  reduce,
  usageOf,
  type ProgressState,
} from '../../lib/cli/progress/state.js';
import { failureOf, graphOf, told } from '../support/events.js';

const took = (event: FlowEvent, input: number, output: number): FlowEvent =>
  event.type === 'succeeded' ? { ...event, usage: { input, output, requests: 1 } } : event;

const after = (...events: readonly FlowEvent[]): ProgressState => reduce(notBegun, events);

const phases = (state: ProgressState): readonly string[] =>
  outermostOf(state).map(({ phase }) => phase._tag);

const story: readonly FlowEvent[] = [
  told.runStarted(graphOf(['a', 'b', 'c'], ['a>b', 'b>c'])),
  told.waiting('a'),
  told.queued('a'),
  told.started('a'),
  told.partial('a', 'Hell', 'Hell'),
  told.retrying('a', new Error('no'), 10),
  told.started('a', { attempt: 2 }),
  told.inner('a', told.runStarted(graphOf(['1', '2']))),
  told.inner('a', told.started('1')),
  told.inner('a', told.inner('1', told.runStarted(graphOf(['deep'])))),
  told.inner('a', told.inner('1', took(told.succeeded('deep', 'x'), 1, 2))),
  told.inner('a', took(told.succeeded('1', 'x'), 3, 4)),
  told.succeeded('a', 'Hello'),
  told.started('b'),
  told.failed('b', failureOf('b')),
  told.skipped('c', { task: 'b', reason: 'failed' }),
  told.runCompleted,
];

describe('the state of a progress', () => {
  it('is the same whether events are taken one by one or together, and states stay as they are', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...story)), fc.nat(), (events, part) => {
        const cut = events.length === 0 ? 0 : part % events.length;
        const before = reduce(notBegun, events.slice(0, cut));
        const copy = structuredClone(before);
        const whole = reduce(before, events.slice(cut));

        expect(events.reduce((state, event) => reduce(state, [event]), notBegun)).to.deep.equal(
          whole,
        );
        expect(before).to.deep.equal(copy);
      }),
      { numRuns: 300 },
    ));

  it('follows tasks to their ends', () => {
    expect(phases(after(...story.slice(0, 3)))).to.deep.equal(['queued', 'waiting', 'waiting']);
    expect(phases(after(...story.slice(0, 4)))).to.deep.equal(['connecting', 'waiting', 'waiting']);
    expect(phases(after(...story.slice(0, 5)))).to.deep.equal(['streaming', 'waiting', 'waiting']);
    expect(phases(after(...story.slice(0, 6)))).to.deep.equal(['retrying', 'waiting', 'waiting']);
    expect(phases(after(...story))).to.deep.equal(['done', 'failed', 'skipped']);
  });

  it('keeps no text of what has come to an end', () => {
    expect(outermostOf(after(...story.slice(0, 5)))[0]?.text).to.equal('Hell');
    expect(outermostOf(after(...story.slice(0, 6)))[0]?.text).to.equal(undefined);
    expect(outermostOf(after(...story))[0]?.text).to.equal(undefined);
  });

  it('adds up what the tasks within a task took, however often they are run', () => {
    const again = [...story.slice(0, 12), ...story.slice(7, 12)];
    const usages = (state: ProgressState) => outermostOf(state).map((task) => usageOf(state, task));

    expect(usages(after(...story))[0]).to.deep.equal({ input: 4, output: 6, requests: 2 });
    expect(usages(after(...again))[0]).to.deep.equal({ input: 8, output: 12, requests: 4 });
    // A new attempt begins with tasks of its own, and what the first one took has been paid.
    const retried = after(
      ...story.slice(0, 12),
      told.retrying('a', new Error('no'), 1),
      told.started('a', { attempt: 3 }),
    );
    expect(usages(retried)[0]).to.deep.equal({ input: 4, output: 6, requests: 2 });
    expect([...(outermostOf(retried)[0]?.inside ?? [])]).to.deep.equal([]);
  });

  it('tells the longest chain of tasks that is left', () => {
    expect(after(...story.slice(0, 5)).remaining).to.deep.equal(['a', 'b', 'c']);
    expect(after(...story.slice(0, 13)).remaining).to.deep.equal(['b', 'c']);
    expect(after(...story).remaining).to.deep.equal([]);
  });

  it('does not take a name with a slash for a path', () => {
    const state = after(
      told.runStarted(graphOf(['a', 'a/1', 'a\n1'])),
      told.started('a'),
      told.inner('a', told.runStarted(graphOf(['1']))),
      told.inner('a', told.started('1')),
    );
    expect(phases(state)).to.deep.equal(['connecting', 'waiting', 'waiting']);
    expect(state.tasks.size).to.equal(4);
  });
});
