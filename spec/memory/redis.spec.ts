import KeyvRedis, { createClient, createKeyv } from '@keyv/redis';
import { expect } from 'chai';
import { memory, MemoryFailed } from '../../lib/memory/index.js';
import { lastingMemoryContract, memoryContract } from '../contracts/memory.contract.js';
import { openRedis, type Redis } from '../support/redis.js';

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('Redis', function () {
  this.timeout(60_000);
  let redis: Redis | undefined;
  let store: KeyvRedis<unknown>;
  let plain: ReturnType<typeof createClient>;
  before(async function () {
    this.timeout(600_000);
    const opened = await openRedis();
    if (typeof opened === 'string') {
      console.log(`      skipped: ${opened}`);
      return this.skip();
    }
    redis = opened;
    store = new KeyvRedis(redis.url);
    plain = createClient({ url: redis.url });
    plain.on('error', () => undefined);
    await plain.connect();
  });
  after(async () => {
    if (redis === undefined) return;
    await store.disconnect();
    await plain.disconnect();
    await redis.close();
  });

  memoryContract({
    name: 'a memory in Redis',
    make: (namespace) => memory({ store, namespace }),
    tries: 100,
  });
  lastingMemoryContract({
    name: 'a memory in Redis',
    make: (namespace) => memory({ store, namespace }),
  });

  it('keeps what a Keyv is told to, too', async () => {
    const keyv = createKeyv(redis?.url, { namespace: 'app' });
    const notes = memory({ store: keyv });
    await notes.set('a', [new Uint8Array([1])]);

    expect(await notes.get('a')).to.deep.equal([new Uint8Array([1])]);
    expect(await notes.keys()).to.deep.equal(['a']);
    expect(await plain.keys('app*')).to.deep.equal(['app::memory.a']);
    await keyv.disconnect();
  });

  it('keeps to the namespace of its adapter', async () => {
    const theirs = new KeyvRedis<unknown>(redis?.url, { namespace: 'team' });
    await memory({ store: theirs }).set('b', 1);

    expect(theirs.namespace).to.equal('team');
    expect(await plain.keys('team*')).to.deep.equal(['team::team:memory.b']);
    expect(await memory({ store }).get('b')).to.equal(undefined);
    await theirs.disconnect();
  });

  it('keeps a text of 10 MB', async () => {
    const notes = memory({ store });
    const text = 'x'.repeat(10_000_000);
    await notes.set('text', text);
    expect((await notes.get('text')) === text).to.equal(true);
    await notes.delete('text');
  });

  it('fails when it cannot write', async () => {
    const notes = memory({ store });
    await notes.set('a', 1);
    await plain.configSet('maxmemory', '1');
    const error = await failure(notes.set('a', 'hush'));
    await plain.configSet('maxmemory', '0');

    expect(error).to.be.instanceOf(MemoryFailed);
    expect(error).to.include({ operation: 'set', key: 'a' });
    expect(error).to.have.nested.property('cause.message').that.includes('OOM');
    expect(String(error)).to.not.include('hush');
    expect(await notes.get('a')).to.equal(1);
  });

  it('fails when something of another kind is there', async () => {
    const notes = memory({ store });
    await plain.rPush('rivulet::rivulet:memory.list', 'x');
    const error = await failure(notes.get('list'));

    expect(error).to.be.instanceOf(MemoryFailed);
    expect(error).to.have.nested.property('cause.message').that.includes('WRONGTYPE');
    await plain.del('rivulet::rivulet:memory.list');
  });

  it('fails in time when nobody is there', async () => {
    const nobody = new KeyvRedis('redis://127.0.0.1:1');
    const notes = memory({ store: nobody, timeout: 300 });
    const works = [notes.get('a'), notes.set('a', 1), notes.keys()];
    for (const error of await Promise.all(works.map(failure))) {
      expect(error).to.be.instanceOf(MemoryFailed);
      expect(String(error)).to.include('ECONNREFUSED');
    }
    await nobody.disconnect(true);
  });

  it('waits when the connection is lost, and goes on when it is there again', async () => {
    const notes = memory({ store });
    await notes.set('before', 1);
    await redis?.kill();
    const impatient = memory({ store, timeout: 200 });
    expect(await failure(impatient.get('before'))).to.be.instanceOf(MemoryFailed);
    const kept = notes.set('after', 2);
    await redis?.restart();
    await kept;

    expect(await notes.get('after')).to.equal(2);
  });
});
