import { LLMock, type Mountable } from '@copilotkit/aimock';
import { expect } from 'chai';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { filter, firstValueFrom, ReplaySubject } from 'rxjs';
import { blog } from '../../examples/blog.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { png } from '../../lib/internal/png.js';
import {
  begin,
  end,
  Faulty,
  hang,
  reply,
  stream,
  wait,
  write,
  type Recorded,
  type Step,
} from '../support/faulty.js';
import { door } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { geminiSays, openaiSays } from '../support/vendors.js';

const instructions = {
  requirements: 'Identify requirements for building a blogging website about the environment',
  description: 'Generate the website description and theme details from the requirements',
  brief: 'Generate short image description for image model',
  logo: 'Design logo from the description',
  code: 'Generate code based on combined tasks',
} as const;

type Name = keyof typeof instructions;

const names: readonly Name[] = ['requirements', 'description', 'brief', 'logo', 'code'];

const texts = {
  requirements: 'Readers find notes by place. 里山 {{code}} is no place.',
  description: 'Understory: a quiet place.\n\ncode:\nnot a section',
  brief: 'A leaf that is also a pen.',
  code: '<!doctype html><title>Understory</title>',
} as const;

const missions = {
  requirements: 'write specifications',
  description: 'create task list',
  brief: 'write image description',
  code: 'user experience and designer',
} as const;

const prompts = {
  requirements: instructions.requirements,
  description: `${instructions.description}\n\nrequirements:\n${texts.requirements}`,
  brief: `${instructions.brief}\n\ndescription:\n${texts.description}`,
  code: `${instructions.code}\n\nrequirements:\n${texts.requirements}\n\ndescription:\n${texts.description}`,
} as const;

const drawing = png(8, (x, y) => [x * 30, y * 30, 120]);

const pointTo = (url: string): Readonly<Record<string, string>> => ({
  OPENAI_BASE_URL: `${url}/v1`,
  OPENAI_API_KEY: 'key-of-openai',
  GEMINI_BASE_URL: url,
  GEMINI_API_KEY: 'key-of-gemini',
  STABILITY_BASE_URL: url,
  STABILITY_API_KEY: 'key-of-stability',
});

/** Sets environment variables, and gives a function that sets them back. */
const set = (variables: Readonly<Record<string, string>>): (() => void) => {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
};

describe('the blog, over HTTP, against a server that others wrote', () => {
  onLoopbackOnly();

  const pictures: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
  const stability: Mountable = {
    handleRequest: async (request, response) => {
      const chunks: Buffer[] = [];
      // Without an encoding the pieces of a request are buffers.
      for await (const chunk of request) chunks.push(chunk as Buffer);
      pictures.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(200, { 'content-type': 'image/png' }).end(drawing);
      return true;
    },
  };
  const mock = new LLMock({ port: 0, chunkSize: 4 });
  const traffic: string[] = [];
  const notes = {
    'http.server.request.start': (message: unknown) => traffic.push(`→ ${pathOf(message)}`),
    'http.server.response.finish': (message: unknown) => traffic.push(`← ${pathOf(message)}`),
  };
  let restore: () => void;
  let given: Awaited<ReturnType<ReturnType<typeof blog>['start']>>;

  before(async () => {
    for (const name of ['requirements', 'description', 'brief', 'code'] as const) {
      mock.onMessage(instructions[name], { content: texts[name] });
    }
    mock.mount('/v2beta', stability);
    await mock.start();
    restore = set(pointTo(mock.url));
    for (const [channel, note] of Object.entries(notes)) subscribe(channel, note);
    given = await blog(false).start();
  });
  after(async () => {
    for (const [channel, note] of Object.entries(notes)) unsubscribe(channel, note);
    restore();
    await mock.stop();
  });

  it('gives every text and the logo', () => {
    const { logo, ...written } = given;
    expect(written).to.deep.equal(texts);
    expect([logo.mime, [...logo.bytes]]).to.deep.equal(['image/png', [...drawing]]);
    expect(Object.keys(given)).to.deep.equal(names);
  });

  it('sends exactly five requests', () => {
    expect(traffic.filter((line) => line.startsWith('→')).length).to.equal(5);
    expect([mock.getRequests().length, pictures.length]).to.deep.equal([4, 1]);
  });

  it('asks for the description when the requirements have been answered to the end', () => {
    expect(traffic.slice(0, 4)).to.deep.equal([
      '→ gemini',
      '← gemini',
      '→ /v1/chat/completions',
      '← /v1/chat/completions',
    ]);
  });

  it('puts the mission into the system instruction, and the texts before it into the prompt', () => {
    const asked = mock.getRequests().map(({ body }) => body);
    for (const name of ['requirements', 'description', 'brief', 'code'] as const) {
      expect(asked.map(messagesOf)).to.deep.include([
        { role: 'system', content: missions[name] },
        { role: 'user', content: prompts[name] },
      ]);
    }
    const [picture] = pictures;
    // A form ends its lines with two characters.
    expect(picture?.body.replaceAll('\r\n', '\n')).to.include(
      `\n\ngenerate logo with colorful style\n\n${instructions.logo}\n\nbrief:\n${texts.brief}\n--`,
    );
    expect(picture?.headers.authorization).to.equal('Bearer key-of-stability');
  });
});

describe('the blog, over HTTP, against a server that waits', () => {
  onLoopbackOnly();

  let bench: Faulty;
  let restore: () => void;
  beforeEach(async () => {
    bench = await Faulty.open();
    restore = set(pointTo(bench.url));
  });
  afterEach(async () => {
    restore();
    await bench.close();
  });

  /** Answers each task by its script, and notes what is asked and what has been answered to the end. */
  const serve = (scripts: Partial<Record<Name, readonly Step[]>> = {}) => {
    const log: string[] = [];
    const open = new Map<Name, Socket>();
    bench.on('', [
      async (exchange) => {
        const name = taskOf(exchange.request);
        if (name === undefined) return void exchange.response.writeHead(404).end();
        log.push(`${name} asked`);
        open.set(name, exchange.socket);
        for (const step of scripts[name] ?? answer(name)) await step(exchange);
        if (!exchange.response.writableEnded) return;
        open.delete(name);
        log.push(`${name} answered`);
      },
    ]);
    return { log, open };
  };

  /** Runs the flow. */
  const run = () => {
    const events = new ReplaySubject<FlowEvent>(Infinity);
    const subscription = blog(false).run().subscribe(events);
    const event = (type: FlowEvent['type'], task?: Name): Promise<FlowEvent> =>
      firstValueFrom(
        events.pipe(
          filter((each) => each.type === type && (!('task' in each) || each.task === task)),
        ),
      );
    return { event, subscription };
  };

  it('does not let the image wait for the code', async () => {
    const { opened, open } = door();
    const { log } = serve({
      code: [stream, write(openaiSays.says('<!doctype')), wait(opened), ...rest('code')],
    });
    const { event } = run();
    await Promise.all([event('partial', 'code'), event('succeeded', 'logo')]);
    const meanwhile = [...log];
    open();
    await event('run-completed');

    expect(meanwhile.slice(0, 4)).to.deep.equal([
      'requirements asked',
      'requirements answered',
      'description asked',
      'description answered',
    ]);
    expect(meanwhile.slice(4).filter((line) => !line.startsWith('code'))).to.deep.equal([
      'brief asked',
      'brief answered',
      'logo asked',
      'logo answered',
    ]);
    expect(meanwhile).to.include('code asked').and.not.include('code answered');
    expect(log.slice(meanwhile.length)).to.deep.equal(['code answered']);
    expect(bench.requests.length).to.equal(5);
  });

  it('does not ask for the description before the requirements have been answered to the end', async () => {
    const { opened, open } = door();
    const { log } = serve({
      requirements: [
        stream,
        write(geminiSays.says(texts.requirements), geminiSays.ends()),
        wait(opened),
        end,
      ],
    });
    const { event } = run();
    await event('partial', 'requirements');
    const meanwhile = [...log];
    open();
    await event('run-completed');

    expect(meanwhile).to.deep.equal(['requirements asked']);
    expect(log.slice(0, 3)).to.deep.equal([
      'requirements asked',
      'requirements answered',
      'description asked',
    ]);
  });

  const moments: readonly (readonly [moment: string, held: readonly Name[], asked: number])[] = [
    ['while the first text streams', ['requirements'], 1],
    ['while two texts stream', ['brief', 'code'], 4],
    ['while the logo is made and the code streams', ['logo', 'code'], 5],
  ];
  for (const [moment, held, asked] of moments) {
    it(`closes what is open and sends nothing more when it is unsubscribed ${moment}`, async function () {
      // What a machine under load delays once, the library does not delay three times.
      this.retries(3);
      const { open } = serve(Object.fromEntries(held.map((name) => [name, unfinished(name)])));
      const { event, subscription } = run();
      await Promise.all(
        held.map((name) =>
          name === 'logo'
            ? bench.until('the logo is asked for', () => open.has(name))
            : event('partial', name),
        ),
      );
      await bench.until('all are asked', () => held.every((name) => open.has(name)));
      const closing = [...open.values()].map(closed);
      const left = performance.now();
      subscription.unsubscribe();
      const times = await Promise.all(closing);
      // Whatever had been sent before this would have come before it.
      await fetch(`${bench.url}/afterwards`).catch(() => undefined);

      expect(times.length).to.equal(held.length);
      expect(Math.max(...times) - left).to.be.below(100);
      expect(bench.requests.slice(asked).map(({ path }) => path)).to.deep.equal(['/afterwards']);
    });
  }
});

const closed = (socket: Socket): Promise<number> =>
  new Promise((resolve) => socket.once('close', () => resolve(performance.now())));

const taskOf = ({ body }: Recorded): Name | undefined =>
  names.find((name) => body.includes(instructions[name]));

/** The whole answer to a task. */
const answer = (name: Name): readonly Step[] =>
  name === 'logo' ? reply(200, drawing, { 'content-type': 'image/png' }) : [stream, ...rest(name)];

/** A text to its end. */
const rest = (name: Exclude<Name, 'logo'>): readonly Step[] => {
  const { says, ends, done } = name === 'requirements' ? geminiSays : openaiSays;
  return [write(says(texts[name]), ends() + done), end];
};

/** The beginning of an answer that never ends. */
const unfinished = (name: Name): readonly Step[] =>
  name === 'logo'
    ? [begin(200, { 'content-type': 'image/png' }), write(drawing.subarray(0, 40)), hang]
    : [stream, write((name === 'requirements' ? geminiSays : openaiSays).says(texts[name])), hang];

const messagesOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'messages' in body ? body.messages : undefined;

const pathOf = (message: unknown): string => {
  // This is what Node tells on these channels.
  const { request } = message as { readonly request: IncomingMessage };
  const path = request.url ?? '';
  return path.includes('streamGenerateContent') ? 'gemini' : path;
};
