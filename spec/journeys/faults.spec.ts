import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { inspect } from 'node:util';
import { config, map, share } from 'rxjs';
import { agent, flow, task, type FlowEvent } from '../../lib/index.js';
import {
  end,
  Faulty,
  hang,
  reply,
  rst,
  stream,
  wait,
  write,
  type Recorded,
  type Step,
} from '../support/faulty.js';
import { openaiSays } from '../support/vendors.js';

const key = 'sk-secret-of-the-spec';

/** A whole answer. */
const answer = (...pieces: readonly string[]): readonly Step[] => [
  stream,
  write(...pieces.map(openaiSays.says), openaiSays.ends(), openaiSays.done),
  end,
];

describe('a flow whose provider misbehaves', () => {
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const asks = (model: string) =>
    agent({
      type: 'text',
      provider: 'openai',
      mission: `be ${model}`,
      model,
      key,
      baseURL: `${bench.url}/v1`,
      retry: { attempts: 1 },
    });
  const requestsOf = (model: string): readonly Recorded[] =>
    bench.requests.filter(({ body }) => body.includes(`"model":"${model}"`));

  it('never passes the text of a failure on, and does not ask what depends on it', async () => {
    bench
      .on('a', answer('alpha'))
      .on('b', reply(400, openaiSays.refuses('the word is unutterable')))
      .on('c', answer('Error: this is a good answer'))
      .on('d', answer('delta'))
      .on('e', answer('epsilon'));
    const diamond = flow({
      tasks: {
        a: task('Begin', asks('a')),
        b: task('Go left', asks('b')),
        c: task('Go right', asks('c')),
        d: task('Meet', asks('d')),
        e: task('Go on', asks('e')),
      },
      paths: { a: ['b', 'c'], b: ['d'], c: ['d', 'e'] },
      onFailure: 'isolate',
    });
    const ends = await diamond.settle();

    expect(requestsOf('d')).to.deep.equal([]);
    expect(bench.requests.some(({ body }) => body.includes('unutterable'))).to.equal(false);
    expect(ends.c).to.deep.equal(E.right('Error: this is a good answer'));
    expect(ends.e).to.deep.equal(E.right('epsilon'));
    expect(requestsOf('e')[0]?.body).to.contain('Error: this is a good answer');
    expect(E.isLeft(ends.d) && ends.d.left).to.include({ _tag: 'TaskSkipped' });
  });

  it('asks behind a diamond of streams once, with both finished texts', async () => {
    const many = Array.from({ length: 30 }, (_, n) => `w${String(n)} `);
    bench
      .on('a', answer('alpha'))
      .on('b', answer(...many, 'left'))
      .on('c', answer(...many, 'right'))
      .on('d', answer('delta'));
    const diamond = flow({
      tasks: {
        a: task('Begin', asks('a')),
        b: task('Go left', asks('b')),
        c: task('Go right', asks('c')),
        d: task('Meet', asks('d')),
      },
      paths: { a: ['b', 'c'], b: ['d'], c: ['d'] },
    });

    expect((await diamond.start()).d).to.equal('delta');
    expect(requestsOf('d')).to.have.length(1);
    const text = many.join('');
    expect(JSON.stringify(requestsOf('d')[0]?.json)).to.contain(
      JSON.stringify(`Meet\n\nb:\n${text}left\n\nc:\n${text}right`).slice(1, -1),
    );
  });

  it('cancels the siblings when one stream breaks, and keeps what it had said', async () => {
    let cut = (): void => undefined;
    const all = new Promise<void>((resolve) => (cut = resolve));
    bench.on('bad', [stream, write(openaiSays.says('half an ans')), wait(all), rst]);
    const tasks: Record<string, ReturnType<typeof ask>> = {};
    const ask = (model: string) => task('Say something', asks(model));
    for (let n = 0; n < 9; n++) {
      bench.on(`good${String(n)}`, [stream, write(openaiSays.says('and so on')), hang]);
      tasks[`good${String(n)}`] = ask(`good${String(n)}`);
    }
    const events: FlowEvent[] = [];
    const ten = flow({ tasks: { bad: ask('bad'), ...tasks }, paths: {} });
    const hasSaid = new Set<string>();
    const observe = (event: FlowEvent): void => {
      events.push(event);
      if (event.type === 'partial') hasSaid.add(event.task);
      if (hasSaid.size === 10) cut();
    };
    const started = ten.start({}, { observe });
    const error: unknown = await started.catch((cause: unknown) => cause);
    await bench.until('all are closed', ({ closed }) => closed.length === 10);

    if (!(error instanceof Error) || !('causes' in error)) throw error;
    const { bad } = error.causes as { bad: unknown };
    expect(bad).to.include({ provider: 'openai', partial: 'half an ans' });
    expect(String(bad)).to.match(/^(ConnectionLost|StreamTruncated)/u);
    expect(events.filter(({ type }) => type === 'cancelled')).to.have.length(9);
    expect(bench.requests).to.have.length(10);
  });

  it('lets the siblings finish when the flow isolates', async () => {
    let release = (): void => undefined;
    const failed = new Promise<void>((resolve) => (release = resolve));
    bench
      .on('bad', [stream, write(openaiSays.says('half')), rst])
      .on('good', [
        stream,
        write(openaiSays.says('slow ')),
        wait(failed),
        write(openaiSays.says('but sure'), openaiSays.ends(), openaiSays.done),
        end,
      ]);
    const two = flow({
      tasks: { bad: task('Say', asks('bad')), good: task('Say', asks('good')) },
      paths: {},
      onFailure: 'isolate',
    });
    const ends = await two.settle(
      {},
      {
        observe: ({ type }) => {
          if (type === 'failed') release();
        },
      },
    );

    expect(ends.good).to.deep.equal(E.right('slow but sure'));
    expect(E.isLeft(ends.bad)).to.equal(true);
  });

  it('makes one request for a shared run, and aborts it when the last subscriber leaves', async () => {
    bench.on('slow', [stream, write(openaiSays.says('…')), hang]);
    const shared = flow({ tasks: { slow: task('Say', asks('slow')) }, paths: {} })
      .run()
      .pipe(share());
    const first = shared.subscribe();
    const second = shared.subscribe();
    await bench.until('it streams', ({ requests }) => requests.length === 1);
    first.unsubscribe();

    expect(bench.closed).to.have.length(0);
    second.unsubscribe();
    await bench.until('it is closed', ({ closed }) => closed.length === 1, 1000);
    expect(bench.requests).to.have.length(1);
  });

  it('closes its sockets when a consumer throws in next, and reports that once', async () => {
    const reported: unknown[] = [];
    const report = new Promise<void>((resolve) => {
      config.onUnhandledError = (error) => {
        reported.push(error);
        resolve();
      };
    });
    try {
      bench.on('slow', [stream, write(openaiSays.says('…')), hang]);
      flow({ tasks: { slow: task('Say', asks('slow')) }, paths: {} })
        .run()
        .pipe(map(({ type }) => type))
        .subscribe((type) => {
          if (type === 'partial') throw new Error('cannot draw');
        });
      await bench.until('it is closed', ({ closed }) => closed.length === 1);
      await report;

      expect(reported.map(String)).to.deep.equal(['Error: cannot draw']);
    } finally {
      config.onUnhandledError = null;
    }
  });

  it('asks nobody when one of the keys is missing', async () => {
    const { OPENAI_API_KEY: before } = process.env;
    delete process.env['OPENAI_API_KEY'];
    try {
      const keyless = agent({
        type: 'text',
        provider: 'openai',
        mission: 'm',
        baseURL: `${bench.url}/v1`,
      });
      const two = flow({
        tasks: { first: task('Say', asks('a')), summary: task('Say', keyless) },
        paths: {},
      });
      const events: FlowEvent[] = [];
      const error: unknown = await two
        .start({}, { observe: (event) => events.push(event) })
        .catch((cause: unknown) => cause);

      expect(error).to.include({ _tag: 'MissingKey', task: 'summary', variable: 'OPENAI_API_KEY' });
      expect(String(error)).to.equal(
        'MissingKey: Task "summary" needs a key of "openai", and none is set. Looked at: option key, variable OPENAI_API_KEY. ' +
          'Set one of them, or use the provider "scripted", which needs no key. Nothing was sent, and no task was started.',
      );
      expect(events).to.deep.equal([]);
      expect(bench.requests).to.deep.equal([]);
    } finally {
      if (before !== undefined) process.env['OPENAI_API_KEY'] = before;
    }
  });

  it('names the first task without a key in declaration order, whichever provider loads faster', async () => {
    const before = process.env;
    process.env = { PATH: before['PATH'] };
    try {
      const text = agent({ type: 'text', provider: 'openai', mission: 'm' });
      const image = agent({ type: 'image', provider: 'stability', mission: 'm' });
      const two = flow({ tasks: { first: task('Say', text), second: task('Paint', image) } });
      const error: unknown = await two.start().catch((cause: unknown) => cause);

      expect(error).to.include({ _tag: 'MissingKey', task: 'first' });
    } finally {
      process.env = before;
    }
  });

  it('logs neither prompts nor answers, and shows no key anywhere', async () => {
    const lines: string[] = [];
    const events: FlowEvent[] = [];
    bench
      .on('good', answer('a very private answer'))
      .on('bad', reply(401, openaiSays.refuses(`Incorrect API key provided: ${key}`)));
    const two = flow({
      inputs: { secret: t.string },
      tasks: {
        good: task('Keep {{secret}} to yourself', asks('good')),
        bad: task('A very long prompt about nothing in particular', asks('bad')),
      },
      paths: { secret: ['good'], good: ['bad'] },
    });
    const error: unknown = await two
      .start(
        { secret: 'the private question' },
        { log: (line) => lines.push(line), observe: (event) => events.push(event) },
      )
      .catch((cause: unknown) => cause);
    const logged = lines.join('\n');

    expect(logged).to.contain('good succeeded');
    expect(logged).to.match(/bad failed: RequestRejected/u);
    expect(logged).not.to.contain('private');
    expect(logged).not.to.contain('very long prompt');
    expect(String(error)).not.to.contain('very long prompt');
    for (const shown of [
      logged,
      inspect(error, { depth: 9, showHidden: true }),
      inspect(events, { depth: 9 }),
      inspect(two, { depth: 9, showHidden: true }),
    ]) {
      expect(shown).not.to.contain(key);
    }
  });

  it('prints nothing unless it is asked to', async () => {
    bench.on('good', answer('fine'));
    const printed: unknown[] = [];
    const { log, error, warn, info } = console;
    Object.assign(console, {
      log: (...given: unknown[]) => printed.push(given),
      error: (...given: unknown[]) => printed.push(given),
      warn: (...given: unknown[]) => printed.push(given),
      info: (...given: unknown[]) => printed.push(given),
    });
    try {
      await flow({ tasks: { good: task('Say', asks('good')) }, paths: {} }).start();
    } finally {
      Object.assign(console, { log, error, warn, info });
    }

    expect(printed).to.deep.equal([]);
  });

  it('lets no place in an answer be filled by another', async () => {
    bench.on('a', answer('ask {{b}} about $& and {{secret}}')).on('b', answer('ok'));
    const two = flow({
      inputs: { secret: t.string },
      tasks: { a: task('Begin', asks('a')), b: task('About {{a}}', asks('b')) },
      paths: { a: ['b'], secret: ['a'] },
    });
    await two.start({ secret: 's3' });
    const [request] = requestsOf('b');

    expect(request?.json).to.deep.include({
      messages: [
        { role: 'system', content: 'be b' },
        { role: 'user', content: 'About ask {{b}} about $& and {{secret}}' },
      ],
    });
  });
});
