import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import {
  delay,
  map,
  NEVER,
  of,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { FlowFailed, NobodyCame } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { storyOf } from '../support/story.js';

const after = (scheduler: SchedulerLike, ms: number, value: string): Observable<string> =>
  of(value).pipe(delay(ms, scheduler));

const pick = task({ join: 'first', run: (given: object) => Object.values(given).join() });

const failing = (scheduler: SchedulerLike, ms: number): Observable<string> =>
  timer(ms, scheduler).pipe(
    map(() => {
      throw new Error('no');
    }),
  );

describe("a join by 'first'", () => {
  it('runs with the first success, and cancels the others', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          slow: task({ run: () => after(scheduler, 9, 'slow') }),
          quick: task({ run: () => after(scheduler, 3, 'quick') }),
          pick,
        },
        paths: { slow: ['pick'], quick: ['pick'] },
      }).run({}, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 slow started',
      '0 quick started',
      '3 quick =quick',
      '3 slow cancelled',
      '3 pick started',
      '3 pick =quick',
      '3 run-completed',
    ]);
  });

  it('takes the one that is declared first of those that come at once', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: { a: task({ run: () => 'a' }), b: task({ run: () => 'b' }), pick },
        paths: { a: ['pick'], b: ['pick'] },
      }).run({}, { scheduler }),
    );

    expect(lines).to.include('0 pick =a');
  });

  it('does not mind a failure, as long as somebody comes', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          bad: task({ run: () => failing(scheduler, 1) }),
          good: task({ run: () => after(scheduler, 3, 'good') }),
          pick,
        },
        paths: { bad: ['pick'], good: ['pick'] },
      }).run({}, { scheduler }),
    );

    expect(lines.slice(-4)).to.deep.equal([
      '3 good =good',
      '3 pick started',
      '3 pick =good',
      '3 run-completed',
    ]);
  });

  it('fails when nobody comes and one failed', () => {
    const { error } = storyOf((scheduler) =>
      flow({
        tasks: {
          bad: task({ run: () => failing(scheduler, 1) }),
          worse: task({ run: () => throwError(() => new Error('worse')) }),
          pick,
        },
        paths: { bad: ['pick'], worse: ['pick'] },
      }).run({}, { scheduler }),
    );

    expect(error instanceof FlowFailed && error.causes['pick']).to.be.instanceOf(NobodyCame);
  });

  it('leaves alone who is wanted by somebody else', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          slow: task({ run: () => after(scheduler, 9, 'slow') }),
          quick: task({ run: () => after(scheduler, 3, 'quick') }),
          pick,
          other: task({ run: ({ slow }: { slow: string }) => slow }),
        },
        paths: { slow: ['pick', 'other'], quick: ['pick'] },
      }).run({}, { scheduler }),
    );

    expect(lines).to.include('9 slow =slow').and.include('9 other =slow');
    expect(lines.filter((line) => line.includes('pick ='))).to.deep.equal(['3 pick =quick']);
  });

  it('settles who lost as cancelled', async () => {
    const { slow, pick: picked } = await flow({
      tasks: { slow: task({ run: () => NEVER }), quick: task({ run: () => 'quick' }), pick },
      paths: { slow: ['pick'], quick: ['pick'] },
    }).settle();

    expect(picked).to.deep.equal(E.right('quick'));
    expect(E.isLeft(slow) && slow.left).to.include({ _tag: 'TaskCancelled' });
  });

  it('wants the others again when the winner takes back what it said', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      flow({
        inputs: { topic: t.string, style: t.string },
        tasks: {
          slow: task({
            run: ({ style }: { style: string }) => after(scheduler, 9, `slow${style}`),
          }),
          quick: task({
            run: ({ topic }: { topic: string }) =>
              topic === 'a' ? after(scheduler, 3, `quick${topic}`) : failing(scheduler, 1),
          }),
          pick,
        },
        paths: { style: ['slow'], topic: ['quick'], slow: ['pick'], quick: ['pick'] },
      }).live({ topic: cold('a----b|'), style: cold('x|') }, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 quick started',
      '0 slow started',
      '3 quick =quicka',
      '3 slow cancelled',
      '3 pick started',
      '3 pick =quicka',
      '5 slow started',
      '5 quick started',
      '6 quick failed',
      '14 slow =slowx',
      '14 pick started',
      '14 pick =slowx',
      '14 run-completed',
    ]);
  });

  it('does not run again who lost, when only its own input changes', () => {
    const { lines } = storyOf((scheduler, { cold }) =>
      flow({
        inputs: { topic: t.string, style: t.string },
        tasks: {
          slow: task({
            run: ({ style }: { style: string }) => after(scheduler, 9, `slow${style}`),
          }),
          quick: task({
            run: ({ topic }: { topic: string }) => after(scheduler, 3, `quick${topic}`),
          }),
          pick,
        },
        paths: { style: ['slow'], topic: ['quick'], slow: ['pick'], quick: ['pick'] },
      }).live({ topic: cold('a|'), style: cold('x----y|') }, { scheduler }),
    );

    expect(lines.filter((line) => line.includes('slow started'))).to.have.length(1);
    expect(lines.at(-1)).to.equal('6 run-completed');
  });
});
