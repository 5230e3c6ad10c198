import { deepStrictEqual } from 'node:assert/strict';
import { expect } from 'chai';
import fc from 'fast-check';
import { flow, task } from '../../lib/index.js';
import { MemoryFailed, NotStorable } from '../../lib/memory/index.js';
import type { LastingMemory, TransientMemory } from '../../lib/memory/index.js';
import { hostileKeys, hostileValues, storable } from '../memory/values.js';

/** A memory, and how another is made that shares its store. */
export interface AnyMemory {
  readonly name: string;
  /** Makes one with this namespace, in the one store of these specs where there is one. */
  readonly make: (namespace: string) => TransientMemory | LastingMemory;
  /** How many values, and sets of keys, are tried. */
  readonly tries: number;
}

/** What every memory holds to, wherever it is kept. */
export const memoryContract = ({ name, make, tries }: AnyMemory): void => {
  describe(`${name}, as every memory`, () => {
    let notes: TransientMemory | LastingMemory;
    let count = 0;
    beforeEach(() => {
      notes = make(`space-${String(count++)}`);
    });
    afterEach(async () => {
      await notes.close();
    });
    const failure = async (work: () => unknown): Promise<unknown> => {
      try {
        await work();
        return undefined;
      } catch (error) {
        return error;
      }
    };

    it('gives what was kept last, and nothing where nothing is', async () => {
      expect(await notes.get('plan')).to.equal(undefined);
      await notes.set('plan', { steps: ['think'] });
      await notes.set('plan', { steps: ['think', 'write'] });
      expect(await notes.get('plan')).to.deep.equal({ steps: ['think', 'write'] });
      await notes.delete('plan');
      expect(await notes.get('plan')).to.equal(undefined);
      await notes.delete('plan');
    });

    it('lists its keys, sorted, and forgets all of them at once', async () => {
      expect(await notes.keys()).to.deep.equal([]);
      for (const key of ['b', 'a', 'B', 'ä', 'a']) await notes.set(key, key);
      expect(await notes.keys()).to.deep.equal(['B', 'a', 'b', 'ä']);
      await notes.delete('a');
      expect(await notes.keys()).to.deep.equal(['B', 'b', 'ä']);
      await notes.clear();
      expect(await notes.keys()).to.deep.equal([]);
      expect(await notes.get('b')).to.equal(undefined);
    });

    it('keeps values and not objects, so that nobody changes them from outside', async () => {
      const plan = { steps: ['think'] };
      const kept = notes.set('plan', plan);
      plan.steps.push('changed after it was kept');
      await kept;
      const one = await notes.get('plan');
      deepStrictEqual(one, { steps: ['think'] });
      Object.assign(one, { steps: 'changed' });
      deepStrictEqual(await notes.get('plan'), { steps: ['think'] });
    });

    for (const [what, value] of Object.entries(hostileValues)) {
      it(`gives ${what} back as it was, and as nothing else`, async () => {
        await notes.set('value', value);
        deepStrictEqual(await notes.get('value'), value);
        expect(Object.keys(Object.prototype)).to.deep.equal([]);
        expect({}).to.not.have.property('polluted');
      });
    }

    it('gives every value back as it was', () =>
      fc.assert(
        fc.asyncProperty(storable, async (value) => {
          await notes.set('value', value);
          deepStrictEqual(await notes.get('value'), value);
        }),
        { numRuns: tries },
      ));

    it('never mixes up two keys, whatever they are', () =>
      fc.assert(
        fc.asyncProperty(fc.uniqueArray(hostileKeys, { maxLength: 12 }), async (keys) => {
          await notes.clear();
          for (const key of keys) await notes.set(key, `of ${key}`);
          expect(await notes.keys()).to.deep.equal([...keys].sort());
          for (const key of keys) expect(await notes.get(key)).to.equal(`of ${key}`);
          for (const key of keys.slice(1)) await notes.delete(key);
          expect(await notes.keys()).to.deep.equal(keys.slice(0, 1));
        }),
        { numRuns: Math.ceil(tries / 4) },
      ));

    it('refuses the empty key', async () => {
      for (const work of [
        () => notes.get(''),
        () => notes.set('', 1),
        () => notes.delete(''),
        // @ts-expect-error -- JavaScript can do that
        () => notes.set(undefined, 1),
      ]) {
        expect(await failure(work)).to.be.instanceOf(RangeError);
      }
    });

    it('refuses what would not come back as it is, and keeps what there was', async () => {
      await notes.set('plan', 'the old one');
      const steps = [{ run: 1 }, { run: 2 }, { run: () => 'secret' }];
      const error = await failure(() => notes.set('plan', { steps }));

      expect(error).to.be.instanceOf(NotStorable);
      expect(error).to.include({ key: 'plan', path: 'steps[2].run', got: 'a function' });
      expect(await notes.get('plan')).to.equal('the old one');
    });

    it('tells one run what another has remembered', async () => {
      const writer = flow({
        tasks: { colours: task({ run: () => ['teal', 'sand'], remember: 'colours' }) },
      });
      const reader = flow({
        tasks: {
          page: task({
            run: ({ colours }: { colours: readonly string[] }) => `in ${colours.join(' and ')}`,
            recall: ['colours'],
          }),
        },
      });
      await writer.start({}, { memory: notes });

      expect(await reader.start({}, { memory: notes })).to.deep.equal({ page: 'in teal and sand' });
    });

    it('refuses everything when it has been closed, and may be closed twice', async () => {
      await notes.set('plan', 1);
      await notes.close();
      await notes.close();
      for (const [operation, work] of Object.entries({
        get: () => notes.get('plan'),
        set: () => notes.set('plan', 2),
        delete: () => notes.delete('plan'),
        keys: () => notes.keys(),
        clear: () => notes.clear(),
      })) {
        const error = await failure(work);
        expect(error).to.be.instanceOf(MemoryFailed);
        expect(error).to.include({ operation });
        expect(String(error)).to.include('closed');
      }
    });
  });
};

/** What every memory holds to that outlives its process. */
export const lastingMemoryContract = ({
  name,
  make,
}: {
  readonly name: string;
  readonly make: (namespace: string) => LastingMemory;
}): void => {
  describe(`${name}, as every memory that lasts`, () => {
    it('shares what it keeps with others of its namespace, and with nobody else', async () => {
      const spaces = ['site', 'site.a', 'site:', 'SITE', 'Sïte', 'rivulet'];
      const memories = spaces.map((space) => [make(space), make(space)] as const);
      for (const [index, [one]] of memories.entries()) {
        await one.set('a', index);
        await one.set(`only ${String(index)}`, index);
      }
      for (const [index, [, other]] of memories.entries()) {
        expect(await other.get('a')).to.equal(index);
        expect(await other.keys()).to.deep.equal(['a', `only ${String(index)}`]);
      }
      const [[first] = []] = memories;
      await first?.clear();
      for (const [index, [, other]] of memories.entries()) {
        expect(await other.get('a')).to.equal(index === 0 ? undefined : index);
      }
      await Promise.all(memories.flat().map((one) => one.close()));
    });

    it('does many things at once', async () => {
      const notes = make('many');
      const keys = Array.from({ length: 100 }, (_, index) => `key ${String(index)}`);
      await Promise.all(keys.map((key) => notes.set(key, key)));

      expect(await Promise.all(keys.map((key) => notes.get(key)))).to.deep.equal(keys);
      expect(await notes.keys()).to.deep.equal([...keys].sort());
      await notes.clear();
      await notes.close();
    });

    it('finishes what is under way before it closes, the first thing and any other', async () => {
      const notes = make('under way');
      await notes.set('b', 0);
      const done: string[] = [];
      const works = [
        notes.set('a', 1).then(() => done.push('a is kept')),
        notes.delete('b').then(() => done.push('b is gone')),
      ];
      await notes.close();
      done.push('closed');
      await Promise.all(works);
      expect(done).to.have.length(3);
      expect(done.at(-1)).to.equal('closed');
      const again = make('under way');
      const read = again.keys();
      await again.close();
      expect(await read).to.deep.equal(['a']);
    });
  });
};
