import { expect } from 'chai';
import fc from 'fast-check';
import {
  combineLatest,
  EMPTY,
  filter,
  map,
  merge,
  of,
  shareReplay,
  switchMap,
  take,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { join, type Joint } from '../../lib/core/join.js';
import { pending, type Signal } from '../../lib/core/signal.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { graphs, nameOf, pathsOf, type Drawn } from '../support/graphs.js';

/** When and with what a task was called, as `time:input`. */
type Calls = Record<string, readonly string[]>;

describe('the join', () => {
  it('is the combineLatest of the predecessors, let through while it is coherent', () =>
    fc.assert(
      fc.property(graphs(), (graph) => {
        expect(callsOfFlow(graph)).to.deep.equal(callsOfReference(graph));
      }),
      { numRuns: 200 },
    ));

  it('lets nothing through while somebody is pending, or versions of an input differ', () => {
    const joint: Joint = { task: 'd', join: 'all', names: ['b', 'c'] };
    const final = (version: number, other = 1): Signal => ({
      _tag: 'Final',
      value: version,
      stamp: { topic: version, style: other },
    });

    expect(join(joint, [final(1), pending])._tag).to.equal('Incoherent');
    expect(join(joint, [final(1), final(2)])._tag).to.equal('Incoherent');
    expect(join(joint, [final(2), final(2, 3)])._tag).to.equal('Incoherent');
    expect(join(joint, [final(2), final(2)])).to.deep.equal({
      _tag: 'Ready',
      stamp: { topic: 2, style: 1 },
      values: { b: 2, c: 2 },
    });
  });

  it('puts stamps of different inputs together', () => {
    const joint: Joint = { task: 'd', join: 'all', names: ['b', 'c'] };
    const signals: readonly Signal[] = [
      { _tag: 'Final', value: 1, stamp: { topic: 2 } },
      { _tag: 'Partial', value: 2, stamp: { style: 5 } },
    ];

    expect(join(joint, signals)).to.deep.equal({
      _tag: 'Growing',
      stamp: { topic: 2, style: 5 },
      values: { b: 1, c: 2 },
    });
  });

  it('calls a task at the end of stacked diamonds once for a token, not once for a path', async () => {
    const calls: number[] = [];
    const tasks: Record<string, ReturnType<typeof passOn>> = {};
    const paths: Record<string, readonly string[]> = { top: ['l0', 'r0'] };
    const passOn = (name: string): ReturnType<typeof growing> =>
      growing(name, (total) => {
        if (name === 'm11') calls.push(total);
        return total;
      });
    for (let n = 0; n < 12; n++) {
      for (const name of [`l${String(n)}`, `r${String(n)}`, `m${String(n)}`]) {
        tasks[name] = passOn(name);
      }
      paths[`l${String(n)}`] = [`m${String(n)}`];
      paths[`r${String(n)}`] = [`m${String(n)}`];
      if (n < 11) paths[`m${String(n)}`] = [`l${String(n + 1)}`, `r${String(n + 1)}`];
    }
    const tokens = 20;
    const top = task({ run: () => timer(0, 1).pipe(take(tokens)) });
    await flow({ tasks: { top, ...tasks }, paths }).start();

    expect(calls.length).to.be.at.most(tokens + 1);
    expect(calls.at(-1)).to.equal((tokens - 1) * 2 ** 12);
  });
});

const growing = (_name: string, tell: (total: number) => number) =>
  task({
    partials: true,
    operator: (input: Observable<Record<string, number>>) =>
      input.pipe(
        map((given) => Object.values(given).reduce((total, n) => total + n, 0)),
        map(tell),
      ),
  });

const inVirtualTime = (body: (scheduler: TestScheduler) => void): void => {
  const scheduler = new TestScheduler(() => undefined);
  scheduler.run(() => body(scheduler));
};

/** What a task of a drawn graph says: some unfinished snapshots, then its name and what it was given. */
const outputOf = ({ delay, partials }: Drawn, name: string, input: string): Observable<string> =>
  delay === 0 && partials === 0
    ? of(`${name}(${input})`)
    : timer(delay, 1).pipe(
        take(partials + 1),
        map((n) => `${name}${n === partials ? '' : String(n)}(${input})`),
      );

const callsOfFlow = (graph: readonly Drawn[]): Calls => {
  const calls: Record<string, string[]> = {};
  inVirtualTime((scheduler) => {
    const tasks = graph.map((drawn, index) => {
      const name = nameOf(index);
      const said: string[] = (calls[name] = []);
      const call = (given: Record<string, string>): Observable<string> => {
        const input = Object.values(given).join();
        said.push(`${String(scheduler.now())}:${input}`);
        return outputOf(drawn, name, input);
      };
      return [name, task({ run: call })] as const;
    });
    flow({ tasks: Object.fromEntries(tasks), paths: pathsOf(graph) })
      .run({}, { scheduler })
      .subscribe();
  });
  return calls;
};

interface Said {
  readonly value: string;
  readonly isFinal: boolean;
}

/** The same by hand: a literal `combineLatest` of what the predecessors say, and a filter. */
const callsOfReference = (graph: readonly Drawn[]): Calls => {
  const calls: Record<string, string[]> = {};
  inVirtualTime((scheduler) => {
    const signals: Observable<Said>[] = [];
    graph.forEach((drawn, index) => {
      const name = nameOf(index);
      const said: string[] = (calls[name] = []);
      const parents = [...drawn.parents].sort((one, other) => one - other);
      const inputs =
        parents.length === 0
          ? of('')
          : combineLatest(parents.map((parent) => signals[parent] ?? EMPTY)).pipe(
              filter((all) => all.every(({ isFinal }) => isFinal)),
              map((all) => all.map(({ value }) => value).join()),
            );
      signals.push(
        inputs.pipe(
          tap((input) => said.push(`${String(scheduler.now())}:${input}`)),
          switchMap((input) => outputOf(drawn, name, input)),
          map((value, n) => ({ value, isFinal: n === drawn.partials })),
          shareReplay({ bufferSize: 1, refCount: false }),
        ),
      );
    });
    merge(...signals).subscribe();
  });
  return calls;
};
