import { expect } from 'chai';
import fc from 'fast-check';
import * as t from 'io-ts';
import { PassThrough, Writable } from 'node:stream';
import { Subject, VirtualTimeScheduler } from 'rxjs';
import type { FlowEvent } from '../../lib/core/event.js';
import { scripted } from '../../lib/agents/scripted.js';
import { agent } from '../../lib/agents/agent.js';
import { progressView, type ProgressView } from '../../lib/cli/progress/index.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import { loop } from '../../lib/flow/loop.js';
import { task } from '../../lib/flow/task.js';
import { failureOf, flowFailure, graphOf, told } from '../support/events.js';
import { screenOf, type Screen } from './screen.js';

/** A story of what is told when, in milliseconds. */
type Story = readonly (readonly [at: number, ...events: FlowEvent[]])[];

interface Shown {
  readonly screen: Screen;
  /** The lines of the window at some times. */
  readonly frames: readonly (readonly string[])[];
}

const at = (time: number, event: FlowEvent): FlowEvent =>
  event.type === 'inner' ? { ...event, time, event: at(time, event.event) } : { ...event, time };

/** Tells a story to a view, and looks at the screen at some times and at the end. */
const play = (
  story: Story,
  looks: readonly number[],
  {
    columns = 60,
    rows = 12,
    color = false,
    during = () => undefined,
  }: {
    readonly columns?: number;
    readonly rows?: number;
    readonly color?: boolean;
    readonly during?: (clock: VirtualTimeScheduler, screen: Screen, view: ProgressView) => void;
  } = {},
): Shown => {
  const clock = new VirtualTimeScheduler();
  const screen = screenOf(columns, rows);
  const view = progressView({ output: screen.output, color, scheduler: clock });
  const frames: (readonly string[])[] = [];
  for (const [time, ...events] of story) {
    clock.schedule(() => {
      for (const event of events) view.tell(at(time, event));
    }, time);
  }
  for (const time of looks) clock.schedule(() => frames.push(screen.lines()), time);
  during(clock, screen, view);
  // Virtual time goes on as long as a view draws, so it ends somewhere.
  const last = Math.max(0, ...story.map(([time]) => time), ...looks);
  clock.schedule(() => view.end(), last + 500);
  clock.flush();
  return { screen, frames };
};

/** The same where there is no terminal; a look is how much has been written. */
const write = (story: Story, end: number, color = false): string => {
  const clock = new VirtualTimeScheduler();
  let text = '';
  const output = new Writable({
    decodeStrings: false,
    write: (piece, _encoding, done) => {
      text += String(piece);
      done();
    },
  });
  const view = progressView({ output, color, scheduler: clock });
  for (const [time, ...events] of story) {
    clock.schedule(() => {
      for (const event of events) view.tell(at(time, event));
    }, time);
  }
  clock.schedule(() => view.end(), end);
  clock.flush();
  return text;
};

/** Without the lines under the picture. */
const trimmed = (lines: readonly string[] | undefined): readonly string[] =>
  (lines ?? []).filter((line) => line !== '');

const diamond = graphOf(
  ['plot', 'hero', 'city', 'end'],
  ['plot>hero', 'plot>city', 'hero>end', 'city>end'],
);

class Overloaded extends Error {
  override readonly name = 'Overloaded';
}

const twoAtOnce: Story = [
  [0, told.runStarted(diamond), told.started('plot')],
  [
    1000,
    {
      ...told.succeeded('plot', 'A rose.', 'A rose.'),
      usage: { input: 9, output: 3, money: 0.0025 },
    } as FlowEvent,
  ],
  [1000, told.started('hero'), told.started('city')],
  [1200, told.partial('hero', 'Ada, a weaver,', 'Ada, a weaver,')],
  [1250, told.partial('city', 'Ghent', 'Ghent')],
  [3200, told.partial('hero', 'Ada, a weaver, who lives alone', ' who lives alone')],
];

describe('progressView', () => {
  const { TERM: terminal } = process.env;
  before(() => (process.env['TERM'] = 'xterm'));
  after(() => {
    if (terminal === undefined) delete process.env['TERM'];
    else process.env['TERM'] = terminal;
  });

  describe('on a terminal', () => {
    it('tells what each task is at, and gives each that says something lines of its own', () => {
      const { frames } = play(twoAtOnce, [50, 1150, 1350, 3350]);

      expect(trimmed(frames[0])).to.deep.equal([
        '⠋ plot  connecting · 0.0 s',
        '· hero  waiting for plot',
        '· city  waiting for plot',
        '· end   waiting for hero and city',
        '0/4 done · 1 running · 00:00',
        'longest chain left: 3, plot → hero → end',
      ]);
      expect(trimmed(frames[1])).to.deep.equal([
        '✔ plot  done · 1.0 s · 3 tokens',
        '⠙ hero  connecting · 0.1 s',
        '⠙ city  connecting · 0.1 s',
        '· end   waiting for hero and city',
        '1/4 done · 2 running · 00:01 · 3 tokens',
        'longest chain left: 2, hero → end',
      ]);
      expect(trimmed(frames[2])).to.deep.equal([
        '✔ plot  done · 1.0 s · 3 tokens',
        '⠸ hero  streaming · ~4 tokens · 0.3 s',
        '  │ Ada, a weaver,',
        '⠸ city  streaming · ~2 tokens · 0.3 s',
        '  │ Ghent',
        '· end   waiting for hero and city',
        '1/4 done · 2 running · 00:01 · ~9 tokens',
        'longest chain left: 2, hero → end',
      ]);
      expect(trimmed(frames[3]).slice(1, 4)).to.deep.equal([
        '⠸ hero  streaming · ~8 tokens · ~4/s · 2.3 s',
        '  │ Ada, a weaver, who lives alone',
        '⠸ city  streaming · ~2 tokens · ~1/s · 2.3 s',
      ]);
    });

    it('clears the text of an attempt that failed, and says so', () => {
      const { frames } = play(
        [
          [0, told.runStarted(graphOf(['plot'])), told.started('plot')],
          [100, told.partial('plot', 'Once upon', 'Once upon')],
          [200, told.retrying('plot', new Overloaded('secret'), 1500)],
          [1700, told.started('plot', { attempt: 2 })],
          [1800, told.partial('plot', 'Twice', 'Twice')],
        ],
        [150, 250, 1250, 1750, 1850],
      );

      expect(frames.map((lines) => trimmed(lines).slice(0, -1))).to.deep.equal([
        ['⠙ plot  streaming · ~3 tokens · 0.1 s', '  │ Once upon'],
        ['↻ plot  retrying · attempt 2 in 1.5 s · Overloaded · its t…'],
        ['↻ plot  retrying · attempt 2 in 0.5 s · Overloaded · its t…'],
        ['⠧ plot  connecting · attempt 2, from the start · 1.7 s'],
        ['⠇ plot  streaming · ~2 tokens · attempt 2 · 1.8 s', '  │ Twice'],
      ]);
      expect(trimmed(frames[1]).at(-1)).to.equal('0/1 done · 0 running · 1 retrying · 00:00');
    });

    it('says why tasks are not at work', () => {
      const call = { tool: 'search', input: {} };
      const { frames } = play(
        [
          [0, told.runStarted(graphOf(['a', 'b', 'c', 'd', 'e', 'f']))],
          [0, told.queued('a'), told.failed('b', failureOf('b', new Overloaded('no')))],
          [
            0,
            told.skipped('c', { task: 'b', reason: 'failed' }),
            told.cancelled('d'),
            told.started('e'),
          ],
          [0, { type: 'tool', task: 'e', wave: 1, attempt: 1, time: 0, state: 'called', call }],
          [0, { ...told.succeeded('f', ['x']), from: 'unchanged' } as FlowEvent],
          [
            100,
            { type: 'tool', task: 'e', wave: 1, attempt: 1, time: 0, state: 'succeeded', call },
          ],
        ],
        [50, 150],
      );

      expect(trimmed(frames[0])).to.deep.equal([
        '○ a  queued',
        '✖ b  failed: Overloaded',
        '- c  skipped: b failed',
        '■ d  cancelled',
        '⠋ e  connecting · 0.0 s · calls search',
        '✔ f  done, unchanged · a list of 1',
        '1/6 done · 1 running · 1 queued · 1 failed · 1 skipped · 1…',
      ]);
      expect(frames[1]?.[4]).to.equal('⠙ e  connecting · 0.1 s · 1 tool call');
    });

    it('shows the tasks within a task while they run', () => {
      const within = (event: FlowEvent): FlowEvent => told.inner('chapters', event);
      const { frames, screen } = play(
        [
          [0, told.runStarted(graphOf(['chapters'])), told.started('chapters')],
          [0, within(told.runStarted(graphOf(['1', '2', '3'])))],
          [0, within(told.started('1')), within(told.started('2'))],
          [100, within(told.partial('1', 'It rained.', 'It rained.'))],
          [
            200,
            within({
              ...told.succeeded('1', 'It rained.'),
              usage: { input: 1, output: 2 },
            } as FlowEvent),
          ],
          [200, told.partial('chapters', ['It rained.'])],
        ],
        [150, 250],
      );

      expect(frames.map((lines) => trimmed(lines).slice(0, -1))).to.deep.equal([
        [
          '⠙ chapters    streaming · ~3 tokens · 0.1 s',
          '⠙ chapters/1  streaming · ~3 tokens · 0.1 s',
          '  │ It rained.',
          '⠙ chapters/2  connecting · 0.1 s',
        ],
        ['⠹ chapters    streaming · 2 tokens · 0.2 s', '⠹ chapters/2  connecting · 0.2 s'],
      ]);
      expect(trimmed(screen.all())).to.deep.equal([
        '  task      state        time  attempts  in  out',
        '● chapters  streaming   0.8 s         1   1    2',
        '✔   1       done        0.2 s         1   1    2',
        '●   2       connecting  0.8 s         1',
        '·   3       waiting',
        'run not ended: 0/1 done · 0.8 s · at least 1 token in · 2',
        'tokens out',
      ]);
    });

    it('lets long texts scroll within the window, and shares it between them', () => {
      const text = Array.from({ length: 200 }, (_, line) => `line ${String(line)}`).join('\n');
      const { frames } = play(
        [
          [0, told.runStarted(graphOf(['a', 'b'])), told.started('a'), told.started('b')],
          [0, told.partial('a', text, text), told.partial('b', 'short', 'short')],
          [200, told.partial('b', text, text)],
        ],
        [150, 250],
        { rows: 10, columns: 40 },
      );
      const numbers = (lines: readonly string[] | undefined) =>
        trimmed(lines).map((line) => /line (\d+)$/u.exec(line)?.[1] ?? line.slice(0, 3));

      expect(numbers(frames[0])).to.deep.equal([
        '⠙ a',
        '195',
        '196',
        '197',
        '198',
        '199',
        '⠙ b',
        '  │',
        '0/2',
      ]);
      expect(numbers(frames[1])).to.deep.equal([
        '⠹ a',
        '197',
        '198',
        '199',
        '⠹ b',
        '197',
        '198',
        '199',
        '0/2',
      ]);
    });

    it('shows texts beside their tasks, where there is no room below', () => {
      const { frames } = play(twoAtOnce, [1350], { columns: 20, rows: 5 });

      expect(trimmed(frames[0])).to.deep.equal([
        '⠸ hero │ weaver,',
        '⠸ city  streaming …',
        '  │ Ghent',
        '1/4 done · 2 runni…',
      ]);
    });

    it('fits any window, whatever is said', () => {
      const piece = fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(
          '里山',
          '👩‍👩‍👧',
          '\u001b[2J',
          '\r',
          '\n',
          '\t',
          'a'.repeat(300),
          '\ud800',
          '\u202e',
          '한국어 ',
        ),
      );
      fc.assert(
        fc.property(
          fc.array(piece, { minLength: 1 }),
          fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 1, max: 90 }),
          fc.integer({ min: 1, max: 30 }),
          (pieces, names, columns, rows) => {
            const text = pieces.join('');
            const story: Story = [
              [0, told.runStarted(graphOf(names))],
              [0, ...names.flatMap((name) => [told.started(name), told.partial(name, text, text)])],
            ];
            // The screen fails at whatever it does not know, and at control characters.
            const { screen, frames } = play(story, [150], { columns, rows });
            const lines = trimmed(frames[0]);

            expect(lines.length).to.be.below(Math.max(2, rows));
            expect(screen.lost()).to.equal(0);
          },
        ),
        { numRuns: 60 },
      );
    });

    it('stays one picture when the window changes', () => {
      const { screen, frames } = play(twoAtOnce, [1350, 1550, 1750], {
        rows: 20,
        during: (clock, shown) => {
          shown.show('$ rivulet run story.ts\n');
          clock.schedule(() => shown.resize(30, 20), 1410);
          clock.schedule(() => shown.resize(80, 20), 1610);
        },
      });
      for (const frame of frames) {
        expect(frame.filter((line) => line.includes('1/4 done'))).to.have.lengthOf(1);
        expect(frame.filter((line) => line.includes('city'))).to.have.lengthOf.within(1, 2);
      }
      expect(frames[1]?.[0]).to.equal('$ rivulet run story.ts');
      expect(screen.all()[0]).to.equal('$ rivulet run story.ts');
      expect(screen.all().join('\n')).not.to.include('running');
    });

    it('is drawn at most ten times a second, however much is told', () => {
      const names = Array.from({ length: 1000 }, (_, index) => `task ${String(index)}`);
      const story: Story = [
        [0, told.runStarted(graphOf(names)), ...names.map((name) => told.started(name))],
        ...Array.from({ length: 1000 }, (_, time): Story[number] => [
          time,
          ...names.slice(0, 10).map((name) => told.partial(name, 'x'.repeat(time), 'x')),
        ]),
      ];
      const { screen, frames } = play(story, [950], { rows: 10 });

      // Each drawing is one write; the last ones take the picture away and write the table.
      expect(screen.written().length).to.be.within(10, 18);
      expect(trimmed(frames[0])).to.have.lengthOf(9);
      expect(trimmed(frames[0])).to.include('  … and 993 more');
      expect(trimmed(frames[0]).at(-1)).to.match(/^0\/1,000 done · 1,000 running/u);
    });

    it('shows a table in place of the picture at the end', () => {
      const { screen } = play(
        [
          ...twoAtOnce,
          [
            4000,
            {
              ...told.succeeded('hero', 'Ada', 'Ada'),
              usage: { input: 1200, output: 412, money: 0.01 },
            } as FlowEvent,
          ],
          [
            4100,
            told.retrying('city', new Overloaded('no'), 100),
            told.started('city', { attempt: 2 }),
          ],
          [4500, told.failed('city', failureOf('city', new Overloaded('no')))],
          [4500, told.skipped('end', { task: 'city', reason: 'failed' })],
          [
            4600,
            {
              type: 'run-failed',
              time: 4600,
              error: flowFailure({ city: new Overloaded('no') }),
              usage: { input: 1221, output: 431, requests: 5, money: 0.0136, isAtLeast: true },
            },
          ],
        ],
        [],
        { columns: 72 },
      );

      expect(trimmed(screen.all())).to.deep.equal([
        '  task  state                  time  attempts     in  out    money',
        '✔ plot  done                  1.0 s         1      9    3  $0.0025',
        '✔ hero  done                  3.0 s         1  1,200  412  $0.0100',
        '✖ city  failed: Overloaded    3.5 s         2',
        '- end   skipped: city failed',
        'run failed: 2/4 done · 4.6 s · at least 5 requests · 1,221 tokens in ·',
        '431 tokens out · $0.0136',
      ]);
    });

    it('hides the cursor no longer than it draws, and draws nothing after the end', () => {
      const { screen } = play(twoAtOnce, [], {
        during: (clock, _screen, view) => {
          clock.schedule(() => view.end(), 1220);
          clock.schedule(() => view.end(), 1230);
        },
      });
      const written = screen.written().length;

      expect(trimmed(screen.all())).to.deep.equal([
        '  task  state        time  attempts  in  out    money',
        '✔ plot  done        1.0 s         1   9    3  $0.0025',
        '● hero  streaming   0.2 s         1',
        '● city  connecting  0.2 s         1',
        '· end   waiting',
        'run not ended: 1/4 done · 1.2 s · at least 9 tokens in · 3',
        'tokens out · $0.0025',
      ]);
      expect(written).to.be.below(20);
    });

    it('writes nothing when nothing has been told', () => {
      expect(play([], []).screen.written()).to.deep.equal([]);
    });

    it('uses colours only where they are wanted', () => {
      const colours = (color: boolean) =>
        play(twoAtOnce, [], { color })
          .screen.written()
          .some((text) => /\[\d+m/u.test(text));

      expect(colours(true)).to.equal(true);
      expect(colours(false)).to.equal(false);
    });

    it('keeps out of the way of a talk at the same terminal', () => {
      const talk = new Subject<string>();
      const heard: string[] = [];
      const { frames } = play(twoAtOnce, [1350, 1550, 1750], {
        during: (clock, screen, view) => {
          clock.schedule(() => {
            view.aside(talk).subscribe((answer) => heard.push(answer));
            screen.show('Who is she?\n');
          }, 1410);
          clock.schedule(() => {
            talk.next('Ada');
            talk.complete();
          }, 1610);
        },
      });

      expect(heard).to.deep.equal(['Ada']);
      expect(trimmed(frames[0])).to.have.lengthOf(8);
      expect(trimmed(frames[1])).to.deep.equal(['Who is she?']);
      expect(frames[2]?.[0]).to.equal('Who is she?');
      expect(trimmed(frames[2])).to.have.lengthOf(9);
    });

    it('lets a program end when the run has ended', () => {
      const clock = new VirtualTimeScheduler();
      const screen = screenOf(40, 10);
      const view = progressView({ output: screen.output, color: false, scheduler: clock });
      view.tell(told.runStarted(graphOf(['a'])));
      view.tell(told.succeeded('a', 'x'));
      view.tell(told.runCompleted);
      // This would not come back, if something were still to be drawn.
      clock.flush();

      expect(trimmed(screen.lines())[0]).to.equal('✔ a  done');
    });
  });

  describe('where there is no terminal', () => {
    it('writes whole lines behind the names of tasks, and the table', () => {
      const text = write(
        [
          ...twoAtOnce,
          [3300, told.partial('city', 'Ghent,\nin the rain.\nAnd', ',\nin the rain.\nAnd')],
          [3400, told.partial('hero', 'Ada, a weaver, who lives alone.\nShe', '.\nShe')],
          [3500, told.retrying('city', new Overloaded('secret'), 1500)],
          [5000, told.started('city', { attempt: 2 })],
          [5100, told.partial('city', 'Bruges', 'Bruges')],
          [5200, told.succeeded('hero', 'Ada, a weaver, who lives alone.\nShe waits.', ' waits.')],
          [5300, told.failed('city', failureOf('city', new Overloaded('secret')))],
          [5300, told.skipped('end', { task: 'city', reason: 'failed' })],
        ],
        6000,
        true,
      );

      expect(text.split('\n')).to.deep.equal([
        'plot · connecting · 0.0 s',
        'plot │ A rose.',
        'plot · done · 1.0 s · 3 tokens',
        'hero · connecting · 0.0 s',
        'city · connecting · 0.0 s',
        'city │ Ghent,',
        'city │ in the rain.',
        'hero │ Ada, a weaver, who lives alone.',
        'city · retrying · attempt 2 in 1.5 s · Overloaded · its text is void',
        'city · connecting · attempt 2, from the start · 4.0 s',
        'hero │ She waits.',
        'hero · done · 4.2 s · ~11 tokens',
        'city │ Bruges',
        'city · failed: Overloaded',
        'end · skipped: city failed',
        '  task  state                  time  attempts  in  out    money',
        '✔ plot  done                  1.0 s         1   9    3  $0.0025',
        '✔ hero  done                  4.2 s         1',
        '✖ city  failed: Overloaded    4.3 s         2',
        '- end   skipped: city failed',
        'run not ended: 2/4 done · 6.0 s · at least 9 tokens in · 3 tokens out · $0.0025',
        '',
      ]);
    });

    it('says who is at work after ten seconds of silence', () => {
      const text = write([...twoAtOnce.slice(0, 5), [13_500, told.cancelled('end')]], 25_000);

      expect(text.split('\n').slice(3, -7)).to.deep.equal([
        'hero · connecting · 0.0 s',
        'city · connecting · 0.0 s',
        '… 1/4 done · 2 running · 00:11 · ~9 tokens · at work: hero (streaming · ~4 tokens · 10.0 s) and city (streaming · ~2 tokens · 10.0 s)',
        'end · cancelled',
        '… 1/4 done · 2 running · 1 cancelled · 00:23 · ~9 tokens · at work: hero (streaming · ~4 tokens · 22.5 s) and city (streaming · ~2 tokens · 22.5 s)',
      ]);
    });

    it('obeys nothing that is said', () => {
      const text = write(
        [
          [0, told.runStarted(graphOf(['a\u001b[2J\nb'])), told.started('a\u001b[2J\nb')],
          [
            0,
            told.partial('a\u001b[2J\nb', 'x\u001b]0;title\u0007y\rz', 'x\u001b]0;title\u0007y\rz'),
          ],
          [
            0,
            told.failed(
              'a\u001b[2J\nb',
              failureOf('a', Object.assign(new Error('no'), { name: '\u001b[31m' })),
            ),
          ],
        ],
        1,
      );

      expect(text.split('\n').slice(0, 4)).to.deep.equal([
        'a␛[2J␊b · connecting · 0.0 s',
        'a␛[2J␊b │ x␛]0;title␇y',
        'a␛[2J␊b │ z',
        'a␛[2J␊b · failed: ␛[31m',
      ]);
      expect(text).not.to.match(/[^\P{Cc}\n]/u);
    });

    it('tells the tasks within a task by their paths, and what they say once', () => {
      const clock = new VirtualTimeScheduler();
      const output = Object.assign(new PassThrough().setEncoding('utf8'), { isTTY: false });
      const view = progressView({ output, color: false, scheduler: clock });
      const actor = scripted({ script: { Say: 'one\ntwo' }, delay: 5 });
      const writer = agent({ type: 'text', provider: actor, mission: 'write' });
      const story = flow({
        tasks: {
          words: task({ output: t.array(t.string), run: () => ['a', 'b'] }),
          said: forEach(task('Say {{it}}', writer)),
          first: task({
            input: t.type({ said: t.readonlyArray(t.string) }),
            output: t.string,
            run: ({ said }) => said[0] ?? '',
          }),
          again: loop(task('Say {{it}} again', writer), {
            until: (_, iteration) => iteration === 2,
            max: 3,
          }),
        },
        paths: { words: ['said'], said: ['first'], first: ['again'] },
      });
      story.run({}, { scheduler: clock, observe: view.tell }).subscribe();
      clock.flush();
      view.end();
      const text = String(output.read());

      expect(text.match(/│ one$/gmu)).to.have.lengthOf(4 + 1);
      expect(text.match(/^(?:said|again)\/\d │ two$/gmu)).to.deep.equal([
        'said/1 │ two',
        'said/2 │ two',
        'again/1 │ two',
        'again/1 │ two',
      ]);
      expect(text).to.match(
        /run completed: 4\/4 done · .* · 4 requests · \d+ tokens in · 8 tokens out/u,
      );
    });

    it('writes no more when nobody reads, and harms nobody', async () => {
      let writes = 0;
      const output = new Writable({
        write: (_piece, _encoding, done) => {
          writes++;
          done(new Error('EPIPE'));
        },
      });
      const view = progressView({ output, color: false });
      view.tell(told.runStarted(graphOf(['a', 'b'])));
      view.tell(told.started('a'));
      // An error that nobody listens to would fail this spec.
      await new Promise((resolve) => setImmediate(resolve));
      view.tell(told.started('b'));
      view.end();

      expect(writes).to.equal(1);
    });
  });

  it('draws no more when nobody looks', () => {
    const clock = new VirtualTimeScheduler();
    const { output, written } = screenOf(40, 10);
    const view = progressView({ output, color: false, scheduler: clock });
    view.tell(told.runStarted(graphOf(['a'])));
    view.tell(told.started('a'));
    clock.schedule(() => void output.emit('error', new Error('EIO')), 250);
    // This would not come back, if it were drawn again.
    clock.flush();
    view.end();

    expect(written()).to.have.lengthOf(3);
  });
});
