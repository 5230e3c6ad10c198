import { expect } from 'chai';
import * as t from 'io-ts';
import { PathReporter } from 'io-ts/lib/PathReporter.js';
import { mismatchOf } from '../../lib/core/codec.js';
import { schemaOf } from '../../lib/core/schemaOf.js';
import { codecOf, FlowSpec, fromSpec, InvalidSpec, type TypeSpec } from '../../lib/spec/index.js';

const writer = { type: 'text', provider: 'scripted', mission: 'write' };

/** A flow with these parts besides, or in the place of its own. */
const spec = (parts: object): object => ({
  rivulet: 1,
  inputs: { topic: 'text' },
  agents: { writer },
  tasks: { draft: { agent: 'writer', instruction: 'Write about {{topic}}' } },
  paths: { topic: ['draft'] },
  ...parts,
});

const problemsOf = (json: unknown): readonly string[] => {
  try {
    fromSpec(json);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
};

const task = (parts: object): object => spec({ tasks: { draft: parts }, paths: {} });

const agent = (parts: object): object => spec({ agents: { writer: { ...writer, ...parts } } });

const within = (depth: number): object =>
  Array.from({ length: depth }).reduce<object>((inner) => ({ loop: inner, max: 1 }), {
    ask: '{{it}}',
  });

/** By what is wrong: a flow, and what is said of it, where a text is the beginning of what is. */
const cases: Readonly<Record<string, readonly [json: unknown, ...says: readonly string[]]>> = {
  'nothing at all': [undefined, ': It has to be data that JSON can hold, not nothing.'],
  'a list': [[], ': It has to be a record, not a list of 0.'],
  'a text that is no JSON': ['{ "rivulet": 1, }', ': It is no JSON: '],
  'no version': [
    { tasks: { question: { ask: '?' } } },
    ': "rivulet" is missing. Write "rivulet": 1, which is the version of this form.',
  ],
  'another version': [
    spec({ rivulet: 2 }),
    'rivulet: Version 2 is not known; this library reads 1.',
  ],
  'no tasks': [{ rivulet: 1, tasks: {} }, 'tasks: A flow needs at least one task'],
  'tasks that are none': [spec({ tasks: 'draft' }), 'tasks: It has to be a record, not "draft".'],
  'an unknown key': [
    task({ agent: 'writer', instrution: 'Write' }),
    'tasks.draft.instrution: Unknown key. Did you mean "instruction"?',
  ],
  'an unknown key that is like none': [
    spec({ colour: 'red' }),
    'colour: Unknown key. There are: "rivulet", "agents", "inputs", "tasks"',
  ],
  'a key that is written twice in two ways': [
    task({ agent: 'writer', instruction: 'Write', instructions: 'Write' }),
    'tasks.draft.instructions: Unknown key. Did you mean "instruction"?',
  ],
  'a member that is missing': [
    task({ agent: 'writer' }),
    'tasks.draft: "instruction" is missing: what is asked',
  ],
  'a task of no kind': [
    task({ join: 'any' }),
    'tasks.draft: It needs one of "agent", "ask", "sequence", "loop", "forEach", "race", "hedge", "flow"',
  ],
  'a task of two kinds': [
    task({ agent: 'writer', instruction: '', ask: 'What?' }),
    'tasks.draft: It has "agent" and "ask". Keep one',
  ],
  'a kind that is misspelt': [
    task({ lop: { ask: '{{it}}' }, max: 3 }),
    'tasks.draft.lop: Unknown key. Did you mean "loop"?',
    'tasks.draft: Task "draft" needs exactly one predecessor',
  ],
  'a value of another kind': [
    task({ agent: 'writer', instruction: 3, optional: 'yes' }),
    'tasks.draft.instruction: It has to be a text, not 3.',
    'tasks.draft.optional: It has to be true or false, not "yes".',
  ],
  'a word that is not known': [
    task({ agent: 'writer', instruction: '', join: 'al' }),
    'tasks.draft.join: It has to be "all" or "any" or "first", not "al". Did you mean "all"?',
  ],
  "join 'settled', which puts failures into texts": [
    task({ agent: 'writer', instruction: '', join: 'settled' }),
    'tasks.draft.join: It has to be "all" or "any" or "first", not "settled".',
  ],
  'options that contradict each other': [
    task({ agent: 'writer', instruction: '', join: 'any', partials: true }),
    "tasks.draft: partials: true needs join 'all'",
  ],
  'an agent that is not declared': [
    task({ agent: 'writr', instruction: '' }),
    'tasks.draft.agent: There is no agent "writr". Did you mean "writer"?',
  ],
  'an agent where none is': [
    spec({ agents: {} }),
    'tasks.draft.agent: There is no agent "writer". None is declared.',
  ],
  'a provider that there is not': [
    agent({ provider: 'opnai' }),
    'agents.writer.provider: It has to be "openai" or',
  ],
  'a type that there is not': [
    agent({ type: 'txt' }),
    'agents.writer.type: It has to be "text" or "image" or',
  ],
  'a provider and a type that do not go together': [
    agent({ provider: 'stability' }),
    'agents.writer: "stability" has no agents of type "text" (it has: image).',
  ],
  'a type whose providers are code': [
    agent({ type: 'mcp', provider: 'openai' }),
    'agents.writer: "openai" has no agents of type "mcp" (it has: text, image,',
  ],
  'a key that is written down': [
    agent({ key: 'V3ry-S3cret' }),
    'agents.writer.key: It has to be { "env": "MY_OPENAI_API_KEY" }: a key is never written down',
  ],
  'an address that is written down': [
    agent({ baseURL: 'http://169.254.169.254' }),
    'agents.writer.baseURL: It has to be { "env": "MY_BASE_URL" }: an address is never written down',
  ],
  'a variable that holds no key': [
    agent({ key: { env: 'HOME' } }),
    'agents.writer.key.env: It has to be an environment variable that is called like MY_OPENAI_API_KEY.',
  ],
  'a variable that holds no address': [
    agent({ baseURL: { env: 'OPENAI_API_KEY' } }),
    'agents.writer.baseURL.env: It has to be an environment variable that is called like MY_BASE_URL.',
  ],
  'a key among the parameters': [
    agent({ params: { headers: { authorization: 'Bearer abcdefgh' } } }),
    'agents.writer.params.headers: It looks like a key, and keys are never written down.',
  ],
  'waits that cannot be': [
    agent({ retry: { attempts: 0, delay: 900, maxDelay: 10 }, timeout: { total: 0 } }),
    'agents.writer.timeout.total: It has to be a number of more than 0, not 0.',
    'agents.writer.retry.attempts: It has to be a whole number of at least 1, not 0.',
  ],
  'waits that contradict each other': [
    agent({ retry: { delay: 900, maxDelay: 10 } }),
    'agents.writer: retry.maxDelay must be at least 900, not 10.',
  ],
  'limits, a price and steps that cannot be': [
    agent({
      limits: { concurrency: 0, requestsPerMinut: 60, tokensPerMinute: '1' },
      price: { input: -1, ouput: 2 },
      maxSteps: 1.5,
    }),
    'agents.writer.limits.concurrency: It has to be a number of at least 1, not 0.',
    'agents.writer.limits.requestsPerMinut: Unknown key. Did you mean "requestsPerMinute"?',
    'agents.writer.limits.tokensPerMinute: It has to be a number of at least 1, not "1".',
    'agents.writer.price.input: It has to be a number of at least 0, not -1.',
    'agents.writer.price.ouput: Unknown key. Did you mean "output"?',
    'agents.writer.maxSteps: It has to be a whole number of at least 1, not 1.5.',
  ],
  'answers of a type that there is not': [
    spec({
      agents: { writer: { ...writer, output: 'txt' } },
      tasks: { draft: { agent: 'writer', instruction: '', output: { list: 'numbers' } } },
    }),
    'agents.writer.output: It has to be "text" or',
    'tasks.draft.output.list: It has to be "text" or',
  ],
  'answers that nobody can give': [
    spec({
      agents: {
        writer: { ...writer, output: { record: { cover: { optional: 'image' } } } },
        painter: { ...writer, type: 'image' },
        speaker: { ...writer, type: 'speech' },
      },
      tasks: {
        draft: { agent: 'writer', instruction: '', output: { list: 'audio' } },
        picture: { agent: 'painter', instruction: '', output: 'text' },
        sound: { agent: 'speaker', instruction: '', output: 'audio' },
      },
    }),
    'agents.writer.output: An agent of type "text" gives a text, in which there are no pictures and no sounds.',
    'tasks.draft.output: An agent of type "text" gives a text, in which there are no pictures and no sounds.',
    'tasks.picture.output: An agent of type "image" gives a picture, in which there is nothing else.',
  ],
  'an agent without a text whose answers are to be something': [
    spec({ agents: { writer, painter: { ...writer, type: 'image', output: 'image' } } }),
    'agents.painter: The answers of an agent of type "image" cannot have an output codec',
  ],
  'a budget that is none': [
    spec({
      budget: { requests: -1, monney: 1, time: 'a minute' },
      tasks: {
        draft: { flow: { tasks: { a: { ask: '' } }, budget: 5 } },
      },
    }),
    'budget.requests: It has to be a number of at least 0, not -1.',
    'budget.monney: Unknown key. Did you mean "money"?',
    'budget.time: It has to be a number of at least 0, not "a minute".',
    'tasks.draft.flow.budget: It has to be a record, not 5.',
  ],
  'agents that fall back on each other': [
    spec({
      agents: {
        writer: { ...writer, fallback: ['second'] },
        second: { ...writer, fallback: ['third'] },
        third: { ...writer, fallback: ['writer'] },
      },
    }),
    'agents.writer.fallback: They fall back on each other: writer → second → third → writer.',
  ],
  'an agent that falls back on itself': [
    agent({ fallback: ['writer'] }),
    'agents.writer.fallback: They fall back on each other: writer → writer.',
  ],
  'a fallback that gives something else': [
    spec({
      agents: {
        writer: { ...writer, fallback: ['painter'] },
        painter: { ...writer, type: 'image' },
      },
      tasks: { draft: { agent: 'painter', instruction: '', fallback: ['painter', 'writer'] } },
      paths: {},
    }),
    'agents.writer.fallback[0]: An agent of type "image" gives a picture, and what it stands in for gives a text.',
    'tasks.draft.fallback[1]: An agent of type "text" gives a text, and what it stands in for gives a picture.',
  ],
  'a name that every object has': [
    spec({ tasks: { toString: { ask: '' } }, paths: {} }),
    'tasks.toString: Nothing can be called so: every object of JavaScript has a member of that name.',
  ],
  'a name that is a number, empty, or begins a line on a terminal': [
    spec({
      inputs: { 7: 'text', '': 'text', 'a\u001b[2J': 'text' },
      paths: {},
      tasks: { a: { ask: '' } },
    }),
    'inputs["7"]: Nothing can be called so: JavaScript puts members whose names are numbers first',
    'inputs[""]: Nothing can be called so: it is empty.',
    'inputs["a\\u001b[2J"]: Nothing can be called so: it has a control character in it.',
  ],
  'a name that an input and a task have': [
    spec({ inputs: { draft: 'text', topic: 'text' } }),
    'tasks.draft: "draft" is an input and a task of this flow.',
  ],
  'a type that is not known': [
    spec({ inputs: { topic: 'txt' } }),
    'inputs.topic: It has to be "text" or "number" or "boolean" or "image" or "audio" or "data", not "txt". Did you mean "text"?',
  ],
  'a type of another kind': [
    spec({ inputs: { topic: { list: 3 } } }),
    'inputs.topic.list: It has to be the name of a type, or a record such as { "list": "text" }, not 3.',
  ],
  'a type with a name that cannot be': [
    spec({ inputs: { topic: { record: { valueOf: 'text' } } } }),
    'inputs.topic.record.valueOf: Nothing can be called so',
  ],
  'a path to nowhere': [
    spec({ paths: { topic: ['draft', 'drafd', 'end'] } }),
    'paths.topic[1]: "drafd" (in paths.topic) is not a task or an input of this flow. Did you mean "draft"?',
    'paths.topic[1]: The path "topic" → "drafd" is given twice.',
    'paths.topic[2]: "end" (in paths.topic) is not a task',
  ],
  'a path from nowhere': [
    spec({ paths: { topic: ['draft'], start: ['draft'] } }),
    'paths.start: "start" (in paths) is not a task or an input of this flow.',
  ],
  'a path to an input, to itself, and twice': [
    spec({ paths: { topic: ['draft', 'draft'], draft: ['topic', 'draft'] } }),
    'paths.topic[1]: The path "topic" → "draft" is given twice.',
    'paths.draft[0]: The path "draft" → "topic" leads to an input',
    'paths.draft[1]: The tasks wait for each other: draft → draft.',
  ],
  circles: [
    spec({
      tasks: { a: { ask: '' }, b: { ask: '' }, c: { ask: '' }, d: { ask: '' } },
      paths: { a: ['b'], b: ['a'], c: ['d'], d: ['c'] },
    }),
    'paths: The tasks wait for each other: a → b → a.',
    'paths: The tasks wait for each other: c → d → c.',
  ],
  'places that nobody fills': [
    spec({
      tasks: {
        draft: { agent: 'writer', instruction: '{{topic}} {{style}} {{length}}' },
        approved: { ask: '{{draft}}?' },
      },
    }),
    'tasks.draft.instruction: The instruction of task "draft" has a place {{style}}',
    'tasks.draft.instruction: The instruction of task "draft" has a place {{length}}',
    'tasks.approved.ask: The instruction of task "approved" has a place {{draft}}',
  ],
  'a place within that is not {{it}}': [
    spec({
      tasks: {
        list: { ask: '' },
        each: { forEach: { agent: 'writer', instruction: '{{item}}' } },
        both: {
          sequence: [{ ask: '' }, { ask: '{{before}}' }, { loop: { ask: '{{x}}' }, max: 2 }],
        },
      },
      paths: { list: ['each'] },
    }),
    'tasks.each.forEach: The task within forEach has a place {{item}}',
    'tasks.both.sequence[1]: The task within a sequence has a place {{before}}',
    'tasks.both.sequence[2].loop: The task within a loop has a place {{x}}',
  ],
  'a key of the memory that is a predecessor, too': [
    spec({ tasks: { draft: { agent: 'writer', instruction: '', recall: ['topic'] } } }),
    'tasks.draft: Task "draft": it recalls "topic", which is also one of its predecessors.',
  ],
  'a key of the memory that is empty': [
    spec({ tasks: { draft: { agent: 'writer', instruction: '', recall: ['?'] } } }),
    'tasks.draft: recall: a key of the memory cannot be empty.',
  ],
  'several predecessors where there can be one': [
    spec({
      inputs: { topic: 'text', style: 'text' },
      tasks: { draft: { loop: { ask: '' }, max: 2 }, each: { forEach: { ask: '' } } },
      paths: { topic: ['draft'], style: ['draft'] },
    }),
    'tasks.draft: Task "draft" needs exactly one predecessor, since a loop is given its value itself, and gets "topic", "style".',
    'tasks.each: Task "each" needs exactly one predecessor, since forEach is given its value itself, and gets none.',
  ],
  'bytes for an agent that cannot take them': [
    spec({ inputs: { topic: 'image' } }),
    'tasks.draft: Task "draft" needs texts or data (its agent is of type "text"), and gets Image from "topic".',
  ],
  'bytes within a task': [
    spec({
      agents: { writer, painter: { ...writer, type: 'image' } },
      tasks: {
        draft: {
          sequence: [
            { agent: 'painter', instruction: '' },
            { agent: 'writer', instruction: '' },
          ],
        },
      },
      paths: {},
    }),
    'tasks.draft.sequence[1]: Task "2" needs texts or data',
  ],
  'tasks that compete and join in other ways': [
    task({ race: [{ ask: '' }, { ask: '', join: 'first' }] }),
    "tasks.draft.race[1].join: Those who compete join by 'all'.",
  ],
  'too few tasks, and too many': [
    spec({
      tasks: {
        a: { race: [{ ask: '' }] },
        b: { sequence: [] },
        c: { hedge: [{ ask: '' }, { ask: '' }, { ask: '' }], after: 1 },
        d: { hedge: [{ ask: '' }, { ask: '' }], after: 0 },
      },
      paths: {},
    }),
    'tasks.a.race: It has to be a list of at least 2, not a list of 1.',
    'tasks.b.sequence: It has to be a list of at least 2, not a list of 0.',
    'tasks.c.hedge: It has to be a list of 2, not a list of 3.',
    'tasks.d.after: It has to be a number of more than 0, not 0.',
  ],
  'a loop without an end': [
    task({ loop: { ask: '' }, max: 0, until: { atMost: -1 } }),
    'tasks.draft.max: It has to be a whole number of at least 1, not 0.',
    'tasks.draft.until.atMost: It has to be a whole number of at least 0, not -1.',
  ],
  'an end of a loop that is code': [
    task({ loop: { ask: '' }, max: 3, until: 'answer => answer.length < 3' }),
    'tasks.draft.until: It has to be a record: what ends a loop, not "answer => answer.length < 3".',
  ],
  'a flow within that is wrong': [
    task({ flow: { tasks: { a: { ask: '{{b}}' } }, paths: { b: ['a'] }, rivulet: 1 } }),
    'tasks.draft.flow.rivulet: Unknown key.',
    'tasks.draft.flow.paths.b: "b" (in paths) is not a task or an input of this flow.',
    'tasks.draft.flow.tasks.a.ask: The instruction of task "a" has a place {{b}}',
  ],
  'a flow within that nobody gives its input': [
    task({ flow: { inputs: { style: 'text' }, tasks: { a: { ask: '' } } } }),
    'tasks.draft: Task "draft" needs its input "style" from a predecessor of that name, and gets nothing.',
  ],
  'tasks that are nested too deep': [
    task(within(17)),
    `tasks.draft${'.loop'.repeat(16)}: It is nested`,
  ],
  'a choice that there is not': [
    spec({ routes: { draft: { by: 'lenght', limits: {}, otherwise: 'a', to: {} } } }),
    'routes.draft.by: It has to be "content" or "length" or "type" or "presence" or "tools", not "lenght". Did you mean "length"?',
  ],
  'a choice of no kind': [
    spec({ routes: { draft: { to: {} } } }),
    'routes.draft: "by" is missing: "content" or "length"',
  ],
  'a choice that cannot be made': [
    spec({
      tasks: { draft: { ask: '' }, end: { ask: '' } },
      routes: {
        draft: {
          by: 'length',
          limits: { long: 20, short: 10 },
          otherwise: 'more',
          to: { long: 'end', short: [], more: [] },
        },
      },
    }),
    'routes.draft: byLength: the limit of "short" must be more than the one before it',
  ],
  'a choice that leads nowhere': [
    spec({
      tasks: { draft: { ask: '' }, end: { ask: '' } },
      routes: {
        draft: { by: 'presence', present: 'yes', missing: 'no', to: { yess: 'end', no: 'ent' } },
      },
    }),
    'routes.draft.to: The key "yes" leads nowhere. Give it a task, a list of them, or []. There is "yess".',
    'routes.draft.to.no: "ent" (in routes.draft) is not a task',
  ],
  'a route of an input, of nobody, and to where a path leads': [
    spec({
      tasks: { draft: { ask: '' }, end: { ask: '' } },
      paths: { draft: ['end'] },
      routes: {
        topic: { by: 'presence', present: 'a', missing: 'a', to: { a: 'end' } },
        nobody: { by: 'presence', present: 'a', missing: 'a', to: { a: [] } },
        draft: { by: 'presence', present: 'a', missing: 'b', to: { a: ['end'], b: [] } },
      },
    }),
    'routes.topic: An input has no route.',
    'routes.nobody: "nobody" (in routes) is not a task',
    'routes.draft.to.a[0]: The path "draft" → "end" is given twice: what a route leads to is not repeated in paths.',
  ],
  'a limit that is none': [
    spec({ concurrency: 0.5, onFailure: 'go on' }),
    'concurrency: It has to be a whole number of at least 1, not 0.5.',
    'onFailure: It has to be "stop" or "isolate", not "go on".',
  ],
  'a name of a file that is none': [
    task({ ask: '', save: 3, remember: '' }),
    'tasks.draft.save: It has to be true, a name, or { name, overwrite }, not 3.',
    'tasks.draft.remember: It has to be a name, not "".',
  ],
};

describe('a flow as data', () => {
  for (const [what, [json, ...says]] of Object.entries(cases)) {
    it(`is refused with ${what}`, () => {
      const problems = problemsOf(json);

      for (const one of says) {
        expect(
          problems.some((problem) => problem.startsWith(one)),
          `${one}\nis not in\n${problems.join('\n')}`,
        ).to.equal(true);
      }
      expect(problems.length, problems.join('\n')).to.equal(says.length);
    });
  }

  it('is refused with all that is wrong at once, of which the message has twelve', () => {
    const tasks = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `task${String(index)}`,
        { agent: 'writr', instruction: `{{place${String(index)}}}` },
      ]),
    );
    let error: unknown;
    try {
      fromSpec(spec({ tasks, paths: {} }));
    } catch (thrown) {
      error = thrown;
    }

    expect(error).to.be.instanceOf(InvalidSpec).with.property('_tag', 'InvalidSpec');
    expect(error).to.have.property('problems').with.lengthOf(60);
    expect(String(error).split('\n')).to.have.lengthOf(14);
    expect(String(error))
      .to.include('\n  tasks.task0.agent: There is no agent "writr".')
      .and.to.include('\n  … and 48 more.');
  });

  it('is refused by the codec with the same words', () => {
    const json = spec({ rivulet: 2, agnts: {} });
    const read = FlowSpec.decode(json);

    expect(PathReporter.report(read)).to.deep.equal(problemsOf(json));
    expect(FlowSpec.is(json)).to.equal(false);
    expect(FlowSpec.decode(JSON.stringify(spec({})))).to.have.property('_tag', 'Left');
    expect(read._tag === 'Left' && mismatchOf(read.left, json, 'FlowSpec')).to.deep.include({
      expected: 'rivulet: Version 2 is not known; this library reads 1.',
    });
  });

  it('may stand within another codec', () => {
    const Kept = t.type({ name: t.string, flow: FlowSpec });

    expect(Kept.is({ name: 'draft', flow: spec({}) })).to.equal(true);
    expect(
      PathReporter.report(Kept.decode({ name: 'a', flow: spec({ rivulet: 3 }) })),
    ).to.deep.equal(['rivulet: Version 3 is not known; this library reads 1.']);
  });
});

describe('codecOf', () => {
  it('reads what its type says, and nothing else', () => {
    const type: TypeSpec = {
      record: {
        title: 'text',
        year: { optional: 'number' },
        kind: { oneOf: ['novel', 'poem'] },
        tags: { list: 'text' },
        more: { optional: 'data' },
      },
    };
    const { decode } = codecOf(type);
    const book = { title: 'Rain', kind: 'poem', tags: ['wet'] };

    expect(decode(book)).to.have.property('_tag', 'Right');
    expect(decode({ ...book, year: 1999, more: { any: [null, 1] } })).to.have.property(
      '_tag',
      'Right',
    );
    for (const other of [
      { ...book, title: 1 },
      { ...book, year: '1999' },
      { ...book, kind: 'song' },
      { ...book, tags: [1] },
      { ...book, more: () => 1 },
      { ...book, more: { any: new Date() } },
      { title: 'Rain' },
      'Rain',
    ]) {
      expect(decode(other), JSON.stringify(other)).to.have.property('_tag', 'Left');
    }
  });

  it('tells a model what it has to write, also where that may be anything', () => {
    expect(
      schemaOf(codecOf({ record: { title: 'text', notes: 'data', more: { optional: 'data' } } })),
    ).to.deep.equal({
      type: 'object',
      properties: { title: { type: 'string' }, notes: {}, more: {} },
      required: ['title', 'notes'],
    });
  });

  it('refuses a type that there is not', () => {
    expect(() => codecOf('txt' as TypeSpec)).to.throw(InvalidSpec, 'Did you mean "text"?');
    expect(() => codecOf({ list: 3 } as unknown as TypeSpec)).to.throw(
      InvalidSpec,
      /^.*\n {2}list: /u,
    );
    expect(() => codecOf({ oneOf: [] })).to.throw(InvalidSpec, 'oneOf');
  });
});
