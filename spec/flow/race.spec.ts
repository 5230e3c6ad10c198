import { expect } from 'chai';
import * as t from 'io-ts';
import { delay, finalize, map, NEVER, of, timer, type Observable, type SchedulerLike } from 'rxjs';
import { FlowFailed, RaceFailed } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import { hedge, race } from '../../lib/flow/race.js';
import { task, type Task } from '../../lib/flow/task.js';
import { marbleAgent } from '../../lib/testing/index.js';
import { storyOf } from '../support/story.js';

type Plain = Task<unknown, string>;

const giving = (scheduler: SchedulerLike, ms: number, value: string, log: string[] = []): Plain =>
  task({
    run: () => {
      log.push(`${String(scheduler.now())} ${value} begins`);
      return of(value).pipe(
        delay(ms, scheduler),
        finalize(() => log.push(`${String(scheduler.now())} ${value} ends`)),
      );
    },
  });

const failing = (scheduler: SchedulerLike, ms: number): Plain =>
  task({
    run: (): Observable<string> =>
      timer(ms, scheduler).pipe(
        map(() => {
          throw new Error(`no at ${String(ms)}`);
        }),
      ),
  });

describe('race', () => {
  it('takes the first success, and leaves the others', () => {
    const log: string[] = [];
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          pick: race([
            failing(scheduler, 1),
            giving(scheduler, 9, 'slow', log),
            giving(scheduler, 3, 'quick', log),
          ]),
        },
      }).run({}, { scheduler }),
    );

    expect(lines).to.deep.equal(['0 pick started', '3 pick =quick', '3 run-completed']);
    expect(log).to.include('3 slow ends').and.include('3 quick ends');
  });

  it('fails when all have failed, with what each failed with', () => {
    const { error } = storyOf((scheduler) =>
      flow({ tasks: { pick: race([failing(scheduler, 5), failing(scheduler, 1)]) } }).run(
        {},
        { scheduler },
      ),
    );
    const cause = error instanceof FlowFailed ? error.cause : undefined;

    expect(cause).to.be.instanceOf(RaceFailed);
    expect(String(cause)).to.equal(
      'RaceFailed: None of those that competed in "pick" succeeded: Task "pick/2" failed: no at 1 Task "pick/1" failed: no at 5',
    );
  });

  it('gives each what it is given itself, lets each try again, and tells what they do', () => {
    const { lines, inner } = storyOf((scheduler) =>
      flow({
        inputs: { topic: t.string },
        tasks: {
          pick: race([
            task('About {{topic}}', marbleAgent(['-#', '-(a|)'], { a: 'again' })),
            task('About {{topic}}', marbleAgent('50ms (b|)', { b: 'late' })),
          ]),
        },
        paths: { topic: ['pick'] },
      }).run({ topic: 'rain' }, { scheduler, random: () => 0 }),
    );

    expect(lines).to.deep.equal(['0 pick started', '2 pick =again', '2 run-completed']);
    expect(inner).to.deep.equal([
      '0 pick/1 started',
      '0 pick/2 started',
      '1 pick/1 retrying in 0',
      '1 pick/1 started',
      '2 pick/1 =again',
      '2 pick/2 cancelled',
    ]);
  });

  it('is refused with less than two, and when a place has no predecessor', () => {
    const writer = marbleAgent('-(a|)');

    expect(() => race([task('Write', writer)])).to.throw('A race needs at least two tasks.');
    const unplaced = race([task('{{a}}', writer), task('{{a}}', writer)]);
    // @ts-expect-error -- the compiler says so, too
    expect(() => flow({ tasks: { pick: unplaced } })).to.throw('has a place {{a}}');
  });

  it('leaves all when it is left', () => {
    const log: string[] = [];
    storyOf((scheduler) => {
      const subscription = flow({
        tasks: { pick: race([giving(scheduler, 9, 'a', log), giving(scheduler, 9, 'b', log)]) },
      })
        .run({}, { scheduler })
        .subscribe();
      scheduler.schedule(() => subscription.unsubscribe(), 4);
      return NEVER;
    });

    expect(log).to.deep.equal(['0 a begins', '0 b begins', '4 a ends', '4 b ends']);
  });
});

describe('hedge', () => {
  const log: string[] = [];
  const ran = (first: (scheduler: SchedulerLike) => Plain): readonly string[] => {
    log.length = 0;
    return storyOf((scheduler) =>
      flow({
        tasks: { pick: hedge(first(scheduler), giving(scheduler, 3, 'second', log), 4) },
      }).run({}, { scheduler }),
    ).lines;
  };

  it('does not begin the second when the first is quick', () => {
    expect(ran((scheduler) => giving(scheduler, 2, 'first'))).to.include('2 pick =first');
    expect(log).to.deep.equal([]);
  });

  it('begins the second when the first is slow, and takes who comes first', () => {
    expect(ran((scheduler) => giving(scheduler, 20, 'first', log))).to.include('7 pick =second');
    expect(log).to.deep.equal([
      '0 first begins',
      '4 second begins',
      '7 second ends',
      '7 first ends',
    ]);
  });

  it('begins the second at once when the first fails', () => {
    expect(ran((scheduler) => failing(scheduler, 1))).to.include('4 pick =second');
  });

  it('refuses a time that is none', () => {
    const one: Plain = task({ run: () => 'a' });

    expect(() => hedge(one, one, 0)).to.throw(RangeError, 'after must be more than 0 ms, not 0');
  });
});
