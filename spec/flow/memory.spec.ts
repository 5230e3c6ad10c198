import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { FlowFailed } from '../../lib/core/errors.js';
import { MemoryMissing } from '../../lib/core/memoryErrors.js';
import { flow } from '../../lib/flow/flow.js';
import type { Memory } from '../../lib/flow/ports.js';
import { race } from '../../lib/flow/race.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task } from '../../lib/flow/task.js';
import { answering } from '../support/answering.js';
import { storyOf } from '../support/story.js';

const remembering = flow({
  inputs: { text: t.string },
  tasks: { note: task({ run: ({ text }: { text: string }) => text, remember: 'note' }) },
  paths: { text: ['note'] },
});

const recalling = flow({
  tasks: {
    said: task({
      recall: ['note'],
      input: t.type({ note: t.string }),
      output: t.string,
      run: ({ note }) => `You said: ${note}`,
    }),
  },
});

describe('a memory', () => {
  it('gives a later run what an earlier one remembered', async () => {
    const memory = new Map<string, unknown>();
    await remembering.start({ text: 'rain' }, { memory });

    expect(await recalling.start({}, { memory })).to.deep.equal({ said: 'You said: rain' });
    await remembering.start({ text: 'snow' }, { memory });
    expect(await recalling.start({}, { memory })).to.deep.equal({ said: 'You said: snow' });
  });

  it('is shared by the tasks of a run, and forgotten after it unless it is given', async () => {
    const both = flow({
      tasks: {
        one: task({ run: () => 1, remember: 'n' }),
        two: task({ recall: ['n'], run: ({ n }: { one: number; n: number }) => n + 1 }),
      },
      paths: { one: ['two'] },
    });
    const forgetful = await recalling.start().catch((error: unknown) => error);

    expect(await both.start()).to.deep.equal({ one: 1, two: 2 });
    expect(forgetful instanceof FlowFailed && forgetful.cause).to.be.instanceOf(MemoryMissing);
    expect(String(forgetful)).to.contain(`write 'note?'`);
  });

  it('fills places and sections of instructions', async () => {
    const { asked, agent } = answering(() => 'ok');
    const memory = new Map<string, unknown>([
      ['name', 'Ada'],
      ['facts', { age: 36 }],
    ]);
    await flow({
      inputs: { topic: t.string },
      tasks: {
        letter: task('To {{name}} about {{topic}}', agent, { recall: ['name', 'facts', 'mood?'] }),
      },
      paths: { topic: ['letter'] },
    }).start({ topic: 'rain' }, { memory });

    expect(asked).to.deep.equal(['To Ada about rain\n\nfacts:\n{\n  "age": 36\n}']);
  });

  it('may lack a key that is marked as optional, and then gives nothing for it', async () => {
    const greeting = flow({
      tasks: {
        hello: task({
          recall: ['name?'],
          run: ({ name }: { name?: string }) => `Hello ${name ?? 'you'}`,
        }),
      },
    });

    expect(await greeting.start()).to.deep.equal({ hello: 'Hello you' });
    expect(
      await greeting.start({}, { memory: new Map<string, unknown>([['name', 'Ada']]) }),
    ).to.deep.equal({
      hello: 'Hello Ada',
    });
  });

  it('is read by the codec of the task, so that what is kept is not believed', async () => {
    const memory = new Map<string, unknown>([['note', 7]]);
    const error: unknown = await recalling.start({}, { memory }).catch((thrown: unknown) => thrown);

    expect(String(error)).to.contain('at note: expected string, got 7');
  });

  it('may take its time, within that of the task', async () => {
    const slow: Memory = {
      get: (key) => Promise.resolve(`the ${key}`),
      set: () => Promise.resolve(),
    };
    const never: Memory = { ...slow, get: () => new Promise(() => undefined) };
    const { error } = storyOf((scheduler) =>
      flow({
        tasks: { said: task({ recall: ['note'], run: () => 1, timeout: { total: 10 } }) },
      }).run({}, { scheduler, memory: never }),
    );

    expect(await recalling.start({}, { memory: slow })).to.deep.equal({
      said: 'You said: the note',
    });
    expect(String(error)).to.contain('"said" did not finish within 10 ms');
  });

  it('fails the task that cannot read or write it, which keeps its output', async () => {
    const broken: Memory = {
      get: () => Promise.reject(new Error('unreadable')),
      set: () => {
        throw new Error('disk full');
      },
    };
    const settled = await remembering.settle({ text: 'rain' }, { memory: broken });
    const read = await recalling.settle({}, { memory: broken });

    expect(settled.note).to.have.nested.property('left.cause.message', 'disk full');
    expect(settled.note).to.have.nested.property('left.partial', 'rain');
    expect(read.said).to.have.nested.property('left.cause.message', 'unreadable');
  });

  it('keeps nothing of a task that failed, was skipped or went a way that there is not', async () => {
    const memory = new Map<string, unknown>();
    await flow({
      tasks: {
        no: task({
          remember: 'no',
          run: () => {
            throw new Error('no');
          },
        }),
        after: task({ remember: 'after', run: ({ no }: { no: string }) => no }),
      },
      paths: { no: ['after'] },
    }).settle({}, { memory });

    expect([...memory]).to.deep.equal([]);
  });

  it('is read anew by each attempt and each wave', () => {
    const memory = new Map<string, unknown>([['n', 1]]);
    const { lines } = storyOf((scheduler, { cold }) =>
      flow({
        inputs: { text: t.string },
        tasks: {
          size: task({ run: ({ text }: { text: string }) => text.length }),
          n: task({
            recall: ['n'],
            run: ({ n }: { size: number; n: number }) => {
              memory.set('n', n + 1);
              return n;
            },
          }),
        },
        paths: { text: ['size'], size: ['n'] },
      }).live({ text: cold('a-b|') }, { scheduler, memory }),
    );

    // What it is given is the same; what it recalls may not be.
    expect(lines.filter((line) => line.includes(' n ='))).to.deep.equal(['0 n =1', '2 n =2']);
  });

  it('leaves what a task recalls out of what its predecessors have to give', () => {
    const made = task({
      recall: ['note', 'mood?'],
      run: (given: { a: string; note: string; mood?: string }) => given.note,
    });
    expectTypeOf<(typeof made)['~task']['in']>().toEqualTypeOf<
      Omit<{ a: string; note: string; mood?: string }, 'note' | 'mood'>
    >();
    flow({ tasks: { a: task({ run: () => 'a' }), made }, paths: { a: ['made'] } });
  });

  it('fills the places of what is done first in a sequence, and of those that race', async () => {
    const { asked, agent } = answering(() => 'ok');
    const memory = new Map<string, unknown>([['name', 'Ada']]);
    const letter = task('To {{name}} about {{topic}}', agent, { recall: ['name'] });
    await flow({
      inputs: { topic: t.string },
      tasks: { one: sequence(letter, task('Shorter', agent)), other: race([letter, letter]) },
      paths: { topic: ['one', 'other'] },
    }).start({ topic: 'rain' }, { memory });

    expect(new Set(asked)).to.deep.equal(new Set(['To Ada about rain', 'Shorter\n\nok']));
  });

  it('is refused with an empty key, and with one that is the name of a predecessor', () => {
    const one = task({ run: () => 1 });
    const two = task({ recall: ['one'], run: () => 2 });

    expect(() => task({ recall: [''], run: () => 1 })).to.throw(
      'recall: a key of the memory cannot be empty.',
    );
    expect(() => task({ remember: '', run: () => 1 })).to.throw('remember: a key');
    expect(() => flow({ tasks: { one, two }, paths: { one: ['two'] } })).to.throw(
      'Task "two": it recalls "one", which is also one of its predecessors.',
    );
  });
});
