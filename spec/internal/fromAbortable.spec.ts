import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { lastValueFrom, take, toArray } from 'rxjs';
import { fromAbortable } from '../../lib/internal/fromAbortable.js';

const counting = async function* (left: () => void = () => undefined) {
  try {
    for (let number = 1; number <= 3; number++) yield number;
  } finally {
    left();
  }
};

describe('fromAbortable', () => {
  it('gives the values of an async iterable, or of a promise of one or of a list', async () => {
    const all = (source: Parameters<typeof fromAbortable<number>>[0]) =>
      lastValueFrom(fromAbortable(source).pipe(toArray()));
    expect(await all(() => counting())).to.deep.equal([1, 2, 3]);
    expect(await all(async () => counting())).to.deep.equal([1, 2, 3]);
    expect(await all(async () => [7])).to.deep.equal([7]);
    expect(await all(async () => [])).to.deep.equal([]);
  });

  it('opens once for each subscription, and not before', () => {
    let opened = 0;
    const source = fromAbortable(() => {
      opened++;
      return counting();
    });
    expect(opened).to.equal(0);
    source.subscribe();
    source.subscribe();
    expect(opened).to.equal(2);
  });

  it('aborts at once when nobody listens any more, and then says nothing', async () => {
    const heard: unknown[] = [];
    let signal: AbortSignal | undefined;
    const subscription = fromAbortable((given) => {
      signal = given;
      return counting();
    }).subscribe({ next: (value) => heard.push(value), complete: () => heard.push('|') });
    subscription.unsubscribe();
    expect(signal?.aborted).to.equal(true);
    await turn();
    expect(heard).to.deep.equal([]);
  });

  it('lets the iterator clean up when it is left in the middle', async () => {
    let left = 0;
    await lastValueFrom(fromAbortable(() => counting(() => left++)).pipe(take(2)));
    await turn();
    expect(left).to.equal(1);
  });

  it('fails as what it opens fails, at once or later', async () => {
    const broken = new Error('broken');
    const failing = [
      () => {
        throw broken;
      },
      () => Promise.reject(broken),
      async function* () {
        yield 1;
        throw broken;
      },
    ];
    for (const open of failing) {
      const error = await lastValueFrom(fromAbortable<number>(open)).catch((why: unknown) => why);
      expect(error).to.equal(broken);
    }
  });

  it('keeps a failure to itself that comes after the end', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    fromAbortable(
      (signal) =>
        new Promise<readonly number[]>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    )
      .subscribe()
      .unsubscribe();
    await turn();
    process.off('unhandledRejection', note);
    expect(unhandled).to.deep.equal([]);
  });
});
