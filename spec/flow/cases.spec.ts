/**
 * What random flows have found, as small as it could be made.
 *
 * @module
 */

import { expect } from 'chai';
import * as t from 'io-ts';
import {
  concat,
  delay,
  ignoreElements,
  map,
  of,
  scan,
  take,
  takeWhile,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import { scripted } from '../../lib/agents/scripted.js';
import type { FlowEvent } from '../../lib/core/event.js';
import type { Join } from '../../lib/core/graph.js';
import { ask } from '../../lib/flow/ask.js';
import { byTools } from '../../lib/flow/byTools.js';
import { flow, type None } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import { hedge, race } from '../../lib/flow/race.js';
import { route } from '../../lib/flow/route.js';
import type { RunOptions } from '../../lib/flow/runOptions.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task, type Task } from '../../lib/flow/task.js';
import { marbleAgent } from '../../lib/testing/index.js';
import { storyOf } from '../support/story.js';

const said = task({ run: () => 'said' });
const failing = task({
  run: (): string => {
    throw new Error('no');
  },
});

const after = (ms: number, scheduler: SchedulerLike, value = 'late'): Observable<string> =>
  of(value).pipe(delay(ms, scheduler));

/** An event as `path type`. */
const lineOf = (event: FlowEvent, within = ''): string =>
  event.type === 'inner'
    ? lineOf(event.event, `${within}${event.task}/`)
    : `${within}${'task' in event ? `${event.task} ` : ''}${event.type}`;

/** What the observer of a run is told whose subscriber leaves before the first event that is not wanted. */
const observed = (
  made: { readonly run: (inputs: None, options: RunOptions) => Observable<FlowEvent> },
  isWanted: (event: FlowEvent) => boolean,
): readonly string[] => {
  const lines: string[] = [];
  made
    .run({}, { observe: (event) => lines.push(lineOf(event)) })
    .pipe(takeWhile(isWanted))
    .subscribe();
  return lines;
};

describe('a limit of one', () => {
  it('lets a loop go on whose answers are read while they come', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          one: task({ run: () => 0 }),
          again: loop(task({ run: (n: number) => timer(1, scheduler).pipe(map(() => n + 1)) }), {
            max: 3,
          }),
          read: task({
            partials: true,
            operator: (input: Observable<{ again: number }>) =>
              input.pipe(map(({ again }) => -again)),
          }),
        },
        paths: { one: ['again'], again: ['read'] },
        concurrency: 1,
      }).run({}, { scheduler }),
    );

    expect(lines).to.include('3 again =3').and.include('3 read =-3');
    expect(lines.at(-1)).to.equal('3 run-completed');
  });

  it('is free again when a flow within is cancelled while it gives its slot back', () => {
    const { lines, inner } = storyOf((scheduler) => {
      const late = task({ run: () => after(4, scheduler) });
      const deep = flow({
        tasks: { late, person: ask({ question: 'When?' }), other: said },
        paths: { person: ['other'] },
      });
      return flow({
        tasks: {
          pair: flow({ tasks: { deep, failing } }),
          person: ask({ question: 'When?' }),
          last: said,
        },
        paths: { person: ['last'] },
        onFailure: 'isolate',
        concurrency: 1,
      }).run(
        {},
        {
          scheduler,
          answers: { 'pair/deep/person': after(1, scheduler), person: after(2, scheduler) },
        },
      );
    });

    expect(lines.slice(-4)).to.deep.equal([
      '4 pair failed',
      '4 last started',
      '4 last =said',
      '4 run-failed',
    ]);
    expect(inner).not.to.include('4 pair/deep/other started');
  });

  it('does not let an end be missed that comes of giving a slot on', () => {
    const { lines } = storyOf((scheduler) => {
      // It tells nothing before it ends, so that the end of no turn helps.
      const nothing = task({
        optional: true,
        run: () => timer(1, scheduler).pipe(ignoreElements()),
      });
      return flow({
        tasks: {
          outer: flow({ tasks: { nothing, pair: flow({ tasks: { failing } }) } }),
          last: said,
        },
        onFailure: 'isolate',
        concurrency: 1,
      }).run({}, { scheduler });
    });

    expect(lines.slice(-3)).to.have.members(['1 outer failed', '1 last =said', '1 run-failed']);
  });
});

describe('a task that has ended', () => {
  it('is not told of once more after it was cancelled by a failure next to it', () => {
    const any = task({ join: 'any', run: () => 'came' });
    const lines: string[] = [];
    flow({ tasks: { failing, one: any, other: any }, paths: { failing: ['one', 'other'] } })
      .run({}, { observe: (event) => lines.push(lineOf(event)) })
      .subscribe({ error: () => undefined });

    expect(lines.slice(-4)).to.deep.equal([
      'failing failed',
      'one failed',
      'other cancelled',
      'run-failed',
    ]);
  });
});

describe('who leaves', () => {
  it('is heard at once, also while a run begins', () => {
    let calls = 0;
    const paid = task({ run: () => ++calls });
    const pair = flow({ tasks: { one: paid, other: paid }, paths: { one: ['other'] } });
    const lines: string[] = [];
    pair
      .run({}, { observe: (event) => lines.push(lineOf(event)) })
      .pipe(take(1))
      .subscribe();

    expect(calls).to.equal(0);
    expect(lines.at(-1)).to.equal('run-cancelled');
  });

  it('is heard while a run within begins: nothing in it is begun', () => {
    let calls = 0;
    const paid = task({ run: () => ++calls });
    const lines = observed(
      flow({ tasks: { pair: flow({ tasks: { paid } }) } }),
      ({ type }) => type !== 'inner',
    );

    expect(calls).to.equal(0);
    expect(lines).to.deep.equal([
      'run-started',
      'pair waiting',
      'pair started',
      'pair/run-started',
      'pair/paid cancelled',
      'pair/run-cancelled',
      'pair cancelled',
      'run-cancelled',
    ]);
  });

  it('is heard between where an output goes and the output', () => {
    const routed = flow({
      tasks: { one: said, other: said },
      routes: { one: route(() => 'on', { on: 'other' }) },
    });

    expect(observed(routed, ({ type }) => type !== 'routed').slice(-4)).to.deep.equal([
      'one routed',
      'one cancelled',
      'other cancelled',
      'run-cancelled',
    ]);
  });
});

describe('hedge', () => {
  it('does its first task once, also when that fails at once', () => {
    let calls = 0;
    const first = task({
      run: (): Observable<string> => {
        calls++;
        return throwError(() => new Error('no'));
      },
    });
    const { lines } = storyOf((scheduler) =>
      flow({ tasks: { pick: hedge(first, said, 5) } }).run({}, { scheduler }),
    );

    expect(lines).to.include('0 pick =said');
    expect(calls).to.equal(1);
  });
});

describe('a task that reads along, when its input changes', () => {
  it('does not take the same beginning for the same text', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        inputs: { name: t.string },
        tasks: {
          hello: task({
            run: ({ name }: { name: string }) =>
              timer(0, 1, scheduler).pipe(
                take(3),
                map((n) => `To ${name}`.slice(0, [1, 2, 9][n])),
              ),
          }),
          loud: task({
            partials: true,
            operator: (input: Observable<{ hello: string }>) =>
              input.pipe(map(({ hello }) => hello.toUpperCase())),
          }),
        },
        paths: { name: ['hello'], hello: ['loud'] },
      }).live({ name: concat(of('a'), after(5, scheduler, 'b')) }, { scheduler }),
    );

    expect(lines.filter((line) => line.includes('='))).to.deep.equal([
      '2 hello =To a',
      '2 loud =TO A',
      '7 hello =To b',
      '7 loud =TO B',
    ]);
  });
});

describe('a task that reads along with a sequence', () => {
  it('starts over when the last task of that is tried again', () => {
    const { lines } = storyOf((scheduler) => {
      const writer = marbleAgent(['a-b-#', '--x-y-|'], { a: 'He', b: 'Hell', x: 'Ho', y: 'Hooo' });
      return flow({
        tasks: {
          draft: sequence(
            said,
            task('Write: {{it}}', writer, { retry: { attempts: 2, delay: 1 } }),
          ),
          read: task({
            partials: true,
            operator: (input: Observable<{ draft: string }>) =>
              input.pipe(scan((all, { draft }) => `${all} ${draft}`, '')),
          }),
        },
        paths: { draft: ['read'] },
      }).run({}, { scheduler, random: () => 1 });
    });

    expect(lines).to.include('11 read = Ho Hooo Hooo');
  });
});

describe('a task that takes the first that comes, when that is taken back', () => {
  it('takes another that is there already, without waiting', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        inputs: { ms: t.number },
        tasks: {
          quick: task({ run: ({ ms }: { ms: number }) => after(ms, scheduler, 'quick') }),
          sure: task({ run: () => after(2, scheduler, 'sure') }),
          pick: task({ join: 'first', run: (given: object) => Object.keys(given).join() }),
          // Somebody else wants it, so that it goes on when it has lost.
          kept: task({ run: ({ sure }: { sure: string }) => sure }),
        },
        paths: { ms: ['quick'], quick: ['pick'], sure: ['pick', 'kept'] },
      }).live({ ms: concat(of(1), of(9).pipe(delay(5, scheduler))) }, { scheduler }),
    );

    expect(lines.filter((line) => line.includes('pick ='))).to.deep.equal([
      '1 pick =quick',
      '5 pick =sure',
    ]);
  });
});

describe('the tools that a model called', () => {
  const clerk = agent({
    type: 'text',
    mission: 'call a tool',
    provider: scripted({ delay: 0, script: () => ({ calls: [{ tool: 'weather', input: {} }] }) }),
  });
  const asked = task('Rain?', clerk);
  const again = task('Rain? {{it}}', clerk);
  const wayOf = async (first: Task<unknown, string, Join, boolean>): Promise<readonly string[]> =>
    Object.keys(
      await flow({
        tasks: { first, outside: said, inside: said },
        routes: {
          first: route(byTools({ weather: 'out' }, 'in'), { out: 'outside', in: 'inside' }),
        },
      }).start(),
    );

  it('say where its output goes, also where it stands in a task of tasks', async () => {
    const tasks = [
      task('Rain?', clerk),
      race([asked, asked]),
      hedge(asked, asked, 5),
      sequence(said, again),
      sequence(said, loop(again, { max: 2 })),
    ];

    for (const each of tasks) expect(await wayOf(each)).to.deep.equal(['first', 'outside']);
  });
});

describe('size', () => {
  it('is no matter for a loop, a list and a sequence of flows', async () => {
    const more = task({ run: (n: number) => n + 1 });
    const many = flow({
      tasks: {
        none: task({ run: () => 0 }),
        loop: loop(more, { max: 10_000 }),
        list: task({ run: () => Array.from({ length: 10_000 }, (_, n) => n) }),
        each: forEach(more, { concurrency: 3 }),
        later: forEach(task({ run: async (n: number) => n + 1 }), { concurrency: 10 }),
      },
      paths: { none: ['loop'], list: ['each', 'later'] },
    });
    const { loop: last, each, later } = await many.start();

    expect(last).to.equal(10_000);
    expect(each.at(-1)).to.equal(10_000);
    expect(later).to.deep.equal(each);
  });
});
