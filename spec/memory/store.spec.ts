import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { Keyv } from 'keyv';
import { TotalTimeout } from '../../lib/core/timeoutErrors.js';
import { memory, MemoryFailed, UnreadableMemory } from '../../lib/memory/index.js';
import { lastingMemoryContract, memoryContract } from '../contracts/memory.contract.js';

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const map = new Map<string, string>();
memoryContract({
  name: 'a memory in a Map',
  make: (namespace) => memory({ store: map, namespace }),
  tries: 100,
});
lastingMemoryContract({
  name: 'a memory in a Map',
  make: (namespace) => memory({ store: map, namespace }),
});

const keyv = new Keyv({ store: new Map(), namespace: 'theirs' });
memoryContract({
  name: 'a memory in a Keyv',
  make: (namespace) => memory({ store: keyv, namespace }),
  tries: 100,
});

const bare = new Keyv({ store: new Map() });
bare.namespace = undefined;
lastingMemoryContract({
  name: 'a memory in a Keyv without a namespace',
  make: (namespace) => memory({ store: bare, namespace }),
});

describe('a memory in a store', () => {
  it('has short addresses that every store can bear', async () => {
    const store = new Map<string, string>();
    const notes = memory({ store, namespace: 'Site' });
    await notes.set('plan', 1);
    await notes.set('x'.repeat(10_000), 1);
    await notes.set('\0:*%_/\\"', 1);

    for (const address of store.keys()) {
      expect(address).to.match(/^rivulet:=[a-f\d]{64}\.(?:plan|=[a-f\d]{64})$/u);
    }
    expect(store.size).to.equal(3);
  });

  it('says what it is, and whose', async () => {
    const store = new Map<string, string>();
    await memory({ store }).set('plan', ['think']);

    expect([...store]).to.deep.equal([
      ['rivulet:memory.plan', 'rivulet-memory/1 ["memory","plan"]\n["think"]'],
    ]);
  });

  it('leaves alone what others keep in the store', async () => {
    const store = new Map<string, string>([['theirs', 'not JSON']]);
    const theirs = new Keyv({ store, namespace: 'app' });
    await theirs.set('memory.a', 'theirs');
    const notes = memory({ store: theirs });
    await notes.set('a', 1);

    expect(await notes.keys()).to.deep.equal(['a']);
    await notes.clear();
    expect([...store.keys()]).to.deep.equal(['theirs']);
  });

  it('refuses to read what was not written by a memory, and can be told to forget it', async () => {
    const good = 'rivulet-memory/1 ["memory","a"]\n';
    const bad: Readonly<Record<string, RegExp>> = {
      '{"value":1}': /not written by a memory/u,
      '': /not written by a memory/u,
      'rivulet-memory/1': /not written by a memory/u,
      [`x${good}1`]: /not written by a memory/u,
      'rivulet-memory/2 {"for":"a"}\n<a/>': /version 2/u,
      'rivulet-memory/1 ["memory","b"]\n1': /another key/u,
      'rivulet-memory/1 ["other","a"]\n1': /another key/u,
      'rivulet-memory/1 [\n1': /another key/u,
      [good]: /damaged/u,
      [`${good}{"secret":`]: /damaged/u,
      [`${good}{"$":"function","of":"process.exit()"}`]: /damaged/u,
    };
    for (const [record, why] of Object.entries(bad)) {
      const store = new Map([['rivulet:memory.a', record]]);
      const notes = memory({ store });
      const error = await failure(notes.get('a'));

      expect(error, record).to.be.instanceOf(UnreadableMemory);
      expect(error).to.have.property('key', 'a');
      expect(String(error)).to.match(why).and.include('"a"').and.not.include('secret');
      await notes.delete('a');
      expect(await notes.get('a')).to.equal(undefined);
    }
  });

  it('refuses to read what is no JSON in a Keyv', async () => {
    const store = new Map([['app:memory.a', 'my secret']]);
    const error = await failure(memory({ store: new Keyv({ store, namespace: 'app' }) }).get('a'));

    expect(error).to.be.instanceOf(UnreadableMemory);
    expect(String(error)).to.not.include('secret');
  });

  it('forgets when the Keyv that it is in does', async () => {
    const store = new Map<string, string>();
    const expired = JSON.stringify({
      value: 'rivulet-memory/1 ["memory","old"]\n1',
      expires: Date.now() - 1,
    });
    store.set('keyv:memory.old', expired);
    const notes = memory({ store: new Keyv({ store, ttl: 60_000 }) });
    await notes.set('new', 1);

    expect(await notes.keys()).to.deep.equal(['new']);
    expect(await notes.get('old')).to.equal(undefined);
    expect(JSON.parse(store.get('keyv:memory.new') ?? '')).to.have.property('expires');
  });

  it('says that it cannot list its keys when the store cannot', async () => {
    const { get, set, delete: forget, clear } = adapter(new Map());
    const notes = memory({ store: { get, set, delete: forget, clear } });
    await notes.set('a', 1);

    expect(await notes.get('a')).to.equal(1);
    for (const error of await Promise.all([notes.keys(), notes.clear()].map(failure))) {
      expect(error).to.be.instanceOf(MemoryFailed);
      expect(String(error)).to.include('cannot tell what it has');
    }
  });
});

/** An adapter as those of Keyv are, with everything in a Map. */
const adapter = (content: Map<string, string>) => ({
  get: async (key: string): Promise<unknown> => content.get(key),
  set: async (key: string, value: string): Promise<unknown> => void content.set(key, value),
  delete: async (key: string): Promise<unknown> => content.delete(key),
  clear: async (): Promise<void> => content.clear(),
  async *iterator(): AsyncGenerator<readonly [string, string]> {
    yield* content;
  },
});

describe('a memory whose store fails', () => {
  const broken = Object.assign(new Error('cannot write "hush"'), { code: 'EIO' });

  /** Fails at everything, by throwing or by telling of it as an event. */
  const failing = (fail: (emitter: EventEmitter) => void) => {
    const emitter = new EventEmitter();
    const work = async (): Promise<void> => {
      fail(emitter);
    };
    return Object.assign(emitter, {
      get: work,
      set: work,
      delete: work,
      clear: work,
      async *iterator(): AsyncGenerator<readonly [string, string]> {
        await work();
        yield* [];
      },
    });
  };

  const ways = {
    throws: () => {
      throw broken;
    },
    'tells of it as an event only': (emitter: EventEmitter) => void emitter.emit('error', broken),
  };
  for (const [how, fail] of Object.entries(ways)) {
    for (const wrap of [false, true]) {
      it(`fails when ${wrap ? 'the store of its Keyv' : 'its store'} ${how}`, async () => {
        const store = wrap ? new Keyv({ store: failing(fail) }) : failing(fail);
        const notes = memory({ store });
        const works = {
          get: () => notes.get('a'),
          set: () => notes.set('a', 'hush'),
          delete: () => notes.delete('a'),
          keys: () => notes.keys(),
          clear: () => notes.clear(),
        };
        for (const [operation, work] of Object.entries(works)) {
          const error = await failure(work());
          expect(error, operation).to.be.instanceOf(MemoryFailed);
          expect(error).to.include({ operation, cause: broken });
          if (operation !== 'keys' && operation !== 'clear') {
            expect(error).to.have.property('key', 'a');
            expect(String(error)).to.include('"a"');
          }
          expect(String(error)).to.include('EIO').and.not.include('hush');
        }
      });
    }
  }

  it('fails when its store says that it did not keep something', async () => {
    const store = { ...adapter(new Map()), set: async (): Promise<boolean> => false };
    const error = await failure(memory({ store }).set('a', 1));
    expect(error).to.be.instanceOf(MemoryFailed);
    expect(String(error)).to.include('did not keep it');
  });

  it('takes what is there, though the store tells of errors meanwhile', async () => {
    const content = new Map<string, string>();
    const emitter = new EventEmitter();
    const store = Object.assign(emitter, adapter(content), {
      get: async (key: string) => {
        emitter.emit('error', broken);
        return content.get(key);
      },
    });
    const notes = memory({ store });
    await notes.set('a', 1);
    expect(await notes.get('a')).to.equal(1);
    expect(await failure(notes.get('b'))).to.be.instanceOf(MemoryFailed);
  });

  it('waits for an answer no longer than it may', async () => {
    const never = new Promise<never>(() => undefined);
    const store = { ...adapter(new Map()), get: () => never, set: () => never };
    const notes = memory({ store, timeout: 30 });

    for (const error of await Promise.all([notes.get('a'), notes.set('a', 1)].map(failure))) {
      expect(error).to.be.instanceOf(MemoryFailed);
      expect(error).to.have.property('cause').that.is.instanceOf(TotalTimeout);
      expect(error).to.have.nested.property('cause.after', 30);
    }
    expect(await notes.keys()).to.deep.equal([]);
  });

  it('says no more of a key than helps to find it', async () => {
    const notes = memory({ store: failing(ways.throws) });
    const error = await failure(notes.get('k'.repeat(10_000)));
    expect(error).to.have.property('key').that.has.length(10_000);
    expect(String(error)).to.have.length.below(500);
    expect(inspect(error)).to.include('EIO');
  });

  it('leaves one listener in a store, however many memories share it', async () => {
    const store = Object.assign(new EventEmitter(), adapter(new Map()));
    for (let index = 0; index < 30; index++) {
      await memory({ store, namespace: `user-${String(index)}` }).set('a', index);
    }
    expect(store.listenerCount('error')).to.be.below(3);
  });
});
