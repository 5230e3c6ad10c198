import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { delay, firstValueFrom, NEVER, of, Subject, timer } from 'rxjs';
import { DecodeFailed, FlowFailed } from '../../lib/core/errors.js';
import { Image } from '../../lib/core/media.js';
import { NobodyToAsk } from '../../lib/core/peopleErrors.js';
import { TotalTimeout } from '../../lib/core/timeoutErrors.js';
import { ask } from '../../lib/flow/ask.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import type { Asked } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { storyOf } from '../support/story.js';

const post = flow({
  tasks: {
    draft: task({ output: t.string, run: () => 'Rain.' }),
    approved: ask({ question: 'Publish {{draft}}', output: t.boolean }),
  },
  paths: { draft: ['approved'] },
});

describe('ask', () => {
  it('waits for an answer, and nothing else waits with it', () => {
    const { lines } = storyOf((scheduler) =>
      flow({
        tasks: {
          approved: ask({ question: 'Shall it be?', output: t.boolean }),
          other: task({ run: () => timer(2, scheduler) }),
          both: task({ run: (given: { approved: boolean; other: number }) => given.approved }),
        },
        paths: { approved: ['both'], other: ['both'] },
        concurrency: 1,
      }).run({}, { scheduler, answers: () => of(true).pipe(delay(5, scheduler)) }),
    );

    expect(lines).to.deep.equal([
      '0 approved started',
      '0 other started',
      '2 other =0',
      '5 approved =true',
      '5 both started',
      '5 both =true',
      '5 run-completed',
    ]);
  });

  it('tells who answers what is asked, and of what', async () => {
    const asked: Asked[] = [];
    const results = await post.start(
      {},
      {
        answers: (question) => {
          asked.push(question);
          return Promise.resolve(true);
        },
      },
    );

    expect(results.approved).to.equal(true);
    expectTypeOf(results.approved).toEqualTypeOf<boolean>();
    expect(asked).to.have.length(1);
    expect(asked[0]).to.deep.include({
      task: 'approved',
      question: 'Publish Rain.',
      given: { draft: 'Rain.' },
    });
    expect(asked[0]?.complaint(true)).to.equal(undefined);
    expect(asked[0]?.complaint('maybe')).to.equal(
      'The answer is not what its codec says: expected boolean, got "maybe".',
    );
  });

  it('takes answers by the names of the tasks: values, promises and streams, of which the first counts', async () => {
    const later = new Subject<boolean>();
    const answers = [true, Promise.resolve(true), later, of(true, false)];
    const ended = Promise.all(answers.map((approved) => post.start({}, { answers: { approved } })));
    later.next(true);

    expect((await ended).map(({ approved }) => approved)).to.deep.equal([true, true, true, true]);
    expect(later.observed).to.equal(false);
  });

  it('takes any text where it does not say what it reads', async () => {
    const named = flow({ tasks: { name: ask({ question: 'What is your name?' }) } });
    const results = await named.start({}, { answers: { name: 'Ada' } });

    expect(results).to.deep.equal({ name: 'Ada' });
    expectTypeOf(results.name).toEqualTypeOf<string>();
    const error: unknown = await named
      .start({}, { answers: { name: 7 } })
      .catch((thrown: unknown) => thrown);
    expect(error instanceof FlowFailed && error.cause).to.be.instanceOf(DecodeFailed);
  });

  it('fails by an answer that it does not take, by an error, and when no answer comes at all', async () => {
    const causeOf = async (answer: unknown): Promise<unknown> => {
      const answers = { approved: answer };
      const error: unknown = await post.start({}, { answers }).catch((thrown: unknown) => thrown);
      return error instanceof FlowFailed ? error.cause : error;
    };

    expect(await causeOf('yes')).to.be.instanceOf(DecodeFailed);
    expect(await causeOf(Promise.reject(new Error('gone')))).to.have.property('message', 'gone');
    expect(await causeOf(of())).to.have.property('_tag', 'EmptyOutput');
  });

  it('is given up in its time', () => {
    const { error } = storyOf((scheduler) =>
      flow({
        tasks: { name: ask({ question: 'Who?', timeout: { total: 3_600_000 } }) },
      }).run({}, { scheduler, answers: () => NEVER }),
    );

    expect(error instanceof FlowFailed && error.cause).to.be.instanceOf(TotalTimeout);
  });

  it('stops waiting when the run is left', () => {
    const answer = new Subject<string>();
    const subscription = post.run({}, { answers: () => answer }).subscribe();

    expect(answer.observed).to.equal(true);
    subscription.unsubscribe();
    expect(answer.observed).to.equal(false);
  });

  it('is refused before anything is started when nobody answers', async () => {
    const nobody = (options?: object) =>
      firstValueFrom(post.run({}, options)).catch((thrown: unknown) => thrown);

    expect(await nobody()).to.be.instanceOf(NobodyToAsk);
    expect(await nobody({ answers: { other: 1 } })).to.have.property('task', 'approved');
  });

  it('asks for each item, under its path', async () => {
    const each = flow({
      tasks: {
        drafts: task({ run: () => ['a', 'b'] }),
        approved: forEach(ask({ question: 'Is {{it}} good?', output: t.boolean })),
      },
      paths: { drafts: ['approved'] },
    });
    const asked: string[] = [];
    const results = await each.start(
      {},
      {
        answers: ({ task: name, question }) => {
          asked.push(`${name}: ${question}`);
          return question.includes('a good');
        },
      },
    );

    expect(asked).to.deep.equal(['approved/1: Is a good?', 'approved/2: Is b good?']);
    expect(results.approved).to.deep.equal([true, false]);
  });

  it('may be asked about pictures, and by a function', async () => {
    const logo: Image = { _tag: 'Image', mime: 'image/png', bytes: new Uint8Array(3) };
    const given: unknown[] = [];
    await flow({
      inputs: { logo: Image },
      tasks: {
        approved: ask({
          question: (shown: { logo: Image }) =>
            `Is it good? (${String(shown.logo.bytes.length)} bytes)`,
        }),
      },
      paths: { logo: ['approved'] },
    }).start(
      { logo },
      { answers: (asked) => (given.push(asked.given['logo'], asked.question), '') },
    );

    expect(given).to.deep.equal([logo, 'Is it good? (3 bytes)']);
  });

  it('is refused with a place that nobody fills', () => {
    const name = ask({ question: 'Who is {{whom}}?' });
    // @ts-expect-error -- the compiler says so, too
    expect(() => flow({ tasks: { name } })).to.throw('has a place {{whom}}');
  });
});
