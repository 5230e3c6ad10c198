import { expect } from 'chai';
import fc from 'fast-check';
import * as t from 'io-ts';
import { concat, map, of, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { FlowEvent } from '../../lib/core/event.js';
import { lineOf } from '../../lib/core/line.js';
import { ProviderFailed, RateLimited, RequestRejected } from '../../lib/core/providerErrors.js';
import type { Budget } from '../../lib/flow/budget.js';
import { flow } from '../../lib/flow/flow.js';
import type { Limits } from '../../lib/flow/limits.js';
import type { Agent, Answer, Question } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { tool } from '../../lib/flow/tool.js';
import { complaintsOf } from '../support/audit.js';
import { vendor, whole, type Seen, type Vendor } from '../support/vendor.js';

/** A task that asks an agent. */
interface Asking {
  readonly form: boolean;
  readonly attempts: number;
  readonly partials: boolean;
  readonly total: number | undefined;
  readonly maxSteps: number;
  /** Whether it stands in a flow of its own, with a budget. */
  readonly inner: Budget | undefined;
}

/** A run: tasks, and which of them reads which. */
interface Running {
  readonly tasks: readonly Asking[];
  readonly edges: readonly (readonly [number, number])[];
  readonly isolates: boolean;
  readonly budget: Budget;
  readonly begins: number;
  readonly leaves: number | undefined;
  /** When its input changes. */
  readonly changes: readonly number[] | undefined;
}

/** Several runs that ask one vendor, and what it says, one after the other. */
interface World {
  readonly runs: readonly Running[];
  readonly limits: Limits;
  readonly says: readonly Saying[];
}

const sayings = ['text', 'grows', 'calls', 'wrong', 'busy', 'fails', 'refuses', 'is cut'] as const;

type Saying = (typeof sayings)[number];

const some = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const budgets = fc.record({
  requests: some(fc.nat(8)),
  tokens: some(fc.nat(150)),
  money: some(fc.nat(4)),
  time: some(fc.nat(80)),
});

const worlds: fc.Arbitrary<World> = fc.record({
  runs: fc.array(
    fc.record({
      tasks: fc.array(
        fc.record({
          form: fc.boolean(),
          attempts: fc.integer({ min: 1, max: 3 }),
          partials: fc.boolean(),
          total: some(fc.integer({ min: 1, max: 20 })),
          maxSteps: fc.integer({ min: 1, max: 3 }),
          inner: some(budgets),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      edges: fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 5 }),
      isolates: fc.boolean(),
      budget: fc.oneof(fc.constant({}), budgets),
      begins: fc.nat(30),
      leaves: some(fc.nat(80)),
      changes: some(fc.array(fc.nat(40), { maxLength: 3 })),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  limits: fc.record({
    concurrency: fc.integer({ min: 1, max: 3 }),
    requestsPerMinute: some(fc.integer({ min: 1, max: 9 })),
    tokensPerMinute: some(fc.integer({ min: 1, max: 150 })),
  }),
  says: fc.array(fc.constantFrom(...sayings), { minLength: 1, maxLength: 12 }),
});

const Form = t.type({ secret: t.string });

const lookUp = (scheduler: TestScheduler) =>
  tool({
    description: '',
    input: t.type({ secret: t.string }),
    run: ({ secret }) => timer(2, scheduler).pipe(map(() => secret)),
  });

/** How long the vendor asks to be left alone. */
const pause = 40;

const answerTo = (
  says: Saying,
  { form, turns = [] }: Question,
): readonly Answer<string>[] | Error => {
  const text = form === undefined ? 'A secret.' : '{"secret":"A secret."}';
  const usage = { input: 6, output: 5 };
  const called = { tool: 'lookUp', input: { secret: 'A secret.' } };
  switch (says) {
    case 'text':
      return whole(text, { usage });
    case 'grows':
      return [
        { value: text.slice(0, 9), delta: text.slice(0, 9) },
        { value: text, delta: text.slice(9), usage },
      ];
    case 'calls':
      return turns.length > 1
        ? whole(text)
        : whole('A secret?', { calls: [called, { ...called, input: 'secret' }], usage });
    case 'wrong':
      return whole('A secret that is no JSON.');
    case 'busy':
      return new RateLimited('far', pause, { status: 429 });
    case 'fails':
      return new ProviderFailed('far', 500, 'No.', { status: 500 });
    case 'refuses':
      return new RequestRejected('far', 400, 'No.', '', { status: 400 });
    case 'is cut':
      return whole(text.slice(0, 7), { finish: 'length' });
  }
};

/** What came of a run. */
interface Ran {
  readonly events: FlowEvent[];
  /** When it ended, or was left. */
  ended: number | undefined;
}

/** What came of all of them, and of one that came long after them. */
interface Lived {
  readonly far: Vendor;
  readonly runs: readonly Ran[];
  readonly after: readonly FlowEvent[];
}

const madeOf = (
  { tasks, edges, isolates, budget }: Running,
  nth: number,
  agentOf: (asking: Asking) => Agent<'text', string>,
) => {
  const asks = (asking: Asking, index: number) => {
    const { form, partials } = asking;
    return task(() => `run ${String(nth)} task ${String(index)}: a secret`, agentOf(asking), {
      ...(form && { output: Form }),
      ...(partials && { partials }),
    });
  };
  const read = new Set(
    edges
      .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const)
      .filter(([from, to]) => from < to && to < tasks.length && tasks[to]?.inner === undefined)
      .map(([from, to]) => `${String(from)} ${String(to)}`),
  );
  const childrenOf = (index: number): readonly string[] =>
    [...read].flatMap((edge) => {
      const [from, to = ''] = edge.split(' ');
      return from === String(index) ? [`t${to}`] : [];
    });
  // The names are not known to the compiler, and so neither are the results.
  return flow({
    inputs: { topic: t.string },
    tasks: Object.fromEntries(
      tasks.map((asking, index) => [
        `t${String(index)}`,
        asking.inner === undefined
          ? asks(asking, index)
          : flow({
              tasks: { inside: asks({ ...asking, partials: false }, index) },
              paths: {},
              budget: asking.inner,
            }),
      ]),
    ),
    paths: {
      topic: tasks[0]?.inner === undefined ? ['t0'] : [],
      ...Object.fromEntries(tasks.map((_, index) => [`t${String(index)}`, childrenOf(index)])),
    },
    onFailure: isolates ? 'isolate' : 'stop',
    budget,
  });
};

const livedIn = ({ runs, limits, says }: World): Lived => {
  const scheduler = new TestScheduler(() => undefined);
  const far = vendor((question, nth) => answerTo(says[nth % says.length] ?? 'text', question), 3);
  const agentOf = ({ total, attempts, maxSteps }: Asking) =>
    far.agent({
      limits,
      tools: { lookUp: lookUp(scheduler) },
      retry: { attempts, delay: 10 },
      maxSteps,
      price: { request: 0.5 },
      ...(total !== undefined && { timeout: { total } }),
    });
  const come = runs.map((): Ran => ({ events: [], ended: undefined }));
  const after: FlowEvent[] = [];
  const begin = (running: Running, nth: number, ran: Ran): void => {
    const made = madeOf(running, nth, agentOf);
    const { changes, leaves } = running;
    const options = {
      scheduler,
      random: () => 0.5,
      observe: (event: FlowEvent) => ran.events.push(event),
    };
    const end = (): void => {
      ran.ended ??= scheduler.now();
    };
    const topics = changes?.map((time, index) =>
      timer(time, scheduler).pipe(map(() => `topic ${String(index)}`)),
    );
    const told =
      topics === undefined
        ? made.run({ topic: 'topic' }, options)
        : made.live({ topic: concat(of('topic'), ...topics) }, options);
    const subscription = told.subscribe({ error: end, complete: end });
    if (leaves !== undefined) {
      scheduler.schedule(() => {
        subscription.unsubscribe();
        end();
      }, leaves);
    }
  };
  scheduler.run(() => {
    runs.forEach((running, nth) => {
      scheduler.schedule(
        () => begin(running, nth, come[nth] ?? { events: [], ended: undefined }),
        running.begins,
      );
    });
    // All minutes and pauses are over by then: as many as the gate lets through are sent at once.
    scheduler.schedule(() => {
      flow({
        tasks: Object.fromEntries(
          Array.from({ length: placesOf(limits) }, (_, index) => [
            `t${String(index)}`,
            task('x', far.agent({ limits })),
          ]),
        ),
        paths: {},
        onFailure: 'isolate',
      })
        .run({}, { scheduler })
        .subscribe((event) => after.push(event));
    }, 3_600_000);
  });
  return { far, runs: come, after };
};

const placesOf = ({
  concurrency = 10,
  requestsPerMinute = 10,
  tokensPerMinute = 10,
}: Limits): number => Math.min(concurrency, requestsPerMinute, tokensPerMinute);

/** What happened within, where that is told. */
const innermost = (event: FlowEvent): FlowEvent =>
  event.type === 'inner' ? innermost(event.event) : event;

/** The requests of a run. */
const sentBy = ({ seen }: Vendor, nth: number): readonly Seen[] =>
  seen.filter(({ question }) => question.text.startsWith(`run ${String(nth)} `));

describe('runs that ask one vendor, whatever it says, whenever they are left, whatever they may spend', () => {
  const holds = (numRuns: number, check: (world: World, lived: Lived) => void): void =>
    fc.assert(
      fc.property(worlds, (world) => check(world, livedIn(world))),
      { numRuns },
    );

  it('all end, and tell what happened in order', () =>
    holds(60, (_, { runs, far }) => {
      for (const { events, ended } of runs) {
        expect(ended).to.be.a('number');
        if (events.length > 0) expect(complaintsOf(events, new Map())).to.deep.equal([]);
      }
      expect(far.open()).to.equal(0);
    }));

  it('never pass the limits of its gate, and leave no place of it taken', () =>
    holds(60, ({ limits }, { far, after }) => {
      const { concurrency = 10, requestsPerMinute = Infinity } = limits;
      const times = far.seen.map(({ time }) => time);
      expect(far.most()).to.be.at.most(concurrency);
      for (const time of times) {
        // Times are no whole numbers.
        const within = times.filter((other) => other <= time && other > time - 60_000 + 1e-6);
        expect(within.length).to.be.at.most(requestsPerMinute);
      }
      expect(times.filter((time) => time === 3_600_000)).to.have.length(placesOf(limits));
      expect(after.filter(({ time }) => time === 3_600_000).map(({ type }) => type)).to.not.include(
        'queued',
      );
    }));

  it('send nothing before a pause is over, nor after they have ended', () =>
    holds(60, (_, { far, runs }) => {
      for (const event of runs.flatMap(({ events }) => events.map(innermost))) {
        if (event.type !== 'retrying' || !(event.error instanceof RateLimited)) continue;
        const early = far.seen.filter(
          ({ time }) => time > event.time && time < event.time + pause - 1e-6,
        );
        expect(early).to.deep.equal([]);
      }
      runs.forEach(({ ended = 0 }, nth) => {
        expect(sentBy(far, nth).every(({ time }) => time <= ended)).to.equal(true);
      });
    }));

  it('tell as many requests as the vendor has seen, in all and by task, and spend no more than they may', () =>
    holds(60, (world, { far, runs }) => {
      runs.forEach(({ events }, nth) => {
        const { requests = Infinity, time = Infinity } = world.runs[nth]?.budget ?? {};
        const last = events.at(-1);
        const usage = last !== undefined && 'usage' in last ? last.usage : undefined;
        expect(usage?.requests ?? 0).to.equal(sentBy(far, nth).length);
        expect(usage?.requests ?? 0).to.be.at.most(requests);
        expect((last?.time ?? 0) - (events[0]?.time ?? 0)).to.be.at.most(time);
        if (world.runs[nth]?.changes !== undefined) return;
        for (const event of events) {
          if (event.type !== 'succeeded' || event.usage === undefined) continue;
          const own = sentBy(far, nth).filter(({ question }) =>
            question.text.includes(` task ${event.task.slice(1)}:`),
          );
          expect(event.usage.requests).to.equal(own.length);
        }
      });
    }));

  it('say nothing of what was asked and answered in lines of a log', () =>
    holds(30, (_, { runs }) => {
      for (const { events } of runs) {
        for (const event of events) expect(lineOf(event)).to.not.match(/secret/iu);
      }
    }));

  it('are the same when they are the same', () =>
    holds(30, (world, { runs }) => {
      const again = livedIn(world);
      const told = ({ events }: Ran): readonly string[] =>
        events.map((event) => lineOf(event).replace(/run \w+/u, 'run'));
      expect(again.runs.map(told)).to.deep.equal(runs.map(told));
    }));
});
