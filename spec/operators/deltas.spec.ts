import { expect } from 'chai';
import fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import type { FlowEvent } from '../../lib/core/event.js';
import { deltas, type Delta } from '../../lib/operators/deltas.js';
import { failureOf, told } from '../support/events.js';
import { marbles } from '../support/marbles.js';

const append = (text: string): Delta => ({ _tag: 'Append', text });
const news = {
  P: append('He'),
  Q: append('ll'),
  R: append('o'),
  U: append('Good'),
  W: append('Hello'),
  X: { _tag: 'Reset' } satisfies Delta,
};
const events = {
  p: told.partial('code', 'He', 'He'),
  q: told.partial('code', 'Hell', 'll'),
  r: told.partial('code', 'Hello', 'o'),
  N: told.started('code', { attempt: 2 }),
  V: told.waiting('code', { wave: 2 }),
  u: told.succeeded('code', 'Good', 'Good'),
  S: told.succeeded('code', 'Hello', ''),
  T: told.succeeded('code', 'Good'),
  L: told.succeeded('code', 'Hello', 'Hello'),
  M: told.succeeded('code', 'Hello', 'o'),
  o: told.partial('other', 'x', 'x'),
  F: told.failed('code', failureOf('code')),
  k: told.skipped('code', { task: 'other', reason: 'empty' }),
  e: told.partial('code', '', ''),
  i: told.inner('code', told.partial('1', 'within', 'within')),
  w: told.routed('code', 'on'),
};

describe('deltas', () => {
  it('does not mind what happens within the task, and where its output goes', () =>
    marbles(({ hot, expectObservable }) => {
      const run = hot('   -pi-qi-wM|', events);
      const expected = '  -P--Q---R|';

      expectObservable(run.pipe(deltas('code'))).toBe(expected, news);
    }));

  it('lets through what the text has grown by, and a reset where it begins again', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('   -p-q-r-N-u-|', events);
      const listens = '   ^----------!';
      const expected = '  -P-Q-R-X-U-|';

      expectObservable(run.pipe(deltas('code'))).toBe(expected, news);
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));

  it('says nothing at the end of a text that was there already', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-p-q-r-S-|', events).pipe(deltas('code'))).toBe('-P-Q-R---|', news);
    }));

  it('gives a text that came at once as a whole', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-N-L-|', events).pipe(deltas('code'))).toBe('---W-|', news);
    }));

  it('resets a text that has changed otherwise than at its end', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-p-T---|', events).pipe(deltas('code'))).toBe('-P-(XU)|', news);
    }));

  it('resets when what the task was given became void', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-p-V-u-|', events).pipe(deltas('code'))).toBe('-P-X-U-|', news);
    }));

  it('says nothing of empty texts and of other tasks', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-o-e-N-|', events).pipe(deltas('code'))).toBe('-------|', news);
    }));

  it('completes empty when the task was skipped', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-k-|', events).pipe(deltas('code'))).toBe('---|', news);
    }));

  it('ends with the error of the task when the run ends', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-p-F-|', events).pipe(deltas('code'))).toBe(
        '-P-X-#',
        news,
        failureOf('code'),
      );
    }));

  it('stops listening when nobody listens to it', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const run = hot('   -p-q-r-N-u-|', events);
      const leave = '     ----!       ';
      const listens = '   ^---!       ';
      const expected = '  -P-Q-       ';

      expectObservable(run.pipe(deltas('code')), leave).toBe(expected, news);
      expectSubscriptions(run.subscriptions).toBe(listens);
    }));

  it('adds up to the text since the last reset, whatever happens to it', () => {
    const text = fc.string({ maxLength: 4 });
    const step = fc.oneof(
      fc.record({ _tag: fc.constant('grows' as const), text }),
      fc.record({ _tag: fc.constant('changes' as const), text }),
      fc.record({ _tag: fc.constant('begins' as const), text }),
    );
    return fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1 }), async (steps) => {
        let value = '';
        const run = steps.flatMap(({ _tag, text: piece }): readonly FlowEvent[] => {
          value = _tag === 'grows' ? value + piece : piece;
          return _tag === 'grows'
            ? [told.partial('code', value, piece)]
            : _tag === 'changes'
              ? [told.partial('code', value)]
              : [told.started('code'), told.partial('code', value, value)];
        });
        const said = await lastValueFrom(from(run).pipe(deltas('code'), toArray()));

        expect(
          said.reduce((sum, delta) => (delta._tag === 'Reset' ? '' : sum + delta.text), ''),
        ).to.equal(value);
      }),
    );
  });
});
