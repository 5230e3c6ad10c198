import KeyvPostgres from '@keyv/postgres';
import { expect } from 'chai';
import { memory, MemoryFailed } from '../../lib/memory/index.js';
import { lastingMemoryContract, memoryContract } from '../contracts/memory.contract.js';
import { openPostgres, type Postgres } from '../support/postgres.js';

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('PostgreSQL where there is none', () => {
  it('lets a memory fail', async () => {
    const nobody = new KeyvPostgres('postgresql://127.0.0.1:1/none');
    const notes = memory({ store: nobody });
    const works = [notes.get('a'), notes.set('a', 1), notes.keys()];
    for (const error of await Promise.all(works.map(failure))) {
      expect(error).to.be.instanceOf(MemoryFailed);
      expect(String(error)).to.include('ECONNREFUSED');
    }
    // The adapters of a process share one pool, and this ends it.
    await nobody.disconnect();
  });
});

describe('PostgreSQL', function () {
  this.timeout(60_000);
  let postgres: Postgres | undefined;
  let store: KeyvPostgres;
  before(async function () {
    this.timeout(600_000);
    const opened = await openPostgres();
    if (typeof opened === 'string') {
      console.log(`      skipped: ${opened}`);
      return this.skip();
    }
    postgres = opened;
    store = new KeyvPostgres(postgres.url);
  });
  after(async () => {
    if (postgres === undefined) return;
    await store.disconnect();
    await postgres.close();
  });

  memoryContract({
    name: 'a memory in PostgreSQL',
    make: (namespace) => memory({ store, namespace }),
    tries: 50,
  });
  lastingMemoryContract({
    name: 'a memory in PostgreSQL',
    make: (namespace) => memory({ store, namespace }),
  });

  it('fails when it cannot write', async () => {
    const notes = memory({ store });
    await notes.set('a', 1);
    await store.query('ALTER TABLE keyv RENAME TO gone');
    const error = await failure(notes.set('a', 'hush'));
    const listed = await failure(notes.keys());
    await store.query('ALTER TABLE gone RENAME TO keyv');

    expect(error).to.be.instanceOf(MemoryFailed);
    expect(error).to.include({ operation: 'set', key: 'a' });
    expect(String(error)).to.include('42P01').and.not.include('hush');
    expect(listed).to.be.instanceOf(MemoryFailed);
    expect(await notes.get('a')).to.equal(1);
  });
});
