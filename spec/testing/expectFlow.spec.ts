import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { EMPTY, interval, map, NEVER } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { InvalidInput, UnknownTask } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { agent } from '../../lib/agents/agent.js';
import { flow } from '../../lib/flow/flow.js';
import type { RunOptions } from '../../lib/flow/runOptions.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task } from '../../lib/flow/task.js';
import { InvalidMarbles, LanesDiffer, NoVirtualTime } from '../../lib/testing/errors.js';
import { expectFlow } from '../../lib/testing/expectFlow.js';
import { marbleAgent } from '../../lib/testing/marbleAgent.js';
import { record } from '../../lib/testing/record.js';
import { failureOf, flowFailure, graphOf, told } from '../support/events.js';

const rain = { a: 'It', b: 'It rai', c: 'It rains' };
const writer = marbleAgent('--a-b-(c|)', rain);
const story = flow({
  tasks: {
    draft: task('Write', writer),
    loud: task({ run: ({ draft }: { draft: string }) => draft.toUpperCase() }),
  },
  paths: { draft: ['loud'] },
});

const difference = (check: () => void): LanesDiffer => {
  try {
    check();
  } catch (error) {
    if (error instanceof LanesDiffer) return error;
    throw error;
  }
  throw new Error('nothing differs');
};

/** Something that runs by telling what is to be told. */
const telling = (...events: readonly (readonly [number, FlowEvent])[]) => ({
  run: (_: unknown, { observe }: { observe?: ((event: FlowEvent) => void) | undefined }) => {
    for (const [time, event] of events) observe?.({ ...event, time });
    return EMPTY;
  },
});

describe('expectFlow', () => {
  it('compares what tasks say, and when', () => {
    expectFlow(story).toBe(
      {
        draft: '--a-b-(c|)',
        loud: ' ------(C|)',
      },
      { ...rain, C: 'IT RAINS' },
    );
  });

  it('looks letters up in the values of a lane, then in those of all, and takes them as they are without any', () => {
    expectFlow(story).toBe({ draft: ['--a-b-(c|)', rain], loud: '------(a|)' }, { a: 'IT RAINS' });
    expectFlow(flow({ tasks: { a: task('?', marbleAgent('--a-(b|)')) } })).toBe({ a: '--a-(b|)' });
  });

  it('takes the end alone where the output is the last snapshot', () => {
    const a = task('?', marbleAgent('--a---|'));
    expectFlow(flow({ tasks: { a } })).toBe({ a: '--a---|' });
    expectFlow(flow({ tasks: { a } })).toBe({ a: '--a---(a|)' });
  });

  it('keeps snapshots that say the same again', () => {
    const a = task('?', marbleAgent('--ab---c|', { a: 'x', b: 'x', c: 'x' }));
    expectFlow(flow({ tasks: { a } })).toBe({ a: '--xx---x|' });
    expect(() => expectFlow(flow({ tasks: { a } })).toBe({ a: '--xx----|' })).to.throw(LanesDiffer);
  });

  it('takes ten minutes for no time at all', () => {
    const began = performance.now();
    const slow = flow({ tasks: { a: task('?', marbleAgent('10m a 9m (b|)')) } });
    expectFlow(slow).toBe({ a: '10m a 9m (b|)' });
    expectFlow(slow).toBe({ a: '10m a @1140001ms (b|)' });

    expect(performance.now() - began).to.be.below(100);
  });

  it('tells failures, skips and what is cancelled apart', () => {
    const tasks = {
      fails: task('?', marbleAgent('--a-#', undefined, new RangeError('no'))),
      slow: task('?', marbleAgent('-a-b-c-d-|')),
      after: task({ run: () => 1 }),
    };
    const paths = { fails: ['after'] } as const;
    expectFlow(flow({ tasks, paths })).toBe({ fails: '--a-#', slow: '-a-b!', after: '----!' });
    expectFlow(flow({ tasks, paths, onFailure: 'isolate' })).toBe({
      fails: ['--a-#', { a: 'a', '#': new RangeError('no') }],
      slow: '-a-b-c-d-|',
      after: '----/',
    });
  });

  it('begins anew after each attempt that failed', () => {
    const run = telling(
      [5, told.runStarted(graphOf(['a']))],
      [5, told.started('a')],
      [7, told.partial('a', 'x')],
      [8, told.retrying('a', new Error('no'), 30)],
      [38, told.started('a', { attempt: 2 })],
      [38, told.retrying('a', new Error('no'), 0)],
      [38, told.started('a', { attempt: 3 })],
      [39, told.partial('a', 'x')],
      [40, told.succeeded('a', 'x')],
    );
    expectFlow(run).toBe({ a: '--x# 29ms (^#^) @34ms x|' });
  });

  it('begins anew with what changes', () => {
    const run = telling(
      [0, told.runStarted(graphOf(['a', 'b']))],
      [0, told.started('a')],
      [1, told.succeeded('a', 'x')],
      [2, told.waiting('a', { wave: 2 })],
      [2, told.started('a', { wave: 2 })],
      [3, told.cancelled('a')],
      [3, told.waiting('a', { wave: 3 })],
      [4, told.skipped('a', { task: 'b', reason: 'failed' })],
      [4, told.failed('b', failureOf('b'))],
      [5, told.runFailed(flowFailure({ b: 1 }))],
    );
    expectFlow(run).toBe({ a: '-(x|) @2ms ^!/', b: '----#' });
  });

  it('is given inputs and options of the run', () => {
    const echo = flow({
      inputs: { topic: t.string },
      tasks: { one: task('?', marbleAgent('--(a|)')), two: task('?', marbleAgent('--(b|)')) },
      paths: { topic: ['one', 'two'] },
    });
    expectFlow(echo, { topic: 'rain' }, { concurrency: 1 }).toBe({
      one: '--(a|)',
      two: '----(b|)',
    });
    // @ts-expect-error -- the flow needs its input
    expect(() => expectFlow(echo).toBe({ one: '' })).to.throw(InvalidInput);
    // @ts-expect-error -- there is no such task
    expect(() => expectFlow(echo, { topic: '' }).toBe({ tow: '' })).to.throw(UnknownTask, '"two"');
    expectTypeOf(expectFlow(echo, { topic: '' }).toBe)
      .parameter(0)
      .toEqualTypeOf<
        Readonly<
          Partial<
            Record<'one' | 'two', string | readonly [string, Readonly<Record<string, unknown>>]>
          >
        >
      >();
  });

  it('leaves a run when it is told to', () => {
    const endless = flow({
      tasks: {
        ticks: task({ run: () => interval(10).pipe(map((n) => String(n))) }),
        never: task({ run: () => NEVER }),
      },
    });
    expectFlow(endless, {}, { until: 25 }).toBe({
      ticks: '10ms 0 9ms 1----!',
      never: '25ms !',
    });
  });

  it('may use a coarser time', () => {
    expectFlow(
      flow({ tasks: { a: task('?', marbleAgent('18ms a 30ms (b|)')) } }),
      {},
      { frame: 10 },
    ).toBe({
      a: '--a--(b|)',
    });
    expect(() => expectFlow(story, {}, { frame: 0 })).to.throw(
      RangeError,
      'frame must be more than 0',
    );
  });

  it('can be used within the run of a scheduler, and says how', () => {
    new TestScheduler(() => undefined).run(() => {
      expect(() => expectFlow(story).toBe({ draft: '' })).to.throw(NoVirtualTime, '{ scheduler }');
    });
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).to.deep.equal(expected);
    });
    scheduler.run(({ cold, expectObservable }) => {
      const answer = cold('--a-(b|)');
      const one = flow({ tasks: { one: task({ run: () => answer }) } });
      expectObservable(answer).toBe('--a-(b|)');
      expectFlow(one, {}, { scheduler }).toBe({ one: '--a-(b|)' });
      expectFlow(one, {}, { scheduler }).toBe({ one: '--a-(b|)' });
    });
  });

  it('refuses marbles that no run can have', () => {
    const refused = (lane: string, why: string, column: number): void => {
      expect(() => expectFlow(story).toBe({ draft: lane }))
        .to.throw(InvalidMarbles, why)
        .with.property('column', column);
    };
    refused('---|', 'A task that succeeds gives a value', 3);
    refused('--a#--b', 'write ^ before its values', 6);
    refused('--(a', 'does not end', 2);
  });

  it('says which promise virtual time does not wait for', () => {
    const slow = flow({ tasks: { a: task({ run: async () => 'a' }) } });
    expect(difference(() => expectFlow(slow).toBe({ a: '(a|)' })).message).to.include(
      'a had not ended when nothing was left to wait for: it never ends, or waits for a promise',
    );
    const loaded = agent({ type: 'text', provider: 'openai', mission: 'wait', key: 'k' });
    const loading = flow({ tasks: { a: task('?', loaded) } });
    expect(() => expectFlow(loading).toBe({ a: '' })).to.throw(NoVirtualTime, 'has not begun');
  });

  it('says so too of a task in which nothing ends', () => {
    const stuck = flow({
      tasks: {
        poem: sequence(
          task('?', marbleAgent('--a-(b|)')),
          task({ run: async (text: string) => text }),
        ),
      },
    });
    expect(difference(() => expectFlow(stuck).toBe({ poem: '----(b|)' })).message).to.include(
      'poem had not ended when nothing was left to wait for',
    );
  });

  it('does not run for ever', () => {
    const ticking = flow({
      tasks: { a: task({ run: () => interval(60_000).pipe(map(() => 'a')) }) },
    });
    expect(difference(() => expectFlow(ticking).toBe({ a: '1m (a|)' })).message).to.include(
      'after an hour of virtual time, when the run was left. The option { until }',
    );
    const later = flow({ tasks: { a: task('?', marbleAgent('600m (a|)')) } });
    expectFlow(later).toBe({ a: '600m (a|)' });
  });

  it('explains a timer that RxJS loses', () => {
    const losing = {
      run: (_: unknown, { scheduler }: RunOptions) => {
        scheduler?.schedule(() => {
          throw new Error('Expected a due immediate or interval');
        });
        return EMPTY;
      },
    };
    expect(() => record(losing)).to.throw(
      NoVirtualTime,
      'Give timers in the code of tasks the scheduler',
    );
  });

  describe('when a lane differs', () => {
    it('shows both, where they part, and what the letters are', () => {
      const { message, expected, actual, code } = difference(() =>
        expectFlow(story).toBe(
          { draft: '--a---(c|)', loud: '------(C|)' },
          { ...rain, C: 'IT RAINS' },
        ),
      );
      expect(message).to.equal(
        [
          `draft: At 4 ms, 'It rai' came, and nothing was expected.`,
          '',
          '  expected  --a---(c|)',
          '  actual    --a-b-(c|)',
          '                ^',
          `  a = 'It'`,
          `  c = 'It rains'`,
          `  b = 'It rai'`,
          '',
          'The lanes of this run, to paste:',
          '',
          '  {',
          `    draft: ['--a-b-(c|)', { a: 'It', b: 'It rai', c: 'It rains' }],`,
          `    loud:  ['------(a|)', { a: 'IT RAINS' }],`,
          '  }',
        ].join('\n'),
      );
      expect(expected).to.equal(
        `draft  --a---(c|)\n  a = 'It'\n  c = 'It rains'\nloud   ------(C|)\n  C = 'IT RAINS'`,
      );
      expect(actual).to.equal(
        `draft  --a-b-(c|)\n  a = 'It'\n  b = 'It rai'\n  c = 'It rains'\nloud   ------(C|)\n  C = 'IT RAINS'`,
      );
      expect(code).to.equal('ERR_ASSERTION');
    });

    it('says what came instead', () => {
      const said = (lane: string, values?: Record<string, unknown>): string =>
        difference(() => expectFlow(story).toBe({ draft: lane }, values)).message;

      expect(said('--a-b-(d|)', { ...rain, d: 'It pours' })).to.include(
        `At 6 ms, 'It pours' was expected, and 'It rains' came.`,
      );
      expect(said('--a-b-(c|)')).to.include(`At 2 ms, 'a' was expected, and 'It' came.`);
      expect(said('--a-b--(c|)', rain)).to.include(
        `At 6 ms, 'It rains' came, and it was expected at 7 ms.`,
      );
      expect(said('--a-b(c|)', rain)).to.include(
        `At 5 ms, 'It rains' was expected, and it came at 6 ms.`,
      );
      expect(said('--a-b-(c#)', rain)).to.include(
        'At 6 ms, #, a failure was expected, and |, the end came.',
      );
      expect(said('--a-b-(c|^)', rain)).to.include(
        'At 6 ms, ^, a new beginning was expected, and nothing came.',
      );
    });

    it('shows the place in a long lane', () => {
      const marbles = `${'-a'.repeat(100)}-(b|)`;
      const long = flow({ tasks: { a: task('?', marbleAgent(marbles)) } });
      const { message } = difference(() =>
        expectFlow(long).toBe({ a: `${'-a'.repeat(90)}-b${'-a'.repeat(9)}-(b|)` }),
      );
      expect(message).to.match(
        /expected {2}…[-ab(|)]{50,70}\n {2}actual {4}…[-ab(|)]{50,70}\n {53}\^\n/u,
      );
    });

    it('points at an error that is another one', () => {
      const failing = flow({ tasks: { a: task('?', marbleAgent('--#', {}, new Error('no'))) } });
      const { message } = difference(() =>
        expectFlow(failing).toBe({ a: '--#' }, { '#': new RangeError('no') }),
      );
      expect(message).to.include(
        'At 2 ms, # with RangeError: no was expected, and # with Error: no came.',
      );
      expect(message).to.include('--#\n  actual    --#\n              ^');
    });

    it('has lanes to paste where nothing was expected yet', () => {
      expect(difference(() => expectFlow(story).toBe({})).message).to.match(
        /^No lane is expected\.\n\nThe lanes of this run, to paste:/u,
      );
    });
  });
});

describe('record', () => {
  it('gives the events of a run, with their types', () => {
    const events = record(story);

    expect(events.at(-1)).to.deep.equal({ type: 'run-completed', time: 6, usage: { requests: 1 } });
    expectTypeOf(events).toExtend<readonly FlowEvent<{ draft: string; loud: string }>[]>();
  });

  it('tells the observers too, and takes no chances', () => {
    const seen: FlowEvent[] = [];
    const drawn: number[] = [];
    const run = (_: unknown, { random = Math.random }: { random?: (() => number) | undefined }) => {
      drawn.push(random());
      return EMPTY;
    };
    expect(() => record({ run })).to.throw(NoVirtualTime);
    record(story, {}, { observe: (event) => seen.push(event) });

    expect(drawn).to.deep.equal([0.5]);
    expect(seen).to.deep.equal(record(story));
  });
});
