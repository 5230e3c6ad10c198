import { expect } from 'chai';
import { EMPTY, throwError } from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import { searchBy } from '../../lib/agents/searchBy.js';
import type { Found } from '../../lib/core/modality.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { marbles } from '../support/marbles.js';

const rain: Found = { title: 'Rain', url: 'https://example.com/rain', snippet: 'It falls.' };

const search = (run: Parameters<typeof searchBy>[0], query = 'rain?') =>
  searchBy(run).agents.search(set())(asked(query), now);

describe('searchBy', () => {
  it('asks the function for the question, and gives what it found', async () => {
    const queries: unknown[][] = [];
    const { answers, error } = await heard(
      search((...given) => {
        queries.push(given);
        return [rain];
      }),
    );
    expect(error).to.equal(undefined);
    expect(answers).to.deep.equal([{ value: [rain] }]);
    expect(queries).to.deep.equal([['rain?']]);
  });

  it('is the provider of an agent', (done) => {
    const provider = searchBy(() => Promise.resolve([rain]));
    agent({ type: 'search', provider, mission: 'look things up' })
      .ask('rain?')
      .subscribe((found) => {
        expect(found).to.deep.equal([rain]);
        done();
      });
  });

  it('follows what grows, and leaves it when nobody listens to it', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const found = cold('-a-b--|', { a: [rain], b: [rain, rain] });
      expectObservable(
        search(() => found),
        '----!',
      ).toBe('-a-b', {
        a: { value: [rain] },
        b: { value: [rain, rain] },
      });
      expectSubscriptions(found.subscriptions).toBe('^---!');
    }));

  it('finds nothing where nothing is given', async () => {
    expect((await heard(search(() => EMPTY))).answers).to.deep.equal([{ value: [] }]);
  });

  it('fails as its function does', async () => {
    const broken = new Error('broken');
    const thrown = await heard(
      search(() => {
        throw broken;
      }),
    );
    expect(thrown.error).to.equal(broken);
    expect((await heard(search(() => throwError(() => broken)))).error).to.equal(broken);
  });

  it('refuses what is no list of what was found', async () => {
    const others: readonly unknown[] = [
      'a text',
      [{ url: 'https://example.com' }],
      [null],
      undefined,
    ];
    for (const other of others) {
      // As a program in JavaScript may do it.
      const { error } = await heard(search(() => other as readonly Found[]));
      expect(error).to.be.instanceOf(TypeError);
      expect(String(error)).to.include('searchBy');
    }
  });
});
