/**
 * What people do with Intelli, done here: stories after its examples and its faults, with the results that they should have.
 *
 * @module
 */

import { expect } from 'chai';
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { from, lastValueFrom, merge, of } from 'rxjs';
import { scripted } from '../../lib/agents/scripted.js';
import { folder } from '../../lib/files/index.js';
import {
  agent,
  byContent,
  byLength,
  byTools,
  flow,
  FlowFailed,
  forEach,
  isAudio,
  isImage,
  loop,
  MemoryMissing,
  results,
  route,
  task,
  UnknownTask,
  type FlowEvent,
  type Image,
  type Join,
  type Provider,
  type Question,
  type ToolCall,
} from '../../lib/index.js';
import { png } from '../../lib/internal/png.js';
import { memory } from '../../lib/memory/index.js';
import { marbleAgent, record } from '../../lib/testing/index.js';
import { answering } from '../support/answering.js';
import { end, Faulty, stream, write, type Step } from '../support/faulty.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { storyOf } from '../support/story.js';
import { openaiSays } from '../support/vendors.js';

/** Says the same whatever it is asked, so many milliseconds after it was. */
const saying = (text: string, delay = 0) =>
  agent({ type: 'text', provider: scripted({ script: () => [text], delay }), mission: 'answer' });

/** The tasks that something happened to, in the order in which it did. */
const tasksThat = (
  type: 'started' | 'succeeded' | 'skipped',
  events: readonly FlowEvent[],
): readonly string[] => events.flatMap((event) => (event.type === type ? [event.task] : []));

const resultsIn = (events: readonly FlowEvent[]): Promise<Readonly<Record<string, unknown>>> =>
  lastValueFrom(from(events).pipe(results()));

/** An error, what it came from, and so on. */
const chainOf = (error: unknown): readonly unknown[] =>
  error instanceof Error ? [error, ...chainOf(error.cause)] : [];

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const drawing: Image = {
  _tag: 'Image',
  mime: 'image/png',
  bytes: png(4, (x, y) => [x * 60, y * 60, 90]),
};

describe('what Intelli does with texts and pictures', () => {
  it('A1: the excluded picture of a blog is made but no result, and texts are put together in the order of the paths', async () => {
    const page = answering(() => '<html>');
    const painter = agent({
      type: 'image',
      provider: scripted({ script: () => drawing }),
      mission: '',
    });
    const blog = flow({
      inputs: { topic: t.string },
      tasks: {
        requirements: task('Requirements of {{topic}}', saying('R', 5)),
        brief: task('Describe a picture', saying('B', 1)),
        logo: task('Paint', painter, { exclude: true }),
        style: task('Choose a style', saying('S', 50)),
        page: task('Make the page', page.agent),
        check: task('Check the page', saying('ok')),
      },
      paths: {
        style: ['page'],
        topic: ['requirements'],
        requirements: ['brief', 'style', 'page'],
        brief: ['logo', 'page'],
        page: ['check'],
      },
    });
    const events = record(blog, { topic: 'moss' });

    expect(tasksThat('succeeded', events)).to.deep.equal([
      ...['requirements', 'brief', 'logo', 'style', 'page', 'check'],
    ]);
    expect(await resultsIn(events)).to.deep.equal({
      requirements: 'R',
      brief: 'B',
      style: 'S',
      page: '<html>',
      check: 'ok',
    });
    expect(page.asked).to.deep.equal([
      'Make the page\n\nstyle:\nS\n\nrequirements:\nR\n\nbrief:\nB',
    ]);
  });

  it('A2: who looks at a picture is given the bytes that the painter gave', async () => {
    const seen: Question[] = [];
    const provider = scripted({
      delay: 0,
      script: (question, { type }) => {
        if (type === 'image') return drawing;
        seen.push(question);
        return 'a slope of colours';
      },
    });
    const gallery = flow({
      tasks: {
        picture: task('Paint a slope', agent({ type: 'image', provider, mission: 'paint' })),
        seen: task('What is on it?', agent({ type: 'vision', provider, mission: 'look' })),
      },
      paths: { picture: ['seen'] },
    });

    expect(await gallery.start()).to.deep.equal({ picture: drawing, seen: 'a slope of colours' });
    expect(seen).to.deep.equal([{ text: 'What is on it?', images: [drawing], audio: [] }]);
  });

  it('A4: a painter is asked with no more than the 800 characters that `before` leaves', async () => {
    const story = 'Once upon a time. '.repeat(200);
    const asked: string[] = [];
    const provider = scripted({
      delay: 0,
      script: ({ text }) => {
        asked.push(text);
        return drawing;
      },
    });
    await flow({
      tasks: {
        plot: task('Write a plot', saying('A plot.')),
        story: task('Write the story', saying(story)),
        cover: task('Paint: {{story}}', agent({ type: 'image', provider, mission: 'paint' }), {
          before: (text) => text.slice(0, 800),
        }),
      },
      paths: { plot: ['story'], story: ['cover'] },
    }).start();

    expect(asked).to.deep.equal([`Paint: ${story}`.slice(0, 800)]);
  });

  it('A6: a topic stands at its place for each of three runs', async () => {
    const { asked, agent } = answering((text) => text.toUpperCase());
    const haiku = flow({
      inputs: { topic: t.string },
      tasks: { haiku: task('A haiku on {{topic}}, please', agent) },
      paths: { topic: ['haiku'] },
    });
    const said: string[] = [];
    for (const topic of ['rain', '里山', '{{topic}}']) {
      said.push((await haiku.start({ topic })).haiku);
    }

    expect(asked).to.deep.equal([
      'A haiku on rain, please',
      'A haiku on 里山, please',
      'A haiku on {{topic}}, please',
    ]);
    expect(said).to.deep.equal(asked.map((text) => text.toUpperCase()));
  });
});

describe('what Intelli does in loops', () => {
  it('A7: a step that fails is done once, and the run rejects with the very cause', async () => {
    const cause = new Error('the model is gone');
    const { asked, agent } = answering(() => {
      throw cause;
    });
    const refined = flow({
      inputs: { draft: t.string },
      tasks: {
        refined: loop(task('Better: {{it}}', agent), { max: 5 }),
        page: task('Make a page', agent),
      },
      paths: { draft: ['refined'], refined: ['page'] },
    });
    const error = await rejection(refined.start({ draft: 'rain' }));

    expect(asked).to.deep.equal(['Better: rain']);
    expect(chainOf(error)).to.include(cause);
    expect(error instanceof FlowFailed && error.causes).to.have.all.keys('refined');
    expect(error instanceof FlowFailed && chainOf(error.causes['refined'])).to.include(cause);
  });

  it('A9: a loop stops as soon as an answer is right, and keeps all of them', async () => {
    const { asked, agent } = answering((text) => text.slice(0, -2));
    const shorter = flow({
      inputs: { text: t.string },
      tasks: {
        versions: loop(task('{{it}}', agent), {
          max: 9,
          until: (text) => text.length <= 4,
          history: true,
        }),
      },
      paths: { text: ['versions'] },
    });

    expect(await shorter.start({ text: 'abcdefgh' })).to.deep.equal({
      versions: ['abcdef', 'abcd'],
    });
    expect(asked).to.deep.equal(['abcdefgh', 'abcdef']);
  });
});

describe('what Intelli does by connectors', () => {
  const started = (events: readonly FlowEvent[]): readonly string[] => tasksThat('started', events);

  it('A10: a text goes to the branch of its length, and to no other', () => {
    const ends = (draft: string) =>
      record(
        flow({
          tasks: {
            draft: task('Write', saying(draft)),
            expand: task('Say more', saying('more')),
            publish: task('Publish', saying('published')),
            shorten: task('Say less', saying('less')),
          },
          routes: {
            draft: route(byLength({ short: 20, medium: 100 }, 'long'), {
              short: 'expand',
              medium: 'publish',
              long: 'shorten',
            }),
          },
        }),
      );

    expect(started(ends('x'.repeat(20)))).to.deep.equal(['draft', 'expand']);
    expect(started(ends('x'.repeat(21)))).to.deep.equal(['draft', 'publish']);
    expect(started(ends('x'.repeat(101)))).to.deep.equal(['draft', 'shorten']);
    expect(tasksThat('skipped', ends('x'.repeat(101)))).to.deep.equal(['expand', 'publish']);
  });

  it('A11: a text goes to the branch of the words that stand in it, and to no other', () => {
    const ends = (letter: string) =>
      record(
        flow({
          inputs: { letter: t.string },
          tasks: {
            sum: task({ run: ({ letter }: { letter: string }) => letter }),
            refund: task('Refund it', saying('done')),
            repair: task('Repair it', saying('done')),
            thank: task('Thank for it', saying('thanks')),
          },
          paths: { letter: ['sum'] },
          routes: {
            sum: route(
              byContent({ refund: ['money back'], repair: ['broken', 'crash'] }, 'other'),
              {
                refund: 'refund',
                repair: 'repair',
                other: 'thank',
              },
            ),
          },
        }),
        { letter },
      );

    expect(started(ends('I want my Money\nback!'))).to.deep.equal(['sum', 'refund']);
    expect(started(ends('It is broken.'))).to.deep.equal(['sum', 'repair']);
    // A part of a word is no word.
    expect(started(ends('An unbroken joy.'))).to.deep.equal(['sum', 'thank']);
    // A text about an error is a text.
    expect(started(ends('Error: none at all.'))).to.deep.equal(['sum', 'thank']);
  });

  const judge = (text: string): string => (text.includes('not happy') ? 'negative' : 'positive');

  it('A12: a promised judgement of a mood chooses one branch', async () => {
    const critic = answering(judge);
    const reply = flow({
      inputs: { letter: t.string },
      tasks: {
        sum: task({ output: t.string, run: ({ letter }: { letter: string }) => letter }),
        comfort: task('Comfort: {{sum}}', saying('sorry')),
        celebrate: task('Celebrate: {{sum}}', saying('hooray')),
      },
      paths: { letter: ['sum'] },
      routes: {
        sum: route(
          async (letter: string) =>
            (await lastValueFrom(critic.agent.ask(letter))) === 'negative' ? 'bad' : 'good',
          { bad: 'comfort', good: 'celebrate' },
        ),
      },
    });

    expect(await reply.start({ letter: 'I am not happy.' })).to.deep.equal({
      sum: 'I am not happy.',
      comfort: 'sorry',
    });
    expect(await reply.start({ letter: 'I am happy.' })).to.deep.equal({
      sum: 'I am happy.',
      celebrate: 'hooray',
    });
    expect(critic.asked).to.deep.equal(['I am not happy.', 'I am happy.']);
  });

  it('A12: so does the word of an agent that classifies', () => {
    const reply = flow({
      inputs: { letter: t.string },
      tasks: {
        mood: task('{{letter}}', answering(judge).agent),
        comfort: task('Comfort: {{letter}}', saying('sorry')),
        celebrate: task('Celebrate: {{letter}}', saying('hooray')),
      },
      paths: { letter: ['mood', 'comfort', 'celebrate'] },
      routes: {
        mood: route(byContent({ bad: ['negative'], good: ['positive'] }, 'unclear'), {
          bad: 'comfort',
          good: 'celebrate',
          unclear: [],
        }),
      },
    });

    expect(started(record(reply, { letter: 'I am not happy.' }))).to.deep.equal([
      'mood',
      'comfort',
    ]);
    expect(started(record(reply, { letter: 'I am happy.' }))).to.deep.equal(['mood', 'celebrate']);
  });

  it('A13: what is behind two branches runs with the one that was taken', async () => {
    const formatter = answering(() => 'formatted');
    const article = flow({
      inputs: { text: t.string },
      tasks: {
        initial: task({ run: ({ text }: { text: string }) => text }),
        analyzer: task({ output: t.string, run: ({ initial }: { initial: string }) => initial }),
        simplifier: task('Simplify', saying('simple')),
        expander: task('Expand', saying('rich')),
        formatter: task('Format', formatter.agent, { join: 'any' }),
      },
      paths: {
        text: ['initial'],
        initial: ['analyzer'],
        simplifier: ['formatter'],
        expander: ['formatter'],
      },
      routes: {
        analyzer: route((text: string) => (text.length > 5 ? 'complex' : 'plain'), {
          complex: 'simplifier',
          plain: 'expander',
        }),
      },
    });

    expect(await article.start({ text: 'intricate' })).to.deep.equal({
      initial: 'intricate',
      analyzer: 'intricate',
      simplifier: 'simple',
      formatter: 'formatted',
    });
    expect(await article.start({ text: 'plain' })).to.deep.equal({
      initial: 'plain',
      analyzer: 'plain',
      expander: 'rich',
      formatter: 'formatted',
    });
    expect(formatter.asked).to.deep.equal([
      'Format\n\nsimplifier:\nsimple',
      'Format\n\nexpander:\nrich',
    ]);
  });
});

describe('what Intelli does by tools', () => {
  const clerk = agent({
    type: 'text',
    mission: 'answer, or call a tool',
    provider: scripted({
      delay: 0,
      script: {
        'Rain?': { calls: [{ tool: 'weather', input: { city: 'Oslo' } }] },
        'Rain and news?': {
          text: 'One moment.',
          calls: [
            { tool: 'news', input: { about: 'Oslo' } },
            { tool: 'weather', input: { city: 'Oslo' } },
          ],
        },
        'Dice?': { calls: [{ tool: 'dice', input: {} }] },
        'Hello?': 'Hello!',
      },
    }),
  });
  const desk = flow({
    inputs: { question: t.string },
    tasks: {
      clerk: task('{{question}}', clerk),
      forecast: task({ run: () => 'It rains.' }),
      headlines: task({ run: () => 'It rained.' }),
      answer: task({ run: ({ clerk }: { clerk: string }) => clerk }),
    },
    paths: { question: ['clerk'] },
    routes: {
      clerk: route(byTools({ weather: 'outside', news: 'paper' }, 'answered'), {
        outside: 'forecast',
        paper: 'headlines',
        answered: 'answer',
      }),
    },
  });
  const asked = (question: string): readonly FlowEvent[] => record(desk, { question });
  const callsIn = (events: readonly FlowEvent[]): readonly (readonly ToolCall[] | undefined)[] =>
    events.flatMap((event) =>
      event.type === 'succeeded' && event.task === 'clerk' ? [event.calls] : [],
    );

  it('A14–A20: a call goes to the branch of its tool, and to no other', async () => {
    expect(await resultsIn(asked('Rain?'))).to.deep.equal({ clerk: '', forecast: 'It rains.' });
    expect(tasksThat('skipped', asked('Rain?'))).to.have.members(['headlines', 'answer']);
  });

  it('A14–A20: an answer without a call goes to the branch for that', async () => {
    expect(await resultsIn(asked('Hello?'))).to.deep.equal({ clerk: 'Hello!', answer: 'Hello!' });
    expect(callsIn(asked('Hello?'))).to.deep.equal([undefined]);
  });

  it('A14–A20: two calls go to two branches, whatever is said besides', async () => {
    expect(await resultsIn(asked('Rain and news?'))).to.deep.equal({
      clerk: 'One moment.',
      forecast: 'It rains.',
      headlines: 'It rained.',
    });
  });

  it('A14–A20: a call of a tool that nobody knows is no call', () => {
    expect(tasksThat('started', asked('Dice?'))).to.deep.equal(['clerk', 'answer']);
  });

  it('A14–A20: the events tell what a tool was called with, in the order of the calls', () => {
    expect(callsIn(asked('Rain and news?'))).to.deep.equal([
      [
        { tool: 'news', input: { about: 'Oslo' } },
        { tool: 'weather', input: { city: 'Oslo' } },
      ],
    ]);
    expect(callsIn(asked('Dice?'))).to.deep.equal([[{ tool: 'dice', input: {} }]]);
  });

  describe('of a model of OpenAI, over HTTP', () => {
    onLoopbackOnly();
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    const tools = [
      {
        type: 'function',
        function: {
          name: 'weather',
          parameters: { type: 'object', properties: { city: { type: 'string' } } },
        },
      },
    ];
    const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
    const calling = (...parts: readonly object[]): readonly Step[] => [
      stream,
      write(
        ...parts.map((part) =>
          event({ choices: [{ index: 0, delta: { tool_calls: [part] }, finish_reason: null }] }),
        ),
        event({ choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] }),
        openaiSays.done,
      ),
      end,
    ];
    const answerIn = async (script: readonly Step[]) => {
      bench.on('m', script);
      const events: FlowEvent[] = [];
      const model = agent({
        type: 'text',
        provider: 'openai',
        mission: 'answer, or call a tool',
        model: 'm',
        key: 'k',
        baseURL: `${bench.url}/v1`,
        params: { tools, tool_choice: 'auto' },
        retry: { attempts: 1 },
      });
      const answer = await desk
        .replace('clerk', task('{{question}}', model))
        .start({ question: 'Rain?' }, { observe: (each) => events.push(each) });
      return { answer, events };
    };

    it('A14–A20: its tools reach the server, and its call goes to the branch of the tool', async () => {
      const { answer, events } = await answerIn(
        calling(
          { index: 0, id: 'a', function: { name: 'weather', arguments: '{"city":' } },
          { index: 0, function: { arguments: '"Oslo"}' } },
        ),
      );

      expect(answer).to.deep.equal({ clerk: '', forecast: 'It rains.' });
      expect(callsIn(events)).to.deep.equal([
        [{ tool: 'weather', input: { city: 'Oslo' }, id: 'a' }],
      ]);
      expect(bench.requests.map(({ json }) => json)).to.deep.equal([
        {
          model: 'm',
          stream: true,
          stream_options: { include_usage: true },
          tools,
          tool_choice: 'auto',
          messages: [
            { role: 'system', content: 'answer, or call a tool' },
            { role: 'user', content: 'Rain?' },
          ],
        },
      ]);
    });

    it('A14–A20: its answer goes to the branch for answers', async () => {
      const { answer } = await answerIn([
        stream,
        write(openaiSays.says('It '), openaiSays.says('rains.'), openaiSays.ends()),
        write(openaiSays.done),
        end,
      ]);

      expect(answer).to.deep.equal({ clerk: 'It rains.', answer: 'It rains.' });
    });
  });
});

describe('what Intelli does with a memory', () => {
  const meeting = flow({
    inputs: { said: t.string },
    tasks: {
      name: task({ run: ({ said }: { said: string }) => said, remember: 'name' }),
      facts: task({
        run: ({ said }: { said: string }) => ({ letters: said.length }),
        remember: 'facts',
      }),
      secret: task({ run: ({ said }: { said: string }) => said }),
    },
    paths: { said: ['name', 'facts', 'secret'] },
  });
  const writer = answering((text) => `<${text}>`);
  afterEach(() => void writer.asked.splice(0));

  it('A21–A25: a run recalls what a run before it remembered, a list of keys in its order', async () => {
    const notes = memory();
    const letter = flow({
      tasks: {
        letter: task('Write to {{name}}', writer.agent, { recall: ['facts', 'name'] }),
      },
    });
    await meeting.start({ said: 'Ada' }, { memory: notes });
    const first = await letter.start({}, { memory: notes });
    await meeting.start({ said: 'Grace' }, { memory: notes });
    await letter.start({}, { memory: notes });

    expect(first.letter).to.equal('<Write to Ada\n\nfacts:\n{\n  "letters": 3\n}>');
    expect(writer.asked.at(-1)).to.equal('Write to Grace\n\nfacts:\n{\n  "letters": 5\n}');
    expect(notes.keys()).to.have.members(['name', 'facts']);
  });

  it('A21–A25: what is recalled stands beside what predecessors gave, whole', async () => {
    const notes = memory();
    const long = 'x'.repeat(500);
    notes.set('past', long);
    await flow({
      tasks: {
        news: task('News', saying('none')),
        letter: task('Write', writer.agent, { recall: ['past'] }),
      },
      paths: { news: ['letter'] },
    }).start({}, { memory: notes });

    expect(writer.asked).to.deep.equal([`Write\n\nnews:\nnone\n\npast:\n${long}`]);
  });

  it('A21–A25: a key that is not kept fails the task, which asks nobody, unless it is optional', async () => {
    const lettersWith = (key: 'mood' | 'mood?') =>
      flow({ tasks: { letter: task('Write', writer.agent, { recall: [key] }) } });
    const error = await rejection(lettersWith('mood').start({}, { memory: memory() }));

    expect(chainOf(error).at(-1)).to.be.instanceOf(MemoryMissing);
    expect(String(error)).to.contain('"mood"');
    expect(writer.asked).to.deep.equal([]);
    expect(await lettersWith('mood?').start({}, { memory: memory() })).to.deep.equal({
      letter: '<Write>',
    });
  });

  it('A21–A25: a file of a process that has ended is read by another one', async function () {
    this.timeout(60_000);
    const home = await mkdtemp(join(tmpdir(), 'rivulet-intelli-'));
    const file = join(home, 'guests.db');
    const program = fileURLToPath(new URL('./intelliMemory.ts', import.meta.url));
    await promisify(execFile)(process.execPath, ['--import', 'tsx', program, file, 'no fish']);
    const guests = memory({ file });
    try {
      await flow({
        tasks: { menu: task('A menu. {{guest}}', writer.agent, { recall: ['guest'] }) },
      }).start({}, { memory: guests });

      expect(writer.asked).to.deep.equal(['A menu. noted: no fish']);
      expect(await guests.keys()).to.deep.equal(['guest']);
    } finally {
      await guests.close();
      await rm(home, { recursive: true });
    }
  });
});

describe('the travel assistant of Intelli', () => {
  const final = answering(() => 'a guide');
  const painter = scripted();
  const others = {
    itinerary: task('Plan three days in {{city}}', saying('Day 1: the harbour.', 10)),
    speech: task('Read out', agent({ type: 'speech', provider: painter, mission: 'speak' })),
    prompt: task('Describe a picture', saying('A harbour at dawn.', 10)),
    hearing1: task('Listen', agent({ type: 'recognition', provider: painter, mission: 'listen' })),
    comparison: task('Compare', saying('They agree.', 5)),
    image: task('Paint', agent({ type: 'image', provider: painter, mission: 'paint' })),
    analysis: task('Look', agent({ type: 'vision', provider: painter, mission: 'look' }), {
      after: (text) => text.slice(text.indexOf('I was shown')),
    }),
    final: task('Write the guide', final.agent),
  };
  const hearing2 = task(
    'Listen again',
    agent({ type: 'recognition', provider: painter, mission: 'listen' }),
  );
  const paths = {
    city: ['itinerary'],
    itinerary: ['speech', 'prompt', 'final'],
    speech: ['hearing1', 'hearing2'],
    hearing1: ['comparison'],
    hearing2: ['comparison'],
    comparison: ['final'],
    prompt: ['image'],
    image: ['analysis'],
    analysis: ['final'],
  } as const;
  const inputs = { city: t.string };
  const assistant = flow({ inputs, tasks: { ...others, hearing2 }, paths, concurrency: 3 });

  const mostAtWork = (events: readonly FlowEvent[]): number => {
    let atWork = 0;
    let most = 0;
    for (const { type } of events) {
      if (type === 'started') most = Math.max(most, ++atWork);
      if (type === 'succeeded') atWork--;
    }
    return most;
  };

  it('A26: texts, sounds and pictures meet in the guide, and never more work than may', async () => {
    const events = record(assistant, { city: 'Oslo' });
    const { speech, image, hearing1, hearing2, analysis, ...told } = await resultsIn(events);

    expect(told).to.deep.equal({
      itinerary: 'Day 1: the harbour.',
      prompt: 'A harbour at dawn.',
      comparison: 'They agree.',
      final: 'a guide',
    });
    if (!isAudio(speech) || !isImage(image)) throw new Error('There is no sound, or no picture.');
    const heard = `I was played: audio/wav of ${String(speech.bytes.length)} bytes.`;
    expect([hearing1, hearing2].every((text) => String(text).endsWith(heard))).to.equal(true);
    expect(analysis).to.equal(`I was shown: image/png of ${String(image.bytes.length)} bytes.`);
    expect(final.asked).to.deep.equal([
      `Write the guide\n\nitinerary:\nDay 1: the harbour.\n\ncomparison:\nThey agree.\n\nanalysis:\n${String(analysis)}`,
    ]);
    // A limit that is never reached limits nothing.
    expect(mostAtWork(events)).to.equal(3);
    expect(mostAtWork(record(assistant, { city: 'Oslo' }, { concurrency: 2 }))).to.equal(2);
    expect(mostAtWork(record(assistant, { city: 'Oslo' }, { concurrency: 1 }))).to.equal(1);
  });

  it('A26: a task that paths lead to and nobody has is refused before anything runs', () => {
    // @ts-expect-error -- the compiler says so, too
    expect(() => flow({ inputs, tasks: others, paths })).to.throw(
      UnknownTask,
      /"hearing2" \(in paths.*Did you mean "hearing1"\?/u,
    );
  });
});

describe('what Intelli does with files', () => {
  let home = '';
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'rivulet-intelli-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  const provider = scripted({ delay: 0 });
  const studio = flow({
    tasks: {
      poem: task('Write', saying('rain'), { save: true }),
      logo: task('Paint', agent({ type: 'image', provider, mission: 'paint' }), { save: 'idea' }),
      song: task('Sing', agent({ type: 'speech', provider, mission: 'sing' }), { save: true }),
      draft: task('Draft', saying('nothing to keep')),
    },
  });

  it('A27–A28: outputs are saved under names of tasks or their own, with the endings of what they are', async () => {
    const events: FlowEvent[] = [];
    const { logo, song } = await studio.start(
      {},
      { files: folder(home), observe: (event) => events.push(event) },
    );

    expect(await readdir(home)).to.have.members(['poem.txt', 'idea.png', 'song.wav']);
    expect(await readFile(join(home, 'poem.txt'), 'utf8')).to.equal('rain');
    expect(new Uint8Array(await readFile(join(home, 'idea.png')))).to.deep.equal(logo.bytes);
    expect(new Uint8Array(await readFile(join(home, 'song.wav')))).to.deep.equal(song.bytes);
    expect(
      events.flatMap((event) => (event.type === 'succeeded' ? [[event.task, event.file]] : [])),
    ).to.have.deep.members([
      ['poem', join(home, 'poem.txt')],
      ['logo', join(home, 'idea.png')],
      ['song', join(home, 'song.wav')],
      ['draft', undefined],
    ]);
  });

  it('A27–A28: a file that is there is never written over', async () => {
    await writeFile(join(home, 'poem.txt'), 'mine');
    await studio.start({}, { files: folder(home) });
    await studio.start({}, { files: folder(home) });

    expect(await readFile(join(home, 'poem.txt'), 'utf8')).to.equal('mine');
    expect(await readdir(home)).to.have.members([
      ...['poem.txt', 'poem-2.txt', 'poem-3.txt'],
      ...['idea.png', 'idea-2.png'],
      ...['song.wav', 'song-2.wav'],
    ]);
    expect(await readFile(join(home, 'poem-3.txt'), 'utf8')).to.equal('rain');
  });
});

describe('what Intelli does with agents of its users', () => {
  it('A37: a provider is any object that answers, and is told what its agent is there for', () => {
    const parrot: Provider<'text'> = {
      name: 'parrot',
      agents: {
        text:
          ({ mission, params }) =>
          ({ text }) =>
            of({ value: `${mission}: ${text} ×${String(params['times'])}`, finish: 'stop' }),
      },
    };
    const loud = agent({ type: 'text', provider: parrot, mission: 'Krah', params: { times: 2 } });
    const { lines, events } = storyOf((scheduler) =>
      flow({
        tasks: { one: task('Hello', loud), two: task('{{one}}!', loud) },
        paths: { one: ['two'] },
      }).run({}, { scheduler }),
    );

    expect(lines).to.include('0 two =Krah: Krah: Hello ×2! ×2');
    expect(events.find(({ type }) => type === 'run-started')).to.have.nested.property(
      'graph.tasks[0].agent.provider',
      'parrot',
    );
    // @ts-expect-error -- it has no painters
    expect(() => agent({ type: 'image', provider: parrot, mission: '' })).to.throw('parrot');
  });
});

describe('what a flow of Intelli cannot promise', () => {
  it('N3: two runs of a flow at once do not mix, and neither do what they remember', async () => {
    const provider = scripted({ script: ({ text }) => [text.toUpperCase()], delay: 5 });
    const echo = agent({ type: 'text', provider, mission: 'repeat' });
    const site = flow({
      inputs: { topic: t.string },
      tasks: {
        draft: task('{{topic}}', echo, { remember: 'note' }),
        pause: task('wait {{draft}}', echo),
        page: task('{{topic}}: {{pause}} {{note}}', echo, { recall: ['note'] }),
      },
      paths: { topic: ['draft', 'page'], draft: ['pause'], pause: ['page'] },
    });
    const told: Readonly<Record<'moss' | 'fern', FlowEvent[]>> = { moss: [], fern: [] };
    const { lines } = storyOf((scheduler) => {
      const run = (topic: 'moss' | 'fern') =>
        site.run({ topic }, { scheduler, observe: (event) => told[topic].push(event) });
      return merge(run('moss'), run('fern'));
    });

    expect(lines.filter((line) => line.includes('draft'))).to.have.members([
      ...['0 draft started', '5 draft =MOSS'],
      ...['0 draft started', '5 draft =FERN'],
    ]);
    expect(await resultsIn(told.moss)).to.include({ page: 'MOSS: WAIT MOSS MOSS' });
    expect(await resultsIn(told.fern)).to.include({ page: 'FERN: WAIT FERN FERN' });
  });

  it('N5: the keys of the results stand in declaration order, whatever finishes first', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 6 }),
        async (delays) => {
          const tasks = delays.map(
            (delay, index) =>
              [`t${String(index)}`, task('Go', marbleAgent(`${String(delay)}ms (a|)`))] as const,
          );
          const events = record(flow({ tasks: Object.fromEntries(tasks) }));
          const finished = events.flatMap((event) =>
            event.type === 'succeeded' ? [event.time] : [],
          );

          expect(finished).to.deep.equal([...delays].sort((one, other) => one - other));
          expect(Object.keys(await resultsIn(events))).to.deep.equal(tasks.map(([name]) => name));
        },
      ),
      { numRuns: 30 },
    ));

  it('N7: what is behind a branch that is skipped does what its join says', async () => {
    const behind = async (join: Join): Promise<unknown> => {
      const told = await flow({
        tasks: {
          fork: task('Choose', saying('left')),
          left: task('Go left', saying('l')),
          right: task('Go right', saying('r')),
          end: task({ join, run: (given: object) => given }),
        },
        paths: { left: ['end'], right: ['end'] },
        routes: {
          fork: route(byContent({ left: ['left'] }, 'right'), { left: 'left', right: 'right' }),
        },
      }).settle();
      return told.end;
    };
    const skipped = await behind('all');

    expect(skipped).to.have.nested.property('left._tag', 'TaskSkipped');
    expect(skipped)
      .to.have.nested.property('left.because')
      .that.deep.equals({ task: 'fork', reason: 'not-taken' });
    expect(await behind('any')).to.deep.equal(E.right({ left: 'l' }));
    expect(await behind('first')).to.deep.equal(E.right({ left: 'l' }));
    const settled = await behind('settled');
    expect(settled).to.have.nested.property('right.left').that.deep.equals(E.right('l'));
    expect(settled).to.have.nested.property('right.right.left._tag', 'TaskSkipped');
  });

  it('N10: lists in a list are done one by one with a limit of one', async () => {
    const provider = scripted({ script: ({ text }) => [text.toUpperCase()], delay: 5 });
    const { inner, events } = storyOf((scheduler) =>
      flow({
        tasks: {
          lists: task({ run: () => [['a', 'b'], ['c'], []] }),
          loud: forEach(forEach(task('{{it}}', agent({ type: 'text', provider, mission: '' })))),
        },
        paths: { lists: ['loud'] },
        concurrency: 1,
      }).run({}, { scheduler }),
    );

    expect(await resultsIn(events)).to.deep.equal({
      lists: [['a', 'b'], ['c'], []],
      loud: [['A', 'B'], ['C'], []],
    });
    // One is asked when the one before it has answered.
    expect(inner.filter((line) => /\/.*\/.*(?:started|=)/u.test(line))).to.deep.equal([
      '0 loud/1/1 started',
      '5 loud/1/1 =A',
      '5 loud/1/2 started',
      '10 loud/1/2 =B',
      '10 loud/2/1 started',
      '15 loud/2/1 =C',
    ]);
  });
});
