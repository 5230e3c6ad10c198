import { setImmediate as turn, setTimeout as after } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import {
  agent,
  flow,
  FlowFailed,
  task,
  type FlowEvent,
  type RetryOptions,
  type TimeoutOptions,
} from '../../lib/index.js';
import {
  end,
  Faulty,
  fin,
  hang,
  reply,
  rst,
  stream,
  wait,
  write,
  type Step,
} from '../support/faulty.js';
import { hasty } from '../support/hasty.js';
import { door, secret } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { answering, speakers } from '../support/speakers.js';
import { openaiSays } from '../support/vendors.js';

/** How the first of two tasks is done. */
interface Options {
  readonly retry?: RetryOptions;
  readonly timeout?: TimeoutOptions;
  readonly baseURL?: string;
}

const Plan = t.type({ title: t.string }, 'Plan');

for (const speaker of speakers) {
  const { title, name, make, at, language } = speaker;
  const { says, ends, done, blocks, blockedBy, fails } = language;

  describe(`a flow of ${title}, on a wire that breaks`, () => {
    const { strangers } = onLoopbackOnly();
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    const asks = (model: string, baseURL = at(bench.url)) =>
      agent({
        type: 'text',
        provider: make(),
        mission: `be ${model}`,
        model,
        key: secret,
        baseURL,
      });

    /** Runs two tasks, of which the second one waits for the first. */
    const run = async ({ baseURL, ...options }: Options = {}) => {
      const events: FlowEvent[] = [];
      const lines: string[] = [];
      const two = flow({
        tasks: {
          draft: task('Write', asks('m', baseURL), options),
          print: task('Print {{draft}}', asks('next')),
        },
        paths: { draft: ['print'] },
      });
      bench.on('next', answering(speaker, 'printed'));
      const ended: unknown = await two
        .start(
          {},
          {
            scheduler: hasty(),
            random: () => 0,
            observe: (event) => events.push(event),
            log: (line) => lines.push(line),
          },
        )
        .catch((error: unknown) => error);
      const failed = events.flatMap((event) => (event.type === 'failed' ? [event.error] : []))[0];
      return {
        ended,
        events,
        lines,
        failed,
        requests: bench.requests.filter(({ body, path }) => !`${path}${body}`.includes('next'))
          .length,
        next: bench.requests.filter(({ body, path }) => `${path}${body}`.includes('next')),
      };
    };
    const errorsOf = (events: readonly FlowEvent[]): readonly string[] =>
      events.flatMap((event) =>
        event.type === 'retrying' && event.error instanceof Error ? [event.error.name] : [],
      );

    for (const [how, cut] of Object.entries({ 'in good order': end, 'with its connection': fin })) {
      it(`never takes a text for whole that ended ${how} without a reason, and passes nothing of it on`, async () => {
        bench.on('m', [stream, write(says('Hel'), says('lo')), cut]);
        const { ended, failed, events, requests, next } = await run({ retry: { attempts: 1 } });

        expect(ended).to.be.instanceOf(FlowFailed);
        expect(failed).to.include({ partial: 'Hello' });
        expect(failed?.cause).to.include({
          _tag: 'StreamTruncated',
          provider: name,
          retryable: true,
          partial: 'Hello',
        });
        expect(events.map(({ type }) => type)).not.to.include('succeeded');
        expect([requests, next.length]).to.deep.equal([1, 0]);
      });
    }

    it('asks again for a text that was cut, and passes on the whole one only', async () => {
      bench.on('m', [stream, write(says('Hel')), end], answering(speaker, 'Good', 'bye'));
      const { ended, events, requests, next } = await run();

      expect(ended).to.include({ print: 'printed' });
      expect(errorsOf(events)).to.deep.equal(['StreamTruncated']);
      expect(requests).to.equal(2);
      expect(next).to.have.length(1);
      expect(next[0]?.body).to.include('Print Goodbye').and.not.include('Hel');
    });

    it('lives on with nine others when one of ten streams is reset, and nothing is left unhandled', async () => {
      const unhandled: unknown[] = [];
      const note = (error: unknown): void => void unhandled.push(error);
      process.on('unhandledRejection', note);
      const all = door();
      const models = Array.from({ length: 10 }, (_, index) => `m${String(index)}`);
      for (const model of models) {
        const rest = model === 'm3' ? [rst] : [write(says(' world'), ends(), done), end];
        bench.on(model, [stream, write(says('Hel'), says('lo')), wait(all.opened), ...rest]);
      }
      const ten = flow({
        tasks: Object.fromEntries(
          models.map((model) => [model, task('Say', asks(model), { retry: { attempts: 1 } })]),
        ),
        paths: {},
        onFailure: 'isolate',
      });
      const hasSaid = new Set<string>();
      const settled = await ten.settle(
        {},
        {
          observe: (event) => {
            if (event.type === 'partial' && event.value === 'Hello') hasSaid.add(event.task);
            if (hasSaid.size === 10) all.open();
          },
        },
      );
      for (let times = 0; times < 5; times++) await turn();
      process.off('unhandledRejection', note);

      const { m3: lost, ...others } = settled;
      expect(Object.values(others)).to.deep.equal(Array(9).fill(E.right('Hello world')));
      expect(lost !== undefined && E.isLeft(lost) && lost.left)
        .to.have.property('cause')
        .that.includes({ _tag: 'ConnectionLost', provider: name, partial: 'Hello' });
      expect(unhandled).to.deep.equal([]);
      expect(bench.requests).to.have.length(10);
    });

    it('gives up what says nothing, closes its connection, and asks again', async () => {
      bench.on('m', [stream, hang], answering(speaker, 'at last'));
      const { ended, events, requests } = await run({ timeout: { firstToken: 60_000 } });
      await bench.until('the first is closed', ({ closed }) => closed.length >= 1);

      expect(ended).to.include({ print: 'printed' });
      expect(errorsOf(events)).to.deep.equal(['FirstTokenTimeout']);
      expect(requests).to.equal(2);
    });

    it('gives up what stalls after three tokens, keeps them, and closes its connection', async () => {
      bench.on('m', [stream, write(['a', 'b', 'c'].map(says).join('')), hang]);
      const { failed, next } = await run({ timeout: { idle: 5000 }, retry: { attempts: 1 } });
      await bench.until('it is closed', ({ closed }) => closed.length === 1);

      expect(failed).to.include({ partial: 'abc' });
      expect(failed?.cause).to.include({ _tag: 'IdleTimeout', subject: name, after: 5000 });
      expect(next).to.deep.equal([]);
    });

    it('gives up what drips for ever when its time is over, and closes its connection', async () => {
      const drip: Step = async ({ response, socket }) => {
        while (!socket.destroyed) {
          response.write(says('x'));
          await after(2);
        }
      };
      bench.on('m', [stream, drip]);
      const { failed } = await run({
        timeout: { idle: 60_000, total: 10_000 },
        retry: { attempts: 1 },
      });
      await bench.until('it is closed', ({ closed }) => closed.length === 1);

      expect(failed?.partial).to.match(/^x+$/u);
      expect(failed?.cause).to.include({ _tag: 'TotalTimeout', after: 10_000 });
    });

    it('asks again for a failure that is told in the stream before the first token, as what it is', async () => {
      bench.on('m', [stream, write(fails), end], answering(speaker, 'fine'));
      const { ended, events, requests } = await run();

      expect(ended).to.include({ print: 'printed' });
      expect(errorsOf(events)).to.deep.equal(['ProviderFailed']);
      expect(requests).to.equal(2);
    });

    it('keeps what had come when a failure is told in the stream after tokens', async () => {
      bench.on('m', [stream, write(says('half'), fails), end]);
      const { failed, next } = await run({ retry: { attempts: 1 } });

      expect(failed).to.include({ partial: 'half' });
      expect(failed?.cause).to.include({
        _tag: 'ProviderFailed',
        partial: 'half',
        retryable: true,
      });
      expect(next).to.deep.equal([]);
    });

    it('tells that an answer ended at the limit of its length, in its events and its log', async () => {
      bench.on('m', [stream, write(says('Once upon'), ends('length'), done), end]);
      const { ended, events, lines } = await run();

      expect(ended).to.include({ print: 'printed' });
      expect(events.find(({ type }) => type === 'succeeded')).to.include({
        task: 'draft',
        finish: 'length',
        value: 'Once upon',
      });
      expect(lines.filter((line) => line.includes('ended by length'))).to.have.length(1);
      expect(lines.find((line) => line.includes('ended by length'))).to.include('draft succeeded');
    });

    it('fails by the limit of its length when an answer should have a form, and not by its JSON', async () => {
      bench.on('m', [stream, write(says('{"title":"Te'), ends('length'), done), end]);
      const events: FlowEvent[] = [];
      const error: unknown = await flow({
        tasks: { plan: task('Plan', asks('m'), { output: Plan }) },
        paths: {},
      })
        .start({}, { observe: (event) => events.push(event) })
        .catch((cause: unknown) => cause);

      expect(error).to.have.nested.property('causes.plan._tag', 'OutputTruncated');
      expect(error).to.have.nested.property('causes.plan.partial', '{"title":"Te');
      expect(errorsOf(events)).to.deep.equal([]);
      expect(bench.requests).to.have.length(1);
    });

    it('asks once for what is refused because of its content, and says why', async () => {
      bench.on('m', [stream, write(says('I '), blocks), end]);
      const { failed, requests, next } = await run({ retry: { attempts: 3 } });

      expect(failed?.cause).to.include({
        _tag: 'ContentBlocked',
        reason: blockedBy,
        partial: 'I ',
      });
      expect([requests, next.length]).to.deep.equal([1, 0]);
    });

    it('shows nothing of an event that is broken, neither in errors nor in its log', async () => {
      bench.on('m', [stream, write(says('Hi'), 'data: {"private: payload\n\n', ends(), done), end]);
      const { ended, failed, lines } = await run({ retry: { attempts: 2 } });

      expect(failed?.errors.map((error) => (error as Error).name)).to.deep.equal([
        'ProtocolError',
        'ProtocolError',
      ]);
      expect(inspect([ended, failed, lines], { depth: 9, showHidden: true })).not.to.include(
        'payload',
      );
    });

    it('takes the page of a hotel for no answer, names its type and the address, and does not ask again', async () => {
      const page = '<html><body>Welcome to the hotel</body></html>';
      bench.on('m', reply(200, page, { 'content-type': 'text/html; charset=utf-8' }));
      const { failed, requests, next } = await run();

      expect(failed?.cause).to.include({ _tag: 'UnexpectedContentType' });
      expect(failed?.message).to.include('text/html').and.include(at(bench.url));
      expect(inspect(failed)).not.to.include('hotel');
      expect([requests, next.length]).to.deep.equal([1, 0]);
    });

    it('asks again where nobody listens, names the host, and shows no key', async () => {
      const gone = await Faulty.open();
      const { host } = new URL(gone.url);
      await gone.close();
      const { ended, failed, events } = await run({ baseURL: at(`http://${host}`) });

      expect(errorsOf(events)).to.deep.equal(['ConnectionFailed', 'ConnectionFailed']);
      expect(failed?.cause).to.include({ _tag: 'ConnectionFailed', host });
      expect(inspect(failed, { depth: 9 })).to.include('ECONNREFUSED');
      expect(inspect([ended, events], { depth: 9, showHidden: true })).not.to.include('V3ry');
    });

    it('does not ask again where there is no such host, or one that nobody vouches for', async () => {
      const unknown = await run({ baseURL: at('http://nobody.invalid') });
      expect(strangers).to.include('nobody.invalid');
      expect(unknown.failed?.cause).to.include({ host: 'nobody.invalid', retryable: false });
      expect(inspect(unknown.failed, { depth: 9 })).to.include('ENOTFOUND');

      const secure = await Faulty.open({ tls: true });
      const { host } = new URL(secure.url);
      const selfSigned = await run({ baseURL: at(secure.url) });
      await secure.close();
      expect(selfSigned.failed?.cause).to.include({ host, retryable: false });
      expect(selfSigned.failed?.message).to.include('SELF_SIGNED');
      expect(secure.requests).to.have.length(0);

      for (const { ended, events } of [unknown, selfSigned]) {
        expect(errorsOf(events)).to.deep.equal([]);
        expect(inspect([ended, events], { depth: 9, showHidden: true })).not.to.include('V3ry');
      }
    });

    it('does not notice that an idle connection is closed when it is used again', async () => {
      let closed = 0;
      const closeAtReuse: Step = ({ nth, socket }) => {
        if (nth > 1 && closed === 0) {
          closed++;
          socket.end();
        }
      };
      bench.on('m', [closeAtReuse, ...answering(speaker, 'fine')]);
      const events: FlowEvent[] = [];
      const one = flow({ tasks: { draft: task('Write', asks('m')) }, paths: {} });
      let runs = 0;
      while (closed === 0 && runs < 50) {
        runs++;
        const { draft } = await one.start({}, { observe: (event) => events.push(event) });
        expect(draft).to.equal('fine');
        // The connection goes back to the pool in a later turn.
        await turn();
      }

      expect(closed).to.equal(1);
      expect(errorsOf(events)).to.deep.equal([]);
      expect(bench.requests).to.have.length(runs + 1);
    });
  });
}

describe('a flow of openai, whose model refuses in its own words', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  it('asks once, and fails by these', async () => {
    const refuses = (refusal: string): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { refusal }, finish_reason: null }] })}\n\n`;
    bench.on('m', [
      stream,
      write(refuses('I cannot '), refuses('help with that.'), openaiSays.ends(), openaiSays.done),
      end,
    ]);
    const baseURL = `${bench.url}/v1`;
    const writer = agent({
      type: 'text',
      provider: 'openai',
      mission: '',
      model: 'm',
      key: secret,
      baseURL,
    });
    const error: unknown = await flow({
      tasks: { draft: task('Write', writer, { retry: { attempts: 3 } }) },
      paths: {},
    })
      .start()
      .catch((cause: unknown) => cause);

    expect(error).to.have.nested.property('causes.draft._tag', 'ContentBlocked');
    expect(error).to.have.nested.property('causes.draft.reason', 'I cannot help with that.');
    expect(bench.requests).to.have.length(1);
  });
});
