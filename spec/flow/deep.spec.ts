import { expect } from 'chai';
import * as t from 'io-ts';
import { z } from 'zod';
import { agent, flow, standard, task, tool, type Codec } from '../../lib/index.js';
import { scripted } from '../../lib/agents/scripted.js';

interface Tree {
  readonly a: Tree | null;
}
const Trees: t.Type<Tree> = t.recursion('Tree', () => t.type({ a: t.union([Trees, t.null]) }));
const ZodTree: z.ZodType<Tree> = z.lazy(() => z.object({ a: z.union([ZodTree, z.null()]) }));

describe('an answer that is nested 10,000 deep', () => {
  const text = `${'{"a":'.repeat(10_000)}null${'}'.repeat(10_000)}`;
  const codecs: Readonly<Record<string, Codec<Tree>>> = {
    'io-ts': Trees,
    zod: standard(ZodTree),
  };
  for (const [name, codec] of Object.entries(codecs)) {
    it(`is wrong for a recursive codec of ${name}, and leaves nothing unhandled`, async () => {
      const unhandled: unknown[] = [];
      const note = (error: unknown): void => void unhandled.push(error);
      process.on('unhandledRejection', note);
      const writer = agent({
        type: 'text',
        provider: scripted({ script: () => text, delay: 0 }),
        mission: 'w',
      });
      const error: unknown = await flow({
        tasks: { a: task('x', writer, { output: codec }) },
        paths: {},
      })
        .start()
        .catch((cause: unknown) => cause);
      await new Promise(setImmediate);
      process.off('unhandledRejection', note);

      expect(unhandled).to.deep.equal([]);
      expect(error).to.have.nested.property('causes.a._tag', 'DecodeFailed');
    });
  }

  for (const [name, codec] of Object.entries(codecs)) {
    it(`is told to be wrong as the input of a tool for ${name}`, async () => {
      const unhandled: unknown[] = [];
      const note = (error: unknown): void => void unhandled.push(error);
      process.on('unhandledRejection', note);
      const dig = tool({
        description: 'Digs.',
        input: codec,
        run: () => 'dug',
      });
      const read = dig.read(JSON.parse(text));
      await new Promise(setImmediate);
      process.off('unhandledRejection', note);
      expect(unhandled).to.deep.equal([]);
      expect(read).to.have.property('_tag', 'Left');
    });
  }
});
