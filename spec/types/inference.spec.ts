import type { Either } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { EMPTY, filter, map, type Observable, type OperatorFunction } from 'rxjs';
import { z } from 'zod';
import { standard, type AnyCodec } from '../../lib/core/codec.js';
import type { RivuletError, TaskFault } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import type { Image } from '../../lib/core/media.js';
import type { Modalities, Modality } from '../../lib/core/modality.js';
import { flow, type Flow } from '../../lib/flow/flow.js';
import type { Agent } from '../../lib/flow/ports.js';
import {
  type Something,
  task,
  type AnyTask,
  type Asks,
  type Task,
  type Told,
} from '../../lib/flow/task.js';
import { deltas, type Delta } from '../../lib/operators/deltas.js';
import { log } from '../../lib/operators/log.js';
import { progress, type Progress } from '../../lib/operators/progress.js';
import { results } from '../../lib/operators/results.js';
import { select } from '../../lib/operators/select.js';

const fake = <M extends Modality>(type: M): Agent<M, Modalities[M]['gives']> => ({
  type,
  provider: 'fake',
  mission: '',
  model: undefined,
  ask: () => EMPTY,
  prepare: () => undefined,
  answers: () => EMPTY,
});

const writer = fake('text');
const painter = fake('image');
const seer = fake('vision');

const blog = flow({
  inputs: { topic: t.string },
  tasks: {
    code: task('Write about {{topic}}', writer),
    logo: task('Paint', painter),
    look: task('Describe {{logo}}', seer, { exclude: true }),
    size: task({
      input: t.type({ code: t.string }),
      output: t.number,
      run: ({ code }) => code.length,
    }),
  },
  paths: { topic: ['code', 'logo'], logo: ['look'], code: ['size'] },
});

describe('the types of a task', () => {
  it('are the places of its text', () => {
    expectTypeOf(task('{{ one }}, {{two}} and {{one}}', writer)).toEqualTypeOf<
      Task<Asks<'text', 'one' | 'two'>, string>
    >();
    expectTypeOf(task('none', painter)).toEqualTypeOf<Task<Asks<'image', never>, Image>>();
    const any = ['{{one}}'].join();
    expectTypeOf(task(any, writer)).toEqualTypeOf<Task<Asks<'text', never>, string>>();
  });

  it('are the parameter of its function', () => {
    expectTypeOf(task(({ one }: { one: number }) => String(one), writer)).toEqualTypeOf<
      Task<Told<'text', { one: number }>, string>
    >();
    expectTypeOf(task((given) => Object.keys(given).join(), writer)).toEqualTypeOf<
      Task<Told<'text', Something>, string>
    >();
  });

  it('are its codecs', () => {
    const made = task({
      input: t.type({ one: t.string }),
      output: t.array(t.number),
      run: ({ one }) => {
        expectTypeOf(one).toEqualTypeOf<string>();
        return [one.length];
      },
    });
    expectTypeOf(made).toEqualTypeOf<Task<{ one: string }, number[]>>();
    expectTypeOf(
      task({
        input: standard(z.object({ one: z.string() })),
        output: standard(z.string()),
        run: ({ one }) => one,
      }),
    ).toEqualTypeOf<Task<{ one: string }, string>>();
    expectTypeOf(
      task({ output: t.union([t.literal('long'), t.literal('short')]), run: () => 'long' }),
    ).toEqualTypeOf<Task<unknown, 'long' | 'short'>>();
  });

  it('are those of its function, where there are no codecs', () => {
    expectTypeOf(task({ run: ({ one }: { one: string }) => one.length })).toEqualTypeOf<
      Task<{ one: string }, number>
    >();
    expectTypeOf(task({ run: async () => ['a'] })).toEqualTypeOf<Task<unknown, string[]>>();
    expectTypeOf(task({ run: () => ['a'] })).toEqualTypeOf<Task<unknown, string[]>>();
    expectTypeOf(
      task({
        run: async function* () {
          yield Math.random();
        },
      }),
    ).toEqualTypeOf<Task<unknown, number>>();
    expectTypeOf(task({ operator: map(({ one }: { one: string }) => [one]) })).toEqualTypeOf<
      Task<{ one: string }, string[]>
    >();
    expectTypeOf(task({ run: ({ one }: { one: unknown }) => one })).toEqualTypeOf<
      Task<{ one: unknown }, unknown>
    >();
    expectTypeOf(
      task({ run: ({ one }: { one: string }) => (one === '' ? 'empty' : 'full') }),
    ).toEqualTypeOf<Task<{ one: string }, 'empty' | 'full'>>();
  });

  it('are its options', () => {
    expectTypeOf(task('x', writer, { join: 'any', optional: true, exclude: true })).toEqualTypeOf<
      Task<Asks<'text', never>, string, 'any', true, true>
    >();
    expectTypeOf(task('x', writer, { partials: true })).toEqualTypeOf<
      Task<Asks<'text', never>, string, 'all', false, false, true>
    >();
    expectTypeOf(task({ join: 'settled', run: () => [1] })).toEqualTypeOf<
      Task<unknown, number[], 'settled'>
    >();
  });
});

describe('the results of a flow', () => {
  it('are those of the tasks that are not excluded', () => {
    expectTypeOf(blog.start).returns.resolves.toEqualTypeOf<{
      readonly code: string;
      readonly logo: Image;
      readonly size: number;
    }>();
    expectTypeOf(blog.start).parameter(0).toEqualTypeOf<{ readonly topic: string }>();
    expectTypeOf(blog.operator()).toEqualTypeOf<
      OperatorFunction<
        { readonly topic: string },
        { readonly code: string; readonly logo: Image; readonly size: number }
      >
    >();
    expectTypeOf(blog.toTaskEither({ topic: '' })).toEqualTypeOf<
      TaskEither<
        RivuletError,
        { readonly code: string; readonly logo: Image; readonly size: number }
      >
    >();
  });

  it('are there one by one in the growing record', () => {
    expectTypeOf(blog.outputs({ topic: '' })).toEqualTypeOf<
      Observable<{ readonly code?: string; readonly logo?: Image; readonly size?: number }>
    >();
  });

  it('are an Either for every task, when they are settled', () => {
    expectTypeOf(blog.settle).returns.resolves.toEqualTypeOf<{
      readonly code: Either<TaskFault, string>;
      readonly logo: Either<TaskFault, Image>;
      readonly look: Either<TaskFault, string>;
      readonly size: Either<TaskFault, number>;
    }>();
  });

  it('may be missing from an optional task on, as far as a skip travels', () => {
    const { start } = flow({
      tasks: {
        maybe: task('x', writer, { optional: true }),
        sure: task('x', writer),
        next: task('{{maybe}}', writer),
        last: task('{{next}} {{sure}}', writer),
        either: task({
          join: 'any',
          run: ({ maybe, sure }: { maybe?: string; sure?: string }) =>
            `${maybe ?? ''}${sure ?? ''}`,
        }),
        neither: task({
          join: 'any',
          run: ({ maybe, last }: { maybe?: string; last?: string }) =>
            `${maybe ?? ''}${last ?? ''}`,
        }),
        all: task({
          join: 'settled',
          run: ({ last }: { last: Either<TaskFault, string> }) => last._tag.length,
        }),
        after: task({ run: ({ all }: { all: number }) => String(all) }),
      },
      paths: {
        maybe: ['next', 'either', 'neither'],
        sure: ['last', 'either'],
        next: ['last'],
        last: ['neither', 'all'],
        all: ['after'],
      },
    });
    expectTypeOf(start).returns.resolves.toEqualTypeOf<{
      readonly maybe: string | undefined;
      readonly sure: string;
      readonly next: string | undefined;
      readonly last: string | undefined;
      readonly either: string;
      readonly neither: string | undefined;
      readonly all: number;
      readonly after: string;
    }>();
  });

  it('may be missing where all successors do without them', () => {
    const { start } = flow({
      tasks: {
        one: task('x', writer),
        other: task('x', writer),
        any: task('{{one}} {{other}}', writer, { join: 'any' }),
        needs: task('{{other}}', writer),
      },
      paths: { one: ['any'], other: ['any', 'needs'] },
    });
    expectTypeOf(start).returns.resolves.toEqualTypeOf<{
      readonly one: string | undefined;
      readonly other: string;
      readonly any: string;
      readonly needs: string;
    }>();
  });

  it('need no inputs where there are none', () => {
    const plain = flow({ tasks: { one: task('x', writer) } });
    expectTypeOf(plain.start).toBeCallableWith();
    expectTypeOf(plain.start).toBeCallableWith({}, { runId: 'a' });
    expectTypeOf(plain.start).returns.resolves.toEqualTypeOf<{ readonly one: string }>();
  });

  it('follow what is added, replaced and removed', () => {
    const more = blog.with({
      inputs: { style: t.string },
      tasks: { code: task({ run: () => ['a'] }), size: task('{{style}}', writer) },
      paths: { style: ['size'], code: [] },
    });
    expectTypeOf(more.start).parameter(0).toEqualTypeOf<{
      readonly topic: string;
      readonly style: string;
    }>();
    expectTypeOf(more.start).returns.resolves.toEqualTypeOf<{
      readonly logo: Image;
      readonly code: string[];
      readonly size: string;
    }>();
    expectTypeOf(blog.without('size').start).returns.resolves.toEqualTypeOf<{
      readonly code: string;
      readonly logo: Image;
    }>();
  });

  it('fit a flow that is described by its inputs and results', () => {
    const plain = flow({ inputs: { topic: t.string }, tasks: { one: task('x', writer) } });
    expectTypeOf(plain).toExtend<Flow<{ topic: string }, { one: string }>>();
    expectTypeOf(plain).not.toExtend<Flow<{ topic: string }, { one: number }>>();
  });

  it('are unknown where the names are', () => {
    const build = (
      inputs: Record<string, AnyCodec>,
      tasks: Record<string, AnyTask>,
      paths: Record<string, string[]>,
    ) => flow({ inputs, tasks, paths });
    expectTypeOf(build).returns.toHaveProperty('start');
  });
});

describe('the events of a run', () => {
  it('are told apart by type and task', () => {
    type Event = ReturnType<typeof blog.run> extends Observable<infer E> ? E : never;
    const tell = (event: Event): string => {
      switch (event.type) {
        case 'partial':
        case 'succeeded':
          if (event.task === 'logo') expectTypeOf(event.value).toEqualTypeOf<Image>();
          else expectTypeOf(event.value).toEqualTypeOf<string | number>();
          return event.task;
        case 'waiting':
        case 'queued':
        case 'started':
        case 'retrying':
        case 'routed':
        case 'inner':
        case 'tool':
        case 'skipped':
        case 'failed':
        case 'cancelled':
          expectTypeOf(event.task).toEqualTypeOf<'code' | 'logo' | 'look' | 'size'>();
          return event.task;
        case 'run-started':
        case 'run-completed':
        case 'run-failed':
        case 'run-cancelled':
          return event.type;
      }
    };
    expectTypeOf(tell).returns.toEqualTypeOf<string>();
  });

  it('are any where the flow is not known', () => {
    expectTypeOf(blog.run({ topic: '' })).toExtend<Observable<FlowEvent>>();
  });

  it('say what select gives', () => {
    const events = blog.run({ topic: '' });
    expectTypeOf(events.pipe(select('code'))).toEqualTypeOf<Observable<string>>();
    expectTypeOf(events.pipe(select('look'))).toEqualTypeOf<Observable<string>>();
    expectTypeOf(
      events.pipe(
        log(),
        filter((event) => event.type === 'succeeded'),
        select('logo'),
      ),
    ).toEqualTypeOf<Observable<Image>>();
    expectTypeOf(select('size')(events)).toEqualTypeOf<Observable<number>>();
    const plain: Observable<FlowEvent> = EMPTY;
    expectTypeOf(plain.pipe(select('whatever'))).toEqualTypeOf<Observable<unknown>>();
  });

  it('say what deltas, results, progress and log give', () => {
    const events = blog.run({ topic: '' });
    expectTypeOf(events.pipe(deltas('code'))).toEqualTypeOf<Observable<Delta>>();
    expectTypeOf(events.pipe(results())).toEqualTypeOf<
      Observable<{
        readonly code?: string;
        readonly logo?: Image;
        readonly look?: string;
        readonly size?: number;
      }>
    >();
    expectTypeOf(events.pipe(progress())).toEqualTypeOf<
      Observable<Progress<'code' | 'logo' | 'look' | 'size'>>
    >();
    expectTypeOf(events.pipe(log())).toEqualTypeOf(events);
  });
});
