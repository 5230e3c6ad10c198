import { expect } from 'chai';
import * as t from 'io-ts';
import { z } from 'zod';
import { agent } from '../../lib/agents/agent.js';
import { standard } from '../../lib/core/codec.js';
import { Image } from '../../lib/core/media.js';
import type { RivuletError } from '../../lib/core/errors.js';
import { flow, type Flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';

/** What the compiler would refuse, as it comes from JavaScript or from data. */
const loose = flow as unknown as (spec: object) => Flow<Record<string, unknown>, object>;

const one = task({ run: () => 1 });
const writer = agent({ type: 'text', provider: 'scripted', mission: 'write' });
const painter = agent({ type: 'image', provider: 'scripted', mission: 'paint' });
const seer = agent({ type: 'vision', provider: 'scripted', mission: 'look' });

const thrown = (make: () => unknown): RivuletError => {
  try {
    make();
  } catch (error) {
    // Whatever it is, the spec looks at its tag and message.
    return error as RivuletError;
  }
  throw new Error('nothing was thrown');
};

interface Case {
  readonly what: string;
  readonly make: () => unknown;
  readonly tag: string;
  readonly message: string;
}

const named = (name: string): object =>
  Object.fromEntries([
    [name, one],
    ['other', one],
  ]);

const cases: readonly Case[] = [
  {
    what: 'a circle',
    make: () =>
      loose({
        tasks: { draft: one, review: one, fix: one, end: one },
        paths: { draft: ['review'], review: ['fix', 'end'], fix: ['draft'] },
      }),
    tag: 'CycleFound',
    message:
      'The tasks wait for each other: draft → review → fix → draft. Remove one of these paths.',
  },
  {
    what: 'a path from a task to itself',
    make: () => loose({ tasks: { a: one }, paths: { a: ['a'] } }),
    tag: 'CycleFound',
    message: 'The tasks wait for each other: a → a. Remove one of these paths.',
  },
  {
    what: 'an unknown child',
    make: () => loose({ tasks: { draft: one, summary: one }, paths: { draft: ['sumary'] } }),
    tag: 'UnknownTask',
    message:
      '"sumary" (in paths.draft) is not a task or an input of this flow. Did you mean "summary"?',
  },
  {
    what: 'an unknown parent',
    make: () => loose({ tasks: { draft: one, summary: one }, paths: { zebra: ['summary'] } }),
    tag: 'UnknownTask',
    message:
      '"zebra" (in paths) is not a task or an input of this flow. There are: "draft", "summary".',
  },
  {
    what: 'a path that is given twice',
    make: () => loose({ tasks: { a: one, b: one }, paths: { a: ['b', 'b'] } }),
    tag: 'DuplicateEdge',
    message: 'The path "a" → "b" is given twice. Remove one of them.',
  },
  {
    what: 'a path to an input',
    make: () => loose({ inputs: { topic: t.string }, tasks: { a: one }, paths: { a: ['topic'] } }),
    tag: 'PathToInput',
    message:
      'The path "a" → "topic" leads to an input, which gets its value from outside. Turn it round or remove it.',
  },
  {
    what: 'an input and a task of one name',
    make: () => loose({ inputs: { a: t.string }, tasks: { a: one } }),
    tag: 'DuplicateName',
    message: '"a" is an input and a task of this flow. Names are shared, so rename one of them.',
  },
  {
    what: 'no tasks',
    make: () => loose({ tasks: {} }),
    tag: 'EmptyFlow',
    message: 'A flow needs at least one task: flow({ tasks: { name: task(…) }, … }).',
  },
  {
    what: 'a task named by the prototype',
    make: () => loose({ tasks: named('__proto__') }),
    tag: 'InvalidName',
    message:
      'A task or an input cannot be called "__proto__": every object of JavaScript has a member of that name.',
  },
  {
    what: 'a task that became the prototype',
    make: () => loose({ tasks: { __proto__: one, other: one } }),
    tag: 'InvalidName',
    message: 'A task or an input cannot be called "__proto__": it is the prototype of the record.',
  },
  {
    what: 'a task named constructor',
    make: () => loose({ tasks: named('constructor') }),
    tag: 'InvalidName',
    message:
      'A task or an input cannot be called "constructor": every object of JavaScript has a member of that name.',
  },
  {
    what: 'a task named by a number',
    make: () => loose({ tasks: named('10') }),
    tag: 'InvalidName',
    message:
      'A task or an input cannot be called "10": JavaScript puts members whose names are numbers first, so the order of declaration would be lost.',
  },
  {
    what: 'a task without a name',
    make: () => loose({ tasks: named('') }),
    tag: 'InvalidName',
    message: 'A task or an input cannot be called "": it is empty.',
  },
  {
    what: 'an input named by the prototype',
    make: () => loose({ inputs: Object.fromEntries([['__proto__', t.string]]), tasks: { a: one } }),
    tag: 'InvalidName',
    message:
      'A task or an input cannot be called "__proto__": every object of JavaScript has a member of that name.',
  },
  {
    what: 'a place without predecessor',
    make: () =>
      loose({
        inputs: { topic: t.string },
        tasks: { a: task('Write about {{topik}}', writer) },
        paths: { topic: ['a'] },
      }),
    tag: 'UnknownPlace',
    message:
      'The instruction of task "a" has a place {{topik}}, but no path leads from "topik" to "a". Its predecessors are: "topic". Add the path or remove the place.',
  },
  {
    what: 'a place of a task without predecessors',
    make: () => loose({ tasks: { a: task('Write about {{topic}}', writer) } }),
    tag: 'UnknownPlace',
    message:
      'The instruction of task "a" has a place {{topic}}, but no path leads from "topic" to "a". The task has no predecessors. Add the path or remove the place.',
  },
  {
    what: 'a picture for a text agent',
    make: () =>
      loose({
        tasks: { logo: task('Paint', painter), text: task('Describe', writer) },
        paths: { logo: ['text'] },
      }),
    tag: 'WiringMismatch',
    message:
      'Task "text" needs texts or data (its agent is of type "text"), and gets Image from "logo".',
  },
  {
    what: 'a picture from an input for a text agent',
    make: () =>
      loose({
        inputs: { photo: Image },
        tasks: { text: task('Describe', writer) },
        paths: { photo: ['text'] },
      }),
    tag: 'WiringMismatch',
    message:
      'Task "text" needs texts or data (its agent is of type "text"), and gets Image from "photo".',
  },
  {
    what: 'a vision agent without a picture',
    make: () =>
      loose({
        tasks: { text: task('Write', writer), look: task('What is it?', seer) },
        paths: { text: ['look'] },
      }),
    tag: 'WiringMismatch',
    message:
      'Task "look" needs Image from one of its predecessors (its agent is of type "vision"), and gets data from "text".',
  },
  {
    what: 'something that is no task',
    make: () => loose({ tasks: { a: () => 1 } }),
    tag: 'InvalidOptions',
    message: 'Task "a": it is not a task. Make one with task(…).',
  },
];

describe('a flow that is not sound', () => {
  for (const { what, make, tag, message } of cases) {
    it(`is refused for ${what}`, () => {
      const error = thrown(make);

      expect({ tag: error._tag, name: error.name, message: error.message }).to.deep.equal({
        tag,
        name: tag,
        message,
      });
    });
  }
});

describe('inputs that are not right', () => {
  const Style = t.type({ tones: t.array(t.string) });
  const article = loose({
    inputs: { topic: t.string, style: Style, length: standard(z.object({ words: z.number() })) },
    tasks: { a: one },
  });
  const good = { topic: 't', style: { tones: [] }, length: { words: 1 } };

  const refusals: readonly (readonly [what: string, inputs: object, message: string])[] = [
    [
      'a missing one',
      {},
      'Input "topic" is missing: give it as { topic: … }. Nothing was started.',
    ],
    [
      'one that is misspelt',
      { ...good, topik: 't' },
      'Input "topik" is not declared. Did you mean "topic"? Nothing was started.',
    ],
    [
      'one that is unknown',
      { ...good, zebra: 1 },
      'Input "zebra" is not declared. The flow has: "topic", "style", "length". Nothing was started.',
    ],
    [
      'one of another type',
      { ...good, topic: 7 },
      'Input "topic" is not what its codec says: expected string, got 7. Nothing was started.',
    ],
    [
      'one that is wrong deep inside',
      { ...good, style: { tones: ['warm', 7] } },
      'Input "style" is not what its codec says at tones[1]: expected string, got 7. Nothing was started.',
    ],
    [
      'one that a Standard Schema refuses',
      { ...good, length: { words: 'many' } },
      'Input "length" is not what its codec says at words: Invalid input: expected number, received string (got "many"). Nothing was started.',
    ],
  ];
  for (const [what, inputs, message] of refusals) {
    it(`are refused for ${what}, before anything is started`, async () => {
      const events: string[] = [];
      const error: unknown = await article
        .start({ ...inputs }, { observe: ({ type }) => events.push(type) })
        .catch((cause: unknown) => cause);

      expect(error).to.include({ _tag: 'InvalidInput', message });
      expect(events).to.deep.equal([]);
    });
  }
});
