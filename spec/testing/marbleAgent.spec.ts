import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { lastValueFrom, toArray } from 'rxjs';
import type { Image } from '../../lib/core/media.js';
import { ConnectionLost } from '../../lib/core/providerErrors.js';
import { flow } from '../../lib/flow/flow.js';
import type { Agent } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { InvalidMarbles } from '../../lib/testing/errors.js';
import { marbleAgent } from '../../lib/testing/marbleAgent.js';
import { record } from '../../lib/testing/record.js';
import { marbles } from '../support/marbles.js';

const hello = { a: 'He', b: 'Hell', c: 'Hello' };

describe('a marble agent', () => {
  it('answers by its marbles, from when it is asked', () =>
    marbles(({ expectObservable }) => {
      const diagram = '  --a-b-(c|)';
      const listens = '  -^--------';
      const expected = ' ---a-b-(c|)';

      expectObservable(marbleAgent(diagram, hello).ask('Hello?'), listens).toBe(expected, hello);
    }));

  it('fails, lasts and never ends by its marbles too', () =>
    marbles(({ expectObservable }) => {
      const no = new Error('no');
      expectObservable(marbleAgent('--a-#', hello, no).ask('?')).toBe('--a-#', hello, no);
      expectObservable(marbleAgent('1.5s a 9m |', hello).ask('?')).toBe('1.5s a 9m |', hello);
      expectObservable(marbleAgent('--a', hello).ask('?')).toBe('--a', hello);
      expectObservable(marbleAgent('-----').ask('?')).toBe('-----');
      expectObservable(marbleAgent('--|').ask('?')).toBe('--|');
    }));

  it('says the letters themselves where there are no values', () =>
    marbles(({ expectObservable }) => {
      expectObservable(marbleAgent('--a-(b|)').ask('?')).toBe('--a-(b|)');
    }));

  it('stops when nobody listens to it', () =>
    marbles(({ expectObservable }) => {
      expectObservable(marbleAgent('--a-b-|').ask('?'), '---!').toBe('--a');
    }));

  it('follows real time where there is no other', async () => {
    const said = await lastValueFrom(marbleAgent('-a-b-(c|)', hello).ask('?').pipe(toArray()));

    expect(said).to.deep.equal(['He', 'Hell', 'Hello']);
  });

  it('says what a text has grown by, where it has', () => {
    const values = { a: 'He', b: 'Hell', c: 'Hi' };
    const events = record(flow({ tasks: { a: task('?', marbleAgent('a-b-(c|)', values)) } }));

    expect(
      events.flatMap((event) =>
        event.type === 'partial' || event.type === 'succeeded' ? [event.delta] : [],
      ),
    ).to.deep.equal(['He', 'll', undefined]);
  });

  it('fails as a broken connection does, so that it is worthwhile to try again', () => {
    const events = record(
      flow({ tasks: { a: task('?', marbleAgent('a-#')) }, onFailure: 'isolate' }),
    );
    const failure = events.find(({ type }) => type === 'failed');

    expect(failure).to.have.nested.property('error.cause').that.is.instanceOf(ConnectionLost);
    expect(failure).to.have.nested.property('error.cause.partial', 'a');
  });

  it('answers one request by each of several diagrams, and in the next run again', () => {
    const agent = marbleAgent(['-(a|)', '--(b|)']);
    const two = flow({
      tasks: {
        one: task('?', agent),
        two: task('?', agent),
        three: task('?', agent, { optional: true }),
      },
      paths: { one: ['two'], two: ['three'] },
      onFailure: 'isolate',
    });
    for (const events of [record(two), record(two)]) {
      expect(
        events.flatMap((event) => (event.type === 'succeeded' ? [event.value] : [])),
      ).to.deep.equal(['a', 'b']);
      expect(events.find(({ type }) => type === 'failed'))
        .to.have.nested.property('error.message')
        .that.includes('was asked 3 times, and has 2 diagrams');
    }
  });

  it('is of any type', () => {
    const picture: Image = { _tag: 'Image', mime: 'image/png', bytes: Uint8Array.of(1) };
    const painter = marbleAgent('--(a|)', { a: picture }, undefined, {
      type: 'image',
      mission: 'paint',
    });
    const events = record(flow({ tasks: { logo: task('?', painter) } }));

    expectTypeOf(painter).toEqualTypeOf<Agent<'image', Image>>();
    expectTypeOf(marbleAgent('--(a|)')).toEqualTypeOf<Agent<'text', string>>();
    expect(painter).to.include({ type: 'image', provider: 'marbles', mission: 'paint' });
    expect(events.find(({ type }) => type === 'succeeded')).to.have.property('value', picture);
  });

  it('refuses what cannot be read, at once, and says where', () => {
    const refused = (make: () => unknown, why: string, column: number): void => {
      expect(make).to.throw(InvalidMarbles, why).with.property('column', column);
    };
    refused(() => marbleAgent('--a-b-(c|', hello), 'does not end', 6);
    refused(
      () => marbleAgent('--a-d|', hello),
      'no value for "d". There are values for: a, b, c.',
      4,
    );
    refused(() => marbleAgent('--a|-b', hello), 'says nothing any more', 5);
    refused(() => marbleAgent('--a#|', hello), 'says nothing any more', 4);
    refused(() => marbleAgent('--a-!', hello), 'An agent says letters', 4);
    refused(() => marbleAgent(['--a|', '--z|'], hello), 'no value for "z"', 2);
    refused(
      () => marbleAgent('--a|', undefined, undefined, { type: 'image' }),
      'There are none.',
      2,
    );
    expect(() => marbleAgent([])).to.throw(RangeError, 'needs a diagram');
  });
});
