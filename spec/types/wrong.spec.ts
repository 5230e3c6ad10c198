import { expect } from 'chai';
import { check, type Complaint } from '../support/compiler.js';

/** A program that must not compile: the complaint stands in the line that ends with `// here`. */
interface Wrong {
  readonly title: string;
  readonly program: string;
  /** What the complaint says. */
  readonly says: readonly string[];
}

const prelude = `
import type { Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { filter, map, of, type Observable } from 'rxjs';
import { z } from 'zod';
import { standard } from '../../lib/core/codec.js';
import type { TaskFault } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { Audio, Image } from '../../lib/core/media.js';
import { ask } from '../../lib/flow/ask.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import { route } from '../../lib/flow/route.js';
import { sequence } from '../../lib/flow/sequence.js';
import type { Agent } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';
import { deltas } from '../../lib/operators/deltas.js';
import { select } from '../../lib/operators/select.js';
export declare const writer: Agent<'text', string>;
export declare const painter: Agent<'image', Image>;
export declare const seer: Agent<'vision', string>;
export declare const listener: Agent<'recognition', string>;
export declare const speaker: Agent<'speech', Audio>;
export type Used = Either<TaskFault, Observable<FlowEvent>>;
export const used = [t, filter, map, of, z, standard, Audio, Image, deltas, select, ask, forEach, loop, route, sequence];
`;

const wrongs: readonly Wrong[] = [
  {
    title: 'a route that gives a key that its table does not have',
    program: `export const way = route((text: string) => (text === '' ? 'none' : 'smoe'), { none: [], some: 'a' }); // here`,
    says: ['"smoe"', '"none"'],
  },
  {
    title: 'a route to a task that is not there',
    program: `flow({
  tasks: { fork: task('x', writer), left: task('y', writer) },
  routes: {
    fork: route((text: string) => (text === '' ? 'a' : 'b'), { a: 'left', b: 'rihgt' }), // here
  },
});`,
    says: ['UnknownTask<"rihgt", "fork" | "left">'],
  },
  {
    title: 'a route of a task that is not there',
    program: `flow({
  tasks: { fork: task('x', writer), left: task('y', writer) },
  routes: {
    frok: route(() => 'a' as const, { a: 'left' }), // here
  },
});`,
    says: ['frok'],
  },
  {
    title: 'a route that decides on another type than is given',
    program: `flow({
  tasks: { fork: task('x', writer), left: task('y', writer) },
  routes: {
    fork: route((size: number) => (size > 1 ? 'a' : 'b'), { a: 'left', b: [] }), // here
  },
});`,
    says: ['WiringMismatch<"fork", number, string>'],
  },
  {
    title: 'a task behind a route that relies on the router, and gets another type',
    program: `flow({
  tasks: {
    fork: task('x', writer),
    left: task({ run: ({ fork }: { fork: number }) => fork }), // here
  },
  routes: { fork: route(() => 'a' as const, { a: 'left' }) },
});`,
    says: ['WiringMismatch<"left", { fork: number; }, { fork: string; }>'],
  },
  {
    title: 'the result of a task that a route may leave out, taken for certain',
    program: `const routed = flow({
  tasks: { fork: task('x', writer), left: task('y', writer) },
  routes: { fork: route((text: string) => (text === '' ? 'a' : 'b'), { a: 'left', b: [] }) },
});
void routed.start().then(({ left }) => left.trim()); // here`,
    says: ["'left' is possibly 'undefined'"],
  },
  {
    title: 'a step of a sequence that is given another type',
    program: `sequence(
  task('x', writer),
  task({ input: t.number, output: t.number, run: (n) => n }), // here
);`,
    says: ['WiringMismatchWithin<number, string>'],
  },
  {
    title: 'a place within a loop that is not the value itself',
    program: `loop(task('Better than {{before}}', writer), { max: 2 }); // here`,
    says: ['UnknownPlaceWithin<"before">'],
  },
  {
    title: 'a loop over a task that cannot be given what it gives',
    program: `loop(task({ output: t.string, run: (n: number) => String(n) }), { max: 2 }); // here`,
    says: ['WiringMismatchWithin<number, string>'],
  },
  {
    title: 'a loop with two predecessors',
    program: `flow({
  tasks: {
    one: task('x', writer),
    other: task('y', writer),
    again: loop(task('z', writer), { max: 2 }), // here
  },
  paths: { one: ['again'], other: ['again'] },
});`,
    says: ['OnePredecessor<"again", "one" | "other">'],
  },
  {
    title: 'forEach over something that is no list of the right items',
    program: `flow({
  tasks: {
    list: task({ output: t.array(t.string), run: () => [] }),
    each: forEach(task({ run: (n: number) => n })), // here
  },
  paths: { list: ['each'] },
});`,
    says: ['WiringMismatch<"each", readonly number[], string[]>'],
  },
  {
    title: 'a flow in a flow whose input nobody gives',
    program: `const inner = flow({ inputs: { topic: t.string }, tasks: { a: task('{{topic}}', writer) }, paths: { topic: ['a'] } });
flow({
  tasks: {
    one: task('x', writer),
    inner, // here
  },
  paths: { one: ['inner'] },
});`,
    says: ['WiringMismatch<"inner", { topic: string; }, {}>'],
  },
  {
    title: 'a question whose place nobody fills',
    program: `flow({
  tasks: {
    ok: ask({ question: 'Is {{draft}} good?' }), // here
  },
});`,
    says: ['UnknownPlace<"ok", "draft", never>'],
  },
  {
    title: 'a place for a key of the memory that is not recalled',
    program: `flow({
  tasks: {
    letter: task('To {{name}} from {{me}}', writer, { recall: ['name'] }), // here
  },
});`,
    says: ['UnknownPlace<"letter", "me", never>'],
  },
  {
    title: 'a codec of the input that asks for another type than is given',
    program: `flow({
  tasks: {
    words: task('List words', writer),
    count: task({ input: t.type({ words: t.number }), output: t.number, run: ({ words }) => words }), // here
  },
  paths: { words: ['count'] },
});`,
    says: ['WiringMismatch<"count", { words: number; }, { words: string; }>'],
  },
  {
    title: 'a codec of the input that asks for a task from which no path leads',
    program: `flow({
  tasks: {
    words: task('List words', writer),
    other: task('Write', writer),
    count: task({ input: t.type({ words: t.string, other: t.string }), output: t.number, run: () => 1 }), // here
  },
  paths: { words: ['count'] },
});`,
    says: ['WiringMismatch<"count", { other: string; }, {}>'],
  },
  {
    title: 'a function that asks for another type than is given',
    program: `flow({
  tasks: {
    lines: task({ run: () => ['a'] }),
    text: task({ run: ({ lines }: { lines: number[] }) => lines.length }), // here
  },
  paths: { lines: ['text'] },
});`,
    says: ['WiringMismatch<"text", { lines: number[]; }, { lines: string[]; }>'],
  },
  {
    title: 'an operator that asks for another type than is given',
    program: `flow({
  tasks: {
    size: task({ run: () => Math.random() }),
    text: task({ operator: map(({ size }: { size: string }) => size.trim()) }), // here
  },
  paths: { size: ['text'] },
});`,
    says: ['WiringMismatch<"text", { size: string; }, { size: number; }>'],
  },
  {
    title: 'a codec of a Standard Schema that asks for another type than is given',
    program: `flow({
  tasks: {
    words: task('List words', writer),
    count: task({ input: standard(z.object({ words: z.number() })), output: t.number, run: ({ words }) => words }), // here
  },
  paths: { words: ['count'] },
});`,
    says: ['WiringMismatch<"count", { words: number; }, { words: string; }>'],
  },
  {
    title: 'a function as an instruction that asks for another type than is given',
    program: `flow({
  tasks: {
    size: task({ output: t.number, run: () => 1 }),
    text: task(({ size }: { size: string }) => size, writer), // here
  },
  paths: { size: ['text'] },
});`,
    says: ['WiringMismatch<"text", { size: string; }, { size: number; }>'],
  },
  {
    title: 'an input of the flow that is of another type than is asked for',
    program: `flow({
  inputs: { size: t.number },
  tasks: {
    text: task({ run: ({ size }: { size: string }) => size.trim() }), // here
  },
  paths: { size: ['text'] },
});`,
    says: ['WiringMismatch<"text", { size: string; }, { size: number; }>'],
  },
  {
    title: "a task that joins by 'any' and relies on somebody",
    program: `flow({
  tasks: {
    one: task('One', writer),
    other: task('Other', writer),
    both: task({ join: 'any', run: ({ one, other }: { one: string; other?: string }) => one + (other ?? '') }), // here
  },
  paths: { one: ['both'], other: ['both'] },
});`,
    says: ['WiringMismatch<"both", { one: string; }, { one?: string; }>'],
  },
  {
    title: "a task that joins by 'settled' and takes an Either for a value",
    program: `flow({
  tasks: {
    one: task('One', writer),
    text: task({ join: 'settled', run: ({ one }: { one: string }) => one }), // here
  },
  paths: { one: ['text'] },
});`,
    says: ['WiringMismatch<"text", { one: string; }, { one: Either<TaskFault, string>; }>'],
  },
  {
    title: "a task that joins by 'all' and takes a value for an Either",
    program: `flow({
  tasks: {
    one: task('One', writer),
    text: task({ run: ({ one }: { one: Either<TaskFault, string> }) => one._tag }), // here
  },
  paths: { one: ['text'] },
});`,
    says: ['WiringMismatch<"text", { one: Either<TaskFault, string>; }, { one: string; }>'],
  },
  {
    title: 'a codec of an input that is no record',
    program: `flow({
  tasks: {
    one: task('One', writer),
    text: task({ input: t.number, run: (size) => size }), // here
  },
  paths: { one: ['text'] },
});`,
    says: ['WiringMismatch<"text", number, { readonly one: string; }>'],
  },
  {
    title: 'a place that no predecessor has',
    program: `flow({
  inputs: { topic: t.string },
  tasks: {
    text: task('Write about {{ topik }}', writer), // here
  },
  paths: { topic: ['text'] },
});`,
    says: ['UnknownPlace<"text", "topik", "topic">'],
  },
  {
    title: 'a place of a task from which no path leads',
    program: `flow({
  tasks: {
    one: task('One', writer),
    text: task('Write about {{one}}', writer), // here
  },
  paths: {},
});`,
    says: ['UnknownPlace<"text", "one", never>'],
  },
  {
    title: 'a path to a task that is not there',
    program: `flow({
  tasks: { one: task('One', writer), other: task('Other', writer) },
  paths: {
    one: ['othr'], // here
  },
});`,
    says: [`Type '"othr"' is not assignable to type`, '"one"', '"other"'],
  },
  {
    title: 'a path from a task that is not there',
    program: `flow({
  inputs: { topic: t.string },
  tasks: { one: task('One', writer) },
  paths: {
    topik: ['one'], // here
  },
});`,
    says: [`'topik'`, `Did you mean to write 'topic'?`],
  },
  {
    title: 'a path from a task that is not there, beside one that is',
    program: `flow({
  inputs: { topic: t.string },
  tasks: { one: task('One', writer), other: task('Other', writer) },
  paths: {
    topic: ['one'],
    onee: ['other'], // here
  },
});`,
    says: ['UnknownTask<"onee", ', '"one"', '"topic"'],
  },
  {
    title: 'a path to an input',
    program: `flow({
  inputs: { topic: t.string },
  tasks: { one: task('One', writer) },
  paths: {
    one: ['topic'], // here
  },
});`,
    says: [`Type '"topic"' is not assignable to type '"one"'`],
  },
  {
    title: 'a task with the name of an input',
    program: `flow({
  inputs: { topic: t.string },
  tasks: {
    topic: task('Find a topic', writer), // here
  },
});`,
    says: ['DuplicateName<"topic">'],
  },
  {
    title: 'something that is no task',
    program: `flow({
  tasks: {
    one: { run: () => 1 }, // here
  },
});`,
    says: [`'run' does not exist in type 'AnyTask'`],
  },
  {
    title: 'an input without a codec',
    program: `flow({
  inputs: {
    topic: 'rain', // here
  },
  tasks: { one: task('One', writer) },
});`,
    says: [`Type 'string' is not assignable to type 'AnyCodec'`],
  },
  {
    title: 'a picture for an agent that reads texts',
    program: `flow({
  tasks: {
    logo: task('Paint', painter),
    text: task('Describe', writer), // here
  },
  paths: { logo: ['text'] },
});`,
    says: ['ModalityMismatch<"text", "text", never, { logo: Image; }>'],
  },
  {
    title: 'a sound for an agent that looks at pictures',
    program: `flow({
  inputs: { photo: Image, voice: Audio },
  tasks: {
    text: task('Describe', seer), // here
  },
  paths: { photo: ['text'], voice: ['text'] },
});`,
    says: ['ModalityMismatch<"text", "vision", Image, { voice: Audio; }>'],
  },
  {
    title: 'an agent that looks at pictures and gets none',
    program: `flow({
  tasks: {
    one: task('One', writer),
    text: task('Describe', seer), // here
  },
  paths: { one: ['text'] },
});`,
    says: ['ModalityMismatch<"text", "vision", Image, { one: string; }>'],
  },
  {
    title: 'an agent that listens and has no predecessor',
    program: `flow({
  tasks: {
    text: task('Write down', listener), // here
  },
});`,
    says: ['ModalityMismatch<"text", "recognition", Audio, {}>'],
  },
  {
    title: 'a picture for an agent whose instruction is a function',
    program: `flow({
  tasks: {
    logo: task('Paint', painter),
    text: task(() => 'Describe', writer), // here
  },
  paths: { logo: ['text'] },
});`,
    says: ['ModalityMismatch<"text", "text", never, { logo: Image; }>'],
  },
  {
    title: 'a function that breaks the codec of its output',
    program: `task({
  output: t.number,
  run: () => 'one', // here
});`,
    says: [`'string'`, 'Source<number>'],
  },
  {
    title: 'a promise that breaks the codec of its output',
    program: `task({
  output: t.number,
  run: async () => 'one', // here
});`,
    says: ['Promise<string>', 'Source<number>'],
  },
  {
    title: 'a function that breaks the codec of its input',
    program: `task({
  input: t.type({ one: t.string }),
  run: ({ one }: { one: number }) => one, // here
});`,
    says: [`'{ one: string; }' is not assignable to type '{ one: number; }'`],
  },
  {
    title: 'an operator that breaks the codec of its output',
    program: `task({
  output: t.number,
  operator: map(() => 'one'), // here
});`,
    says: [`Type 'string' is not assignable to type 'number'`],
  },
  {
    title: 'a function and an operator at once',
    program: `task({ run: () => 1, operator: map(() => 1) }); // here`,
    says: [`'operator'`, `'undefined'`],
  },
  {
    title: 'code that does nothing',
    program: `task({ output: t.number }); // here`,
    says: [`Property 'run' is missing`],
  },
  {
    title: "join 'settled' with a text for an instruction",
    program: `task('Write', writer, {
  join: 'settled', // here
});`,
    says: [`Type '"settled"' is not assignable to type '"all" | "any" | "first" | undefined'`],
  },
  {
    title: 'a fallback that gives something else',
    program: `task('Write', writer, {
  fallback: painter, // here
});`,
    says: ['Agent<"image", Image>', 'Fallback<string>'],
  },
  {
    title: 'a live input that is a plain text, whose letters would be its values',
    program: `export const one = flow({
  inputs: { topic: t.string },
  tasks: { a: task('About {{topic}}', writer) },
  paths: { topic: ['a'] },
});
one.live({
  topic: 'abc', // here
});`,
    says: ["Type 'string' is not assignable to type", 'Observable<string>'],
  },
  {
    title: "partials with another join than 'all', on an agent's task",
    program: `task('Write', writer, {
  join: 'any',
  partials: true, // here
});`,
    says: [`Type 'true' is not assignable to type 'false'`],
  },
  {
    title: "partials with another join than 'all', on code",
    program: `task({
  join: 'settled',
  partials: true, // here
  run: () => 1,
});`,
    says: [`Type 'true' is not assignable to type 'false'`],
  },
  {
    title: 'a misspelt option',
    program: `task('Write', writer, {
  optionall: true, // here
});`,
    says: [`'optionall'`, `Did you mean to write 'optional'?`],
  },
  {
    title: 'an `after` that gives another type than the agent',
    program: `task('Write', writer, {
  after: (text: string) => text.length, // here
});`,
    says: [`Type 'number' is not assignable to type 'string'`],
  },
  {
    title: 'a misspelt part of a flow',
    program: `flow({
  tasks: { one: task('One', writer) },
  pahts: {}, // here
});`,
    says: [`'pahts'`, `Did you mean to write 'paths'?`],
  },
  {
    title: 'a run without its inputs',
    program: `flow({ inputs: { topic: t.string }, tasks: { one: task('One', writer) } })
  .start(); // here`,
    says: ['Expected 1-2 arguments, but got 0'],
  },
  {
    title: 'a run with an input of the wrong type',
    program: `flow({ inputs: { topic: t.string }, tasks: { one: task('One', writer) } })
  .run({ topic: 1 }); // here`,
    says: [`Type 'number' is not assignable to type 'string'`],
  },
  {
    title: 'a run with an input that the flow does not have',
    program: `flow({ tasks: { one: task('One', writer) } })
  .start({ topic: 'rain' }); // here`,
    says: [`Type 'string' is not assignable to type 'never'`],
  },
  {
    title: 'the result of a task that is excluded',
    program: `const { one } = // here
  await flow({ tasks: { one: task('One', writer, { exclude: true }), other: task('Other', writer) } }).start();
export { one };`,
    says: [`Property 'one' does not exist on type '{ readonly other: string; }'`],
  },
  {
    title: 'the result of an optional task taken for certain',
    program: `const results = await flow({ tasks: { one: task('One', writer, { optional: true }) } }).start();
results.one.trim(); // here`,
    says: [`'results.one' is possibly 'undefined'`],
  },
  {
    title: 'the value of another task in an event',
    program: `flow({ tasks: { one: task('One', writer), logo: task('Paint', painter) } })
  .run()
  .subscribe((event) => {
    if (event.type === 'succeeded' && event.task === 'logo')
      event.value.trim(); // here
  });`,
    says: [`Property 'trim' does not exist on type 'Image'`],
  },
  {
    title: 'select of a task that is not there',
    program: `flow({ tasks: { code: task('One', writer), logo: task('Paint', painter) } })
  .run()
  .pipe(select('cod')); // here`,
    says: ['UnknownTask<"cod", ', '"code"', '"logo"'],
  },
  {
    title: 'select of a task that is not there, behind a filter',
    program: `flow({ tasks: { code: task('One', writer), logo: task('Paint', painter) } })
  .run()
  .pipe(
    filter((event) => event.type === 'succeeded'),
    select('cod'), // here
  );`,
    says: ['UnknownTask<"cod", ', '"code"', '"logo"'],
  },
  {
    title: 'deltas of a task whose output is no text',
    program: `flow({ tasks: { code: task('One', writer), logo: task('Paint', painter) } })
  .run()
  .pipe(deltas('logo')); // here`,
    says: ['NoText<"logo", Image>'],
  },
  {
    title: 'a flow without a task that is not there',
    program: `flow({ tasks: { code: task('One', writer) } })
  .without('cod'); // here`,
    says: [`'"cod"' is not assignable to parameter of type '"code"'`],
  },
];

describe('the compiler refuses', function () {
  this.timeout(60_000);
  let complaints: ReadonlyMap<string, readonly Complaint[]> = new Map();

  before(() => {
    const programs = new Map(
      wrongs.map(({ program }, index) => [`wrong${String(index)}`, `${prelude}\n${program}\n`]),
    );
    complaints = new Map([...check(programs)].map(([name, { complaints: some }]) => [name, some]));
  });

  wrongs.forEach(({ title, says }, index) => {
    it(title, () => {
      const [first, ...others] = complaints.get(`wrong${String(index)}`) ?? [];
      for (const part of says) expect(first?.message).to.include(part);
      expect(first?.code).to.match(/\/\/ here$/u);
      expect(others, 'complaints beside it').to.deep.equal([]);
    });
  });

  it('nothing of the prelude that they share', () => {
    const verdict = check(new Map([['prelude', prelude]])).get('prelude');
    expect(verdict?.complaints).to.deep.equal([]);
  });
});
