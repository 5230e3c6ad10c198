import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import KeyvPostgres from '@keyv/postgres';
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { Memory } from '../../lib/flow/ports.js';
import {
  memory,
  type LastingMemory,
  type MemoryOptions,
  type MemoryStore,
  type TransientMemory,
} from '../../lib/memory/index.js';
import { memoryContract } from '../contracts/memory.contract.js';

memoryContract({ name: 'a memory of this process', make: () => memory(), tries: 300 });

describe('a memory of this process', () => {
  it('does everything at once, and gives no promise', () => {
    const notes = memory();
    const works: readonly (readonly [work: () => unknown, given: unknown])[] = [
      [() => notes.set('a', { b: 1 }), undefined],
      [() => notes.get('a'), { b: 1 }],
      [() => notes.keys(), ['a']],
      [() => notes.delete('a'), undefined],
      [() => notes.get('a'), undefined],
      [() => notes.clear(), undefined],
      [() => notes.close(), undefined],
    ];
    for (const [work, given] of works) expect(work()).to.deep.equal(given);
  });

  it('shares nothing with another', () => {
    const [one, other] = [memory(), memory()];
    one.set('a', 1);
    expect(other.get('a')).to.equal(undefined);
  });
});

describe('memory', () => {
  it('has a type for each way of keeping', () => {
    expectTypeOf(memory()).toEqualTypeOf<TransientMemory>();
    expectTypeOf(() => memory({ file: 'x.db' })).returns.toEqualTypeOf<LastingMemory>();
    expectTypeOf(() =>
      memory({ store: new Map<string, string>() }),
    ).returns.toEqualTypeOf<LastingMemory>();
    const some = (): MemoryOptions | undefined => undefined;
    expectTypeOf(() => memory(some())).returns.toEqualTypeOf<TransientMemory | LastingMemory>();
    expectTypeOf<TransientMemory>().toExtend<Memory>();
    expectTypeOf<LastingMemory>().toExtend<Memory>();
  });

  it('takes adapters of Keyv, a Keyv, and a Map', () => {
    expectTypeOf<KeyvRedis<unknown>>().toExtend<MemoryStore>();
    expectTypeOf<KeyvPostgres>().toExtend<MemoryStore>();
    expectTypeOf<Keyv>().toExtend<MemoryStore>();
    expectTypeOf<Map<string, string>>().toExtend<MemoryStore>();
  });

  it('refuses options that make no sense, at the call', () => {
    const store = new Map<string, string>();
    for (const options of [
      {},
      { namespace: 'x' },
      { file: 'x.db', store },
      { file: '' },
      { file: 'a\0b' },
      { store, namespace: '' },
    ]) {
      expect(() => memory(options as MemoryOptions), JSON.stringify(options)).to.throw(
        InvalidOptions,
      );
    }
    for (const timeout of [0, -1, NaN, Infinity, 2 ** 31]) {
      expect(() => memory({ store, timeout })).to.throw(RangeError, String(timeout));
    }
  });
});
