import { inspect } from 'node:util';
import { expect } from 'chai';
import * as t from 'io-ts';
import { anthropic } from '../../lib/agents/anthropic.js';
import { gemini } from '../../lib/agents/gemini.js';
import { google } from '../../lib/agents/google.js';
import { openai } from '../../lib/agents/openai.js';
import { stability } from '../../lib/agents/stability.js';
import type { AgentSettings } from '../../lib/agents/provider.js';
import { draw, drawTimeline } from '../../lib/draw/index.js';
import { agent, flow, log, task, type Answer, type FlowEvent } from '../../lib/index.js';
import { png } from '../../lib/internal/png.js';
import { wav } from '../../lib/internal/wav.js';
import { toSpec } from '../../lib/spec/index.js';
import { tracing } from '../../lib/trace/index.js';
import { lastValueFrom, type Observable } from 'rxjs';
import { end, Faulty, reply, stream, write, type Step } from '../support/faulty.js';
import { hasty } from '../support/hasty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { answering, speakers } from '../support/speakers.js';
import { recorder } from '../trace/recorder.js';

/** What a person or a program can see of something. */
const shown = (...things: readonly unknown[]): string =>
  things
    .flatMap((thing) => [
      inspect(thing, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }),
      inspect(thing, { depth: 20, getters: true }),
      JSON.stringify(thing) as string | undefined,
      String(thing),
      ...(thing instanceof Error ? [thing.message, thing.stack] : []),
    ])
    .join('\n');

/** The pieces of the key in a text: one that is cut is still most of a key. */
const piecesIn = (text: string): readonly string[] =>
  [secret, encodeURIComponent(secret)].flatMap((key) =>
    Array.from({ length: key.length - 7 }, (_, at) => key.slice(at, at + 8)).filter((piece) =>
      text.includes(piece),
    ),
  );

const long = Array.from({ length: 400 }, (_, index) => `word${String(index)}`).join(' ');

for (const speaker of speakers) {
  const { title, name, make, at, language } = speaker;
  const { says, refuses } = language;

  describe(`what is secret in a flow of ${title}`, () => {
    onLoopbackOnly();
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    const asks = (model: string, baseURL = at(bench.url)) =>
      agent({
        type: 'text',
        provider: make(),
        mission: `the mission of ${model}`,
        model,
        key: secret,
        baseURL,
      });
    /** Runs one task, and gives all that can be seen of it. */
    const seen = async (writer: ReturnType<typeof asks>) => {
      const events: FlowEvent[] = [];
      const lines: string[] = [];
      const { tracer, spans } = recorder();
      const trace = tracing(tracer, { name: 'secret', content: true });
      const one = flow({ tasks: { draft: task('Write', writer) }, paths: {} });
      const error: unknown = await one
        .start(
          {},
          {
            scheduler: hasty(),
            random: () => 0,
            log: (line) => lines.push(line),
            observe: (event) => {
              events.push(event);
              trace(event);
            },
          },
        )
        .catch((cause: unknown) => cause);
      const told = spans().map((span) => [span.name, span.attributes, span.events, span.status]);
      expect(error).to.be.instanceOf(Error);
      expect(told).to.have.length.of.at.least(3);
      return { events, text: shown(error, events, lines, told, writer, one) };
    };

    it('is its key, which is shown nowhere when a refusal repeats it, whole, encoded or cut', async () => {
      for (const said of [
        `Incorrect API key provided: ${secret}. You can find yours elsewhere.`,
        `Bad key ${encodeURIComponent(secret)}`,
        `Bad key ${secret.slice(0, 17)}… or …${secret.slice(-12)}`,
        // A message is cut, and the key with it.
        `${'-'.repeat(280)}${secret}`,
      ]) {
        for (const script of [
          reply(401, refuses(said)),
          reply(401, said),
          reply(500, refuses(said)),
          reply(401, refuses(said), { 'x-request-id': secret, 'request-id': secret }),
          reply(200, said, { 'content-type': `text/html; key=${secret}` }),
        ]) {
          bench.on('m', script);
          expect(piecesIn((await seen(asks('m'))).text)).to.deep.equal([]);
        }
      }
    });

    it('is its key, which is looked for in no time, however long a refusal is', async () => {
      for (const part of ['a.', 'sk-', 'Bearer ', '&key', 'http://a', secret.slice(0, 7)]) {
        bench.on('m', reply(400, refuses(part.repeat(60_000 / part.length))));
        const began = performance.now();
        expect((await seen(asks('m'))).text).to.include('RequestRejected');
        expect(performance.now() - began, part).to.be.below(2000);
      }
    });

    it('is its key, which is shown nowhere when a failure in the stream repeats it', async () => {
      const fails = language.fails.replace('Overloaded', `Overloaded for ${secret}`);
      bench.on('m', [stream, write(says('Hi'), fails), end]);
      const { text, events } = await seen(asks('m'));

      expect(text).to.include('Overloaded for [hidden]');
      expect(piecesIn(text + (await drawTimeline(events)))).to.deep.equal([]);
    });

    it('is its key, which is shown nowhere when it is part of the address', async () => {
      const { host } = new URL(bench.url);
      bench.on('', reply(200, '<html>', { 'content-type': 'text/html' }));
      for (const address of [
        `http://nobody.invalid/?key=${secret}`,
        `${at(bench.url)}?key=${encodeURIComponent(secret)}&x=`,
        `http://me:${encodeURIComponent(secret)}@${host}`,
        `http://me:${encodeURIComponent(secret)}@nobody.invalid`,
        secret,
      ]) {
        const { text } = await seen(asks('m', address));
        expect(piecesIn(text), address).to.deep.equal([]);
      }
    });

    it('is another key in the address, which nobody has said is one', async () => {
      const { host } = new URL(bench.url);
      bench.on('', reply(200, '<html>', { 'content-type': 'text/html' }));
      for (const address of [
        `${at(bench.url)}?key=hunter22&x=`,
        `${at(bench.url)}?x=1&api-key=hunter22#y`,
        `${at(bench.url)}?x-goog-signature=hunter22`,
        `${at(bench.url)}?token=hunter22`,
        `http://me:hunter22@${host}`,
        `http://me:p@hunter22@nobody.invalid`,
      ]) {
        expect((await seen(asks('m', address))).text, address).not.to.include('hunter22');
      }
    });

    it('is asked for before anything is sent to anybody, and by its name', async () => {
      const variable = `${name.toUpperCase()}_API_KEY`;
      const before = process.env;
      process.env = { ...before, [variable]: '' };
      bench.on('m', answering(speaker, 'fine'));
      try {
        const keyless = agent({
          type: 'text',
          provider: make(),
          mission: '',
          model: 'm',
          baseURL: at(bench.url),
        });
        const events: FlowEvent[] = [];
        const two = flow({
          tasks: { first: task('Write', asks('m')), second: task('Write', keyless) },
          paths: { first: ['second'] },
        });
        const error: unknown = await two
          .start({}, { observe: (event) => events.push(event) })
          .catch((cause: unknown) => cause);

        expect(error).to.include({ _tag: 'MissingKey', task: 'second', provider: name, variable });
        expect(String(error))
          .to.include('option key')
          .and.include(variable)
          .and.include('scripted');
        expect(events).to.deep.equal([]);
        expect(bench.requests).to.deep.equal([]);
      } finally {
        process.env = before;
      }
    });

    it('is not sent to where a redirect points, whatever it is called', async () => {
      const other = await Faulty.open();
      for (const status of [301, 302, 303, 307, 308]) {
        bench.on('m', reply(status, '', { location: `${other.url}/elsewhere` }));
        const { text } = await seen(asks('m'));
        expect(text).to.include(`rejected the request with status ${String(status)}`);
      }

      expect(bench.requests).to.have.length(5);
      expect(other.connections).to.have.length(0);
      await other.close();
    });

    it('is what was asked and answered: lines tell neither, and messages no whole question', async () => {
      bench
        .on('good', answering(speaker, 'a very ', 'private answer'))
        .on('bad', reply(400, refuses(`This cannot be answered: ${long}`)));
      const lines: string[] = [];
      const events: FlowEvent[] = [];
      const two = flow({
        inputs: { topic: t.string },
        tasks: {
          good: task('Keep {{topic}} to yourself', asks('good')),
          bad: task(`Judge {{good}}: ${long}`, asks('bad')),
        },
        paths: { topic: ['good'], good: ['bad'] },
      });
      const error: unknown = await lastValueFrom(
        two
          .run(
            { topic: 'the private question' },
            { log: (line) => lines.push(line), observe: (event) => events.push(event) },
          )
          .pipe(log((line) => lines.push(line))),
      ).catch((cause: unknown) => cause);
      const told = lines.join('\n');
      const pictures = [await draw(two), await drawTimeline(events)].join('\n');

      expect(bench.requests[1]?.body).to.include('private answer').and.include(long);
      expect(told).to.include('good succeeded: 21 characters').and.include('RequestRejected 400');
      for (const text of [told, pictures]) {
        expect(text).not.to.match(/private|yourself|mission|word7|Judge/u);
      }
      expect(String(error)).to.include('This cannot be answered');
      expect(shown(error)).not.to.include(long);
      expect(shown(error)).not.to.include('word300');
    });
  });
}

describe('what is secret, when a flow is written down or drawn', () => {
  onLoopbackOnly();
  let bench: Faulty;
  const before = { ...process.env };
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(async () => {
    process.env = { ...before };
    await bench.close();
  });

  for (const { name, at, ...speaker } of speakers.filter(
    ({ title }) => !title.includes('generative-ai'),
  )) {
    it(`stands in no spec and no picture of a flow of ${name}, before a run and after it`, async () => {
      process.env['SPEC_KEY'] = secret;
      process.env['SPEC_URL'] = at(bench.url);
      bench.on('m', answering({ name, at, ...speaker }, 'the private answer'));
      const one = flow({
        inputs: { topic: t.string },
        tasks: {
          draft: task(
            'Write about {{topic}}',
            agent({
              type: 'text',
              // Those that are known by name are the names of these.
              provider: name as 'openai' | 'gemini' | 'anthropic',
              mission: 'write',
              model: 'm',
              key: { env: 'SPEC_KEY' },
              baseURL: { env: 'SPEC_URL' },
            }),
          ),
        },
        paths: { topic: ['draft'] },
      });
      const events: FlowEvent[] = [];
      const seen = async () => [JSON.stringify(toSpec(one)), await draw(one)].join('\n');
      const first = await seen();
      const { draft } = await one.start(
        { topic: 'the private question' },
        { observe: (event) => events.push(event) },
      );

      expect(draft).to.equal('the private answer');
      expect(JSON.stringify(bench.requests[0]?.headers)).to.include(secret);
      expect(await seen()).to.equal(first);
      expect(first).to.include('"env":"SPEC_KEY"').and.not.include(bench.url);
      for (const text of [first, await drawTimeline(events)]) {
        expect(text).not.to.include('private');
        expect(piecesIn(text)).to.deep.equal([]);
      }
    });
  }
});

describe('the key of an agent that gives no text', () => {
  onLoopbackOnly();
  let bench: Faulty;
  let other: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
    other = await Faulty.open();
  });
  afterEach(async () => {
    await bench.close();
    await other.close();
  });

  const question = {
    ...asked(),
    images: [{ _tag: 'Image', mime: 'image/png', bytes: png(1, () => [0, 0, 0]) }],
    audio: [{ _tag: 'Audio', mime: 'audio/wav', bytes: wav(8000, [0]) }],
  } as const;
  const painted = { ...question, images: [] };
  type Asking = (settings: AgentSettings) => Observable<Answer<unknown>>;
  const openaiAgents = openai().agents;
  const geminis = (['@google/genai', '@google/generative-ai'] as const).map(
    (sdk) => [sdk, gemini({ sdk }).agents] as const,
  );
  const agents: Readonly<Record<string, Asking>> = {
    'openai, image': (settings) => openaiAgents.image(settings)(painted, now),
    'openai, image of another': (settings) => openaiAgents.image(settings)(question, now),
    'openai, vision': (settings) => openaiAgents.vision(settings)(question, now),
    'openai, speech': (settings) => openaiAgents.speech(settings)(question, now),
    'openai, recognition': (settings) => openaiAgents.recognition(settings)(question, now),
    'openai, embed': (settings) => openaiAgents.embed(settings)(question, now),
    ...Object.fromEntries<Asking>(
      geminis.flatMap(([sdk, { image, vision, speech, recognition, embed }]) => [
        [`${sdk}, image`, (settings: AgentSettings) => image(settings)(question, now)],
        [`${sdk}, vision`, (settings: AgentSettings) => vision(settings)(question, now)],
        [`${sdk}, speech`, (settings: AgentSettings) => speech(settings)(question, now)],
        [`${sdk}, recognition`, (settings: AgentSettings) => recognition(settings)(question, now)],
        [`${sdk}, embed`, (settings: AgentSettings) => embed(settings)(question, now)],
      ]),
    ),
    'stability, image': (settings) => stability().agents.image(settings)(painted, now),
    'anthropic, vision': (settings) => anthropic().agents.vision(settings)(question, now),
    'google, search': (settings) => google({ engine: 'e' }).agents.search(settings)(question, now),
  };
  const settings = () => set({ model: 'm', baseURL: bench.url });

  for (const [title, asking] of Object.entries(agents)) {
    it(`is shown nowhere, and is sent to nobody else: ${title}`, async () => {
      const said = { error: { message: `Bad key ${secret}`, status: 'X' }, errors: [secret] };
      const elsewhere = { location: `${other.url}/elsewhere` };
      const scripts: readonly (readonly Step[])[] = [
        reply(401, said),
        reply(302, '', elsewhere),
        reply(307, '', elsewhere),
      ];
      for (const script of scripts) {
        bench.on('', script);
        const { answers, error } = await heard(asking(settings()));
        expect(answers).to.deep.equal([]);
        expect(error).to.have.property('_tag', 'RequestRejected');
        expect(piecesIn(shown(error))).to.deep.equal([]);
      }

      expect(bench.requests).to.have.length(3);
      expect(JSON.stringify(bench.requests[0])).to.include(JSON.stringify(secret).slice(1, -1));
      expect(other.connections).to.have.length(0);
    });
  }
});
