import { expect } from 'chai';
import * as t from 'io-ts';
import { EMPTY, identity } from 'rxjs';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { Agent } from '../../lib/flow/ports.js';
import { definitionOf, task } from '../../lib/flow/task.js';

const writer: Agent<'text', string> = {
  type: 'text',
  provider: 'fake',
  mission: '',
  model: undefined,
  ask: () => EMPTY,
  prepare: () => undefined,
  answers: () => EMPTY,
};

describe('task', () => {
  it('holds what an agent does', () => {
    const before = (text: string): string => text.trim();
    const definition = definitionOf(task('Write', writer, { before, optional: true }));

    const { attempts, chunks, guard, ...rest } = definition;

    expect([chunks, guard]).to.deep.equal([undefined, undefined]);

    expect(attempts.map(({ agent }) => agent)).to.deep.equal([writer]);
    expect(rest).to.deep.equal({
      work: {
        _tag: 'Agent',
        agent: writer,
        instruction: 'Write',
        before,
        after: undefined,
        form: undefined,
      },
      input: undefined,
      output: undefined,
      join: 'all',
      optional: true,
      exclude: false,
      partials: false,
      recall: [],
      remember: undefined,
      save: undefined,
    });
  });

  it('holds code and its codecs', () => {
    const input = t.type({ a: t.string });
    const run = ({ a }: { readonly a: string }): number => a.length;

    const made = task({ input, output: t.number, run, join: 'all', exclude: true });
    const { attempts, chunks, guard, ...rest } = definitionOf(made);

    expect([chunks, guard]).to.deep.equal([undefined, undefined]);

    expect(attempts.map(({ agent }) => agent)).to.deep.equal([undefined]);
    expect(rest).to.deep.equal({
      work: { _tag: 'Run', run },
      input,
      output: t.number,
      join: 'all',
      optional: false,
      exclude: true,
      partials: false,
      recall: [],
      remember: undefined,
      save: undefined,
    });
    expect(definitionOf(task({ operator: identity, partials: true }))).to.deep.include({
      work: { _tag: 'Operator', operator: identity },
      partials: true,
    });
  });

  it('takes an option that is undefined for one that is not given', () => {
    expect(
      definitionOf(
        task('Write', writer, { join: undefined, optional: undefined, after: undefined }),
      ),
    ).to.deep.equal(definitionOf(task('Write', writer)));
  });

  it('cannot be changed', () => {
    const made = task('Write', writer);

    expect(made).to.be.frozen;
    expect(definitionOf(made)).to.be.frozen;
    expect(definitionOf(made).work).to.be.frozen;
  });

  it('refuses options that contradict each other', () => {
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => task('Write', writer, { join: 'any', partials: true })).to.throw(
      InvalidOptions,
      "partials: true needs join 'all', not 'any'",
    );
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => task({ join: 'settled', partials: true, run: () => 1 })).to.throw(
      InvalidOptions,
      "not 'settled'",
    );
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => task('Write', writer, { join: 'settled' })).to.throw(
      InvalidOptions,
      'a failure is never put into a text',
    );
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => task({ join: 'most', run: () => 1 })).to.throw(
      InvalidOptions,
      'join must be all, any, first, settled, not most',
    );
  });

  it('refuses work that is none, or two', () => {
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => task({ output: t.string })).to.throw(InvalidOptions, 'one of run and operator');
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => task({ run: () => 1, operator: identity })).to.throw(InvalidOptions, 'one of run');
    // @ts-expect-error -- only for those who do not listen to the compiler
    expect(() => task('Write')).to.throw(InvalidOptions, 'needs an agent');
  });

  it("lets a failure reach a function that is an agent's instruction", () => {
    const made = task(() => 'Write', writer, { join: 'settled' });

    expect(definitionOf(made).join).to.equal('settled');
  });
});
