import { expect } from 'chai';
import * as t from 'io-ts';
import { concatMap, delay, map, of, scan, Subject, type Observable } from 'rxjs';
import { FlowFailed } from '../../lib/core/errors.js';
import { flow } from '../../lib/flow/flow.js';
import { rechunk } from '../../lib/flow/rechunk.js';
import { task } from '../../lib/flow/task.js';
import { eachSentence } from '../../lib/operators/eachSentence.js';
import { json } from '../../lib/operators/json.js';
import { sentences } from '../../lib/operators/sentences.js';
import { marbleAgent } from '../../lib/testing/index.js';
import { storyOf } from '../support/story.js';

const story = {
  a: 'It rains.',
  b: 'It rains. The brook',
  c: 'It rains. The brook rises. Far',
  d: 'It rains. The brook rises. Far away',
};

describe('a task that works on partials', () => {
  it('sees them cut as it says, and the whole at the end', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          story: task('Write', marbleAgent('--a-b-c-(d|)', story)),
          loud: task({
            partials: true,
            chunks: { story: sentences() },
            operator: (input: Observable<{ story: string }>) =>
              input.pipe(map((given) => given.story.toUpperCase())),
          }),
        },
        paths: { story: ['loud'] },
      }).run({}, { scheduler }),
    );

    expect(lines.filter((line) => line.includes('loud'))).to.deep.equal([
      '2 loud started',
      '4 loud ~IT RAINS.',
      '6 loud ~IT RAINS. THE BROOK RISES.',
      '8 loud =IT RAINS. THE BROOK RISES. FAR AWAY',
    ]);
  });

  it('speaks the first sentence while the writer is at its third', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          story: task('Write', marbleAgent('--a-b-c-(d|)', story)),
          spoken: task({
            partials: true,
            operator: (input: Observable<{ story: string }>) =>
              input.pipe(
                map((given) => given.story),
                eachSentence(),
                concatMap((sentence) => of(`[${sentence}]`).pipe(delay(1, scheduler))),
                scan((said, sentence) => said + sentence, ''),
              ),
          }),
        },
        paths: { story: ['spoken'] },
      }).run({}, { scheduler }),
    );
    const first = lines.indexOf('5 spoken ~[It rains.]');

    expect(first).to.be.above(0);
    expect(lines.indexOf('6 story ~It rains. The brook rises. Far')).to.be.above(first);
    expect(lines).to.include(
      '9 spoken =[It rains.][ The brook rises.][ Far away]'.replaceAll('[ ', '['),
    );
  });

  it('sees the fields of a JSON answer grow', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          plan: task(
            'Plan',
            marbleAgent('--a-b-(c|)', {
              a: '{"steps":["dig"',
              b: '{"steps":["dig","pla',
              c: '{"steps":["dig","plant"]}',
            }),
          ),
          count: task({
            partials: true,
            chunks: { plan: json() },
            operator: (input: Observable<{ plan: unknown }>) =>
              input.pipe(map(({ plan }) => JSON.stringify(plan))),
          }),
        },
        paths: { plan: ['count'] },
      }).run({}, { scheduler }),
    );

    expect(lines.filter((line) => /count [~=]/u.test(line))).to.deep.equal([
      '2 count ~{"steps":["dig"]}',
      '4 count ~{"steps":["dig","pla"]}',
      '6 count ={"steps":["dig","plant"]}',
    ]);
  });

  it('is told once of a record in which several outputs have grown', () => {
    const records = new Subject<Readonly<Record<string, string>>>();
    const seen: unknown[] = [];
    const subscription = rechunk(
      { a: (some: Observable<string>) => some, b: (some: Observable<string>) => some },
      records,
    ).subscribe((record) => seen.push(record));
    records.next({ a: '1', b: '1', c: '1' });
    records.next({ a: '2', b: '2', c: '2' });
    records.next({ a: '2', b: '2', c: '2' });
    records.next({ a: '2', b: '2', c: '3' });
    subscription.unsubscribe();

    expect(seen).to.deep.equal([
      { a: '1', b: '1', c: '1' },
      { a: '2', b: '2', c: '2' },
      { a: '2', b: '2', c: '3' },
    ]);
    expect(records.observed).to.equal(false);
  });

  it('is refused chunks without partials, and of what is no predecessor', () => {
    const run = (): number => 1;

    expect(() => task({ run, chunks: { a: sentences() } })).to.throw('need partials: true');
    expect(() =>
      flow({
        tasks: {
          story: task({ run: () => '' }),
          loud: task({ run, partials: true, chunks: { storry: sentences() } }),
        },
        paths: { story: ['loud'] },
      }),
    ).to.throw(
      '"storry" (in chunks of "loud") is not a task or an input of this flow. Did you mean "story"?',
    );
  });
});

describe('a guard of a task', () => {
  it('ends it with what is enough, and leaves the agent', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          story: task('Write', marbleAgent('--a-b-c-d', story), {
            guard: (soFar) => (soFar.includes('rises.') ? 'enough' : true),
          }),
        },
      }).run({}, { scheduler }),
    );

    expect(lines).to.deep.equal([
      '0 story started',
      '2 story ~It rains.',
      '4 story ~It rains. The brook',
      '6 story =It rains. The brook rises. Far',
      '6 run-completed',
    ]);
  });

  it('fails it as soon as it cannot become right, and keeps what it had said', () => {
    const { lines, error } = storyOf((scheduler) =>
      flow({
        tasks: {
          story: task('Write', marbleAgent('--a-b-c-d', story), {
            guard: (soFar) => !soFar.includes('brook') || new Error('no brooks, please'),
          }),
        },
      }).run({}, { scheduler }),
    );

    expect(lines.slice(-2)).to.deep.equal(['4 story failed', '4 run-failed']);
    expect(error instanceof FlowFailed && error.cause).to.include({
      _tag: 'GuardRejected',
      reason: 'no brooks, please',
      partial: story.b,
    });
  });

  it('may be a codec, for tasks of code too', () => {
    const { error } = storyOf((scheduler, { cold }) =>
      flow({
        tasks: {
          plan: task({
            run: () =>
              cold('--a-b-c', {
                a: { n: 1 },
                b: { n: 'x', m: 1 },
                c: { n: 1 },
              }) as Observable<object>,
            guard: t.type({ n: t.number }),
          }),
        },
      }).run({}, { scheduler }),
    );

    expect(String(error)).to.contain('A guard stopped the output');
  });
});
