import { expect } from 'chai';
import * as t from 'io-ts';
import { defer, EMPTY, finalize, map, NEVER, Observable, of, timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { agent } from '../../lib/agents/agent.js';
import type { Provider } from '../../lib/agents/provider.js';
import { stability } from '../../lib/agents/stability.js';
import { NobodyToAsk } from '../../lib/core/peopleErrors.js';
import { byTools } from '../../lib/flow/byTools.js';
import { flow } from '../../lib/flow/flow.js';
import type { Answer, Question } from '../../lib/flow/ports.js';
import { route } from '../../lib/flow/route.js';
import { task } from '../../lib/flow/task.js';
import { tool, type Tools, type ToolSource } from '../../lib/flow/tool.js';
import { storyOf } from '../support/story.js';
import { vendor, whole } from '../support/vendor.js';

const City = t.type({ city: t.string });

const weather = tool({
  description: 'Tells the weather of a city.',
  input: City,
  run: ({ city }) => `It rains in ${city}.`,
});

const calls = (...inputs: readonly unknown[]): readonly Answer<string>[] => [
  {
    value: '',
    finish: 'tool_calls',
    calls: inputs.map((input, index) => ({ tool: 'weather', input, id: `c${String(index)}` })),
  },
];

/** A vendor whose model calls the weather of these cities, and then says what it was told. */
const guide = (...inputs: readonly unknown[]) =>
  vendor((question) =>
    (question.turns ?? []).length === 0 ? calls(...inputs) : whole(`I know: ${toldIn(question)}`),
  );

const toldIn = ({ turns = [] }: Question): string =>
  turns
    .flatMap((turn) => (turn._tag === 'Called' ? turn.results : []))
    .map(({ text, isError }) => `${isError ? '!' : ''}${text}`)
    .join(' ');

const asking = (
  far: ReturnType<typeof vendor>,
  tools: ToolSource | readonly ToolSource[],
  more: object = {},
) => flow({ tasks: { trip: task('Where to?', far.agent({ tools, ...more })) }, paths: {} });

describe('the tools of an agent', () => {
  it('are told to the model, called as it says, and what they give is told to it', () => {
    const far = guide({ city: 'Rome' });
    const { events, lines } = storyOf((scheduler) =>
      asking(far, { weather }).run({}, { scheduler }),
    );

    expect(far.seen.map(({ question }) => question.tools)).to.deep.equal(
      Array.from({ length: 2 }, () => [
        {
          name: 'weather',
          description: 'Tells the weather of a city.',
          schema: {
            type: 'object',
            properties: { city: { type: 'string' } },
            required: ['city'],
          },
        },
      ]),
    );
    expect(far.seen[1]?.question.turns).to.deep.equal([
      {
        _tag: 'Called',
        said: '',
        calls: [{ tool: 'weather', input: { city: 'Rome' }, id: 'c0' }],
        results: [{ id: 'c0', tool: 'weather', text: 'It rains in Rome.', isError: false }],
      },
    ]);
    expect(lines).to.deep.equal([
      '0 trip started',
      '1 trip tool',
      '1 trip tool',
      '2 trip =I know: It rains in Rome.',
      '2 run-completed',
    ]);
    expect(events.filter(({ type }) => type === 'tool')).to.deep.equal(
      ['called', 'succeeded'].map((state) => ({
        type: 'tool',
        task: 'trip',
        wave: 1,
        attempt: 1,
        time: 1,
        state,
        call: { tool: 'weather', input: { city: 'Rome' }, id: 'c0' },
        ...(state === 'succeeded' && { output: 'It rains in Rome.' }),
      })),
    );
    expect(events.find(({ type }) => type === 'succeeded')).to.deep.include({
      usage: { requests: 2 },
    });
  });

  it('are called at once when several are, and told in the order of the calls', () => {
    const far = guide({ city: 'Rome' }, { city: 'Oslo' });
    const scheduler = new TestScheduler(() => undefined);
    const slow = tool({
      description: '',
      input: City,
      run: ({ city }) => timer(city === 'Rome' ? 20 : 10, scheduler).pipe(map(() => city)),
    });
    const times: number[] = [];
    scheduler.run(() => {
      asking(far, { weather: slow })
        .run({}, { scheduler })
        .subscribe(({ time }) => times.push(time));
    });

    expect(times.at(-1)).to.equal(22);
    expect(toldIn(far.seen[1]?.question ?? { text: '', images: [], audio: [] })).to.equal(
      'Rome Oslo',
    );
  });

  it('may be called again and again', () => {
    const far = vendor(({ turns = [] }) =>
      turns.length < 3 ? calls({ city: String(turns.length) }) : whole('done'),
    );
    const { lines } = storyOf((scheduler) => asking(far, { weather }).run({}, { scheduler }));

    expect(far.seen).to.have.length(4);
    expect(lines.at(-2)).to.equal('4 trip =done');
  });

  it('are told to have failed, and the model goes on', () => {
    const far = guide({ city: 'Rome' }, { town: 'Oslo' });
    const broken = tool({
      description: '',
      input: City,
      run: (): string => {
        throw new Error('The weather is out.');
      },
    });
    const { events, lines } = storyOf((scheduler) =>
      asking(far, { weather: broken }).run({}, { scheduler }),
    );

    expect(lines.at(-2)).to.equal(
      '2 trip =I know: !The weather is out. !What "weather" was called with is not what its codec says at city: expected string, got nothing.',
    );
    expect(
      events.filter((event) => event.type === 'tool' && event.state === 'failed'),
    ).to.have.length(2);
  });

  it('that there are not are told to be unknown', () => {
    const far = vendor(({ turns = [] }) =>
      turns.length === 0
        ? [{ value: '', finish: 'tool_calls', calls: [{ tool: 'wether', input: {} }] }]
        : whole(toldIn({ text: '', images: [], audio: [], turns })),
    );
    const { lines } = storyOf((scheduler) => asking(far, { weather }).run({}, { scheduler }));

    expect(lines.at(-2)).to.equal('2 trip =!There is no tool "wether". Did you mean "weather"?');
  });

  it('give data as JSON, and bytes as what they are', () => {
    const far = vendor(({ turns = [] }) =>
      turns.length === 0
        ? [
            {
              value: '',
              finish: 'tool_calls',
              calls: [
                { tool: 'data', input: {} },
                { tool: 'picture', input: {} },
                { tool: 'nothing', input: {} },
              ],
            },
          ]
        : whole(toldIn({ text: '', images: [], audio: [], turns })),
    );
    const input = t.type({});
    const tools: Tools = {
      data: tool({ description: '', input, run: async () => ({ a: [1] }) }),
      picture: tool({
        description: '',
        input,
        run: () => of({ _tag: 'Image' as const, mime: 'image/png', bytes: new Uint8Array(3) }),
      }),
      nothing: tool({ description: '', input, run: () => undefined }),
    };
    return asking(far, tools)
      .start()
      .then(({ trip }) => {
        expect(trip).to.equal('{\n  "a": [\n    1\n  ]\n} (image/png, 3 bytes) ');
      });
  });

  it('are stopped when the run is left', () => {
    const far = guide({ city: 'Rome' });
    let open = 0;
    const slow = tool({
      description: '',
      input: City,
      run: () =>
        defer(() => {
          open++;
          return NEVER.pipe(finalize(() => open--));
        }),
    });
    const scheduler = new TestScheduler(() => undefined);
    const seen: number[] = [];
    scheduler.run(() => {
      const running = asking(far, { weather: slow }).run({}, { scheduler }).subscribe();
      scheduler.schedule(() => seen.push(open), 5);
      scheduler.schedule(() => running.unsubscribe(), 6);
      scheduler.schedule(() => seen.push(open), 7);
    });

    expect(seen).to.deep.equal([1, 0]);
    expect(far.seen).to.have.length(1);
  });

  it('have the time that the task has', () => {
    const far = guide({ city: 'Rome' });
    const slow = tool({ description: '', input: City, run: () => NEVER });
    const { lines } = storyOf((scheduler) =>
      asking(far, { weather: slow }, { timeout: { total: 50 }, retry: { attempts: 1 } }).run(
        {},
        { scheduler },
      ),
    );

    // The tool is told to be late; and then no time is left for the model.
    expect(lines.at(-1)).to.equal('50 run-failed');
  });

  it('end when the model goes on calling them', () => {
    const far = vendor(() => calls({ city: 'Rome' }));
    const { error } = storyOf((scheduler) =>
      asking(far, { weather }, { maxSteps: 3 }).run({}, { scheduler }),
    );

    expect(far.seen).to.have.length(3);
    expect(error).to.have.nested.property('cause._tag', 'TooManySteps');
    expect(error).to.have.nested.property(
      'cause.message',
      'The model of "trip" still calls tools after 3 requests, and has not answered. Raise the option maxSteps of its agent, or say in its mission when to stop.',
    );
  });

  it('that nobody runs are told with the answer, which a route can read', () => {
    const order = tool({ description: 'Orders.', input: t.type({ what: t.string }) });
    const far = vendor(() => [
      {
        value: 'Sure.',
        delta: 'Sure.',
        finish: 'tool_calls',
        calls: [{ tool: 'order', input: { what: 'tea' } }],
      },
    ]);
    const { events } = storyOf((scheduler) =>
      flow({
        tasks: {
          talk: task('Talk', far.agent({ tools: { order } })),
          ordered: task({ run: () => 'ordered' }),
          other: task({ run: () => 'other' }),
        },
        paths: {},
        routes: {
          talk: route(byTools({ order: 'order' }, 'none'), { order: 'ordered', none: 'other' }),
        },
      }).run({}, { scheduler }),
    );

    expect(far.seen).to.have.length(1);
    expect(
      events.find((event) => event.type === 'succeeded' && event.task === 'talk'),
    ).to.deep.include({
      value: 'Sure.',
      calls: [{ tool: 'order', input: { what: 'tea' } }],
    });
    expect(
      events.find((event) => event.type === 'succeeded' && event.task === 'ordered'),
    ).to.include({
      value: 'ordered',
    });
  });

  it('leave standing what the model says before it calls them', () => {
    const call = { tool: 'weather', input: { city: 'Rome' } };
    const far = vendor(({ turns = [] }) =>
      turns.length === 0
        ? [
            { value: 'Let me ', delta: 'Let me ' },
            { value: 'Let me see.', delta: 'see.' },
            { value: 'Let me see.', delta: '', finish: 'tool_calls', calls: [call] },
          ]
        : [
            { value: 'Rain', delta: 'Rain' },
            { value: 'Rain.', delta: '.', finish: 'stop' },
          ],
    );
    const { events } = storyOf((scheduler) => asking(far, { weather }).run({}, { scheduler }));

    const said = events.flatMap((event) =>
      event.type === 'partial' || event.type === 'succeeded' ? [event] : [],
    );
    expect(said.map(({ value }) => value)).to.deep.equal([
      'Let me ',
      'Let me see.',
      'Let me see.\n\nRain',
      'Let me see.\n\nRain.',
    ]);
    expect(said.map(({ delta }) => delta).join('')).to.equal('Let me see.\n\nRain.');
  });
});

describe('tools that come from elsewhere', () => {
  it('are called by whatever name they have', () => {
    const call = { tool: '__proto__', input: { city: 'Rome' }, id: 'c' };
    const far = vendor((question) =>
      question.turns?.length === 0
        ? [{ value: '', finish: 'tool_calls', calls: [call] }]
        : whole(toldIn(question)),
    );
    const { lines } = storyOf((scheduler) =>
      asking(far, [{ ['__proto__']: weather }]).run({}, { scheduler }),
    );
    expect(lines.at(-2)).to.equal('2 trip =It rains in Rome.');
  });

  it('fail the task when there are none', () => {
    const far = guide();
    const { error } = storyOf((scheduler) => asking(far, [EMPTY]).run({}, { scheduler }));
    expect(error).to.have.nested.property(
      'cause.message',
      'tools: one of the Observables has completed without any.',
    );
  });

  it('are opened for an attempt, and closed when it is over', () => {
    let open = 0;
    const log: string[] = [];
    const source = new Observable<Tools>((subscriber) => {
      log.push(`open ${String(++open)}`);
      subscriber.next({ weather });
      return () => log.push('closed');
    });
    const far = guide({ city: 'Rome' });
    const { lines } = storyOf((scheduler) => asking(far, [source]).run({}, { scheduler }));

    expect(lines.at(-2)).to.equal('2 trip =I know: It rains in Rome.');
    expect(log).to.deep.equal(['open 1', 'closed']);
  });

  it('fail the task when they cannot be opened, or have a name that is taken', () => {
    const far = guide({ city: 'Rome' });
    const failing = new Observable<Tools>((subscriber) =>
      subscriber.error(new Error('No server.')),
    );
    const broken = storyOf((scheduler) => asking(far, [failing]).run({}, { scheduler }));
    const twice = storyOf((scheduler) =>
      asking(far, [{ weather }, of({ weather })]).run({}, { scheduler }),
    );

    expect(broken.error).to.have.nested.property('cause.message', 'No server.');
    expect(twice.error).to.have.nested.property(
      'cause.message',
      'tools: there are two called "weather". Rename one.',
    );
    expect(far.seen).to.have.length(0);
  });
});

describe('a tool that a person has to allow', () => {
  const careful = tool({
    description: '',
    input: City,
    approval: ({ city }) => city === 'Rome',
    run: ({ city }) => `It rains in ${city}.`,
  });

  it('is called when a person says so, and not when not; the model is told why', () => {
    const say = (answer: unknown): string | undefined => {
      const far = guide({ city: 'Rome' }, { city: 'Oslo' });
      const { lines } = storyOf((scheduler) =>
        asking(far, { weather: careful }).run(
          {},
          { scheduler, answers: { 'trip/weather': answer } },
        ),
      );
      return lines.at(-2);
    };

    expect(say(true)).to.equal('2 trip =I know: It rains in Rome. It rains in Oslo.');
    expect(say(' Yes ')).to.equal('2 trip =I know: It rains in Rome. It rains in Oslo.');
    expect(say(false)).to.equal(
      '2 trip =I know: !A person did not allow "weather" to be called. It rains in Oslo.',
    );
    expect(say('too far away')).to.equal(
      '2 trip =I know: !A person did not allow "weather" to be called: too far away It rains in Oslo.',
    );
  });

  it('is asked for by what it is called with', () => {
    const far = guide({ city: 'Rome' });
    const asked: string[] = [];
    storyOf((scheduler) =>
      asking(far, { weather: careful }).run(
        {},
        {
          scheduler,
          answers: ({ task: name, question }) => {
            asked.push(name, question);
            return true;
          },
        },
      ),
    );
    expect(asked).to.deep.equal([
      'trip/weather',
      'May "weather" be called with {\n  "city": "Rome"\n}? (yes, no, or no with a reason)',
    ]);
  });

  it('is refused before anything is sent when there is nobody to ask', async () => {
    const far = guide({ city: 'Rome' });
    const error: unknown = await asking(far, { weather: careful })
      .start()
      .catch((cause: unknown) => cause);

    expect(error).to.be.instanceOf(NobodyToAsk);
    expect(error).to.have.property('task', 'trip/weather');
    expect(far.seen).to.have.length(0);
  });

  it('does not cost the task its time while a person thinks', () => {
    const far = guide({ city: 'Rome' });
    const { lines } = storyOf((scheduler) =>
      asking(far, { weather: careful }, { timeout: { total: 50 } }).run(
        {},
        { scheduler, answers: () => timer(1000, scheduler).pipe(map(() => true)) },
      ),
    );
    expect(lines.at(-2)).to.equal('1002 trip =I know: It rains in Rome.');
  });
});

describe('tools that cannot be', () => {
  it('are refused where they are given', () => {
    const far = guide();
    expect(() => far.agent({ tools: { 'no name': weather } })).to.throw(
      'tools: "no name" is no name for a tool. Letters, digits, _ and - make one, at most 64.',
    );
    expect(() => far.agent({ tools: { weather }, maxSteps: 0 })).to.throw(
      RangeError,
      'maxSteps must be a whole number from 1 on, not 0.',
    );
    expect(() =>
      tool({
        description: '',
        input: new t.Type<number, number, unknown>(
          'Odd',
          (value): value is number => value === 1,
          (value) => t.number.decode(value),
          t.identity,
        ),
      }),
    ).to.throw('tool({ input }): Odd cannot be written as a JSON Schema.');
    expect(() =>
      agent({ type: 'image', provider: stability(), mission: '', tools: { weather } }),
    ).to.throw('An agent of type "image" cannot call tools; text and vision can.');
  });

  it('are refused before anything is sent when the provider knows none', async () => {
    const dumb: Provider<'text'> = { name: 'dumb', agents: { text: () => () => NEVER } };
    const made = flow({
      tasks: {
        trip: task('Go', agent({ type: 'text', provider: dumb, mission: '', tools: { weather } })),
      },
      paths: {},
    });
    const error: unknown = await made.start().catch((cause: unknown) => cause);

    expect(error).to.have.property(
      'message',
      'The agent of task "trip" has tools, and models of "dumb" cannot call any. Take the option tools away, or ask another provider. Nothing was sent.',
    );
  });
});
