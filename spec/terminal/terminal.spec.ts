import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { firstValueFrom, type Observable } from 'rxjs';
import { NobodyAnswers } from '../../lib/core/peopleErrors.js';
import type { Answers, Asked } from '../../lib/flow/ports.js';
import { terminal, type TerminalInput, type TerminalOutput } from '../../lib/terminal/index.js';
import type { Question } from './asking.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Runs a program on a terminal of its own; util-linux has it. */
const recorder = 'script';

const program = fileURLToPath(new URL('asking.ts', import.meta.url));

const three: readonly Question[] = [
  { task: 'name', question: 'What is your name?', takes: 'text' },
  { task: 'age', question: 'How old are you?', takes: 'number' },
  { task: 'sure', question: 'Are you sure?', takes: 'boolean' },
];

const asked = (task: string, complaint: Asked['complaint'] = () => undefined): Asked => ({
  task,
  question: `What of ${task}?`,
  given: {},
  complaint,
});

const isWord = (answer: unknown): string | undefined =>
  typeof answer === 'string' && /^\w+$/u.test(answer) ? undefined : 'a word is wanted';

/** What has come out of a stream. */
const textOf = (stream: Readable): (() => string) => {
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  return () => text;
};

const listenersOf = (stream: PassThrough): ReadonlyMap<unknown, number> =>
  new Map(stream.eventNames().map((name) => [name, stream.listenerCount(name)]));

describe('terminal', () => {
  it('is the answers of a run, on the streams of Node', () => {
    expectTypeOf(terminal()).toExtend<Answers>();
    expectTypeOf(terminal()).returns.toEqualTypeOf<Observable<unknown>>();
    expectTypeOf<typeof process.stdin>().toExtend<TerminalInput>();
    expectTypeOf<typeof process.stderr>().toExtend<TerminalOutput>();
    expectTypeOf<PassThrough>().toExtend<TerminalInput & TerminalOutput>();
    expectTypeOf<Socket>().toExtend<TerminalInput & TerminalOutput>();
  });

  describe('on two streams', () => {
    const streams = () => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      return { input, output, shown: textOf(output), answers: terminal({ input, output }) };
    };

    it('asks one question after the other, in the order in which they came', async () => {
      const { input, output, answers, shown } = streams();
      const [one, other] = [answers(asked('one')), answers(asked('other'))];
      const both = Promise.all([one, other].map((answer) => firstValueFrom(answer)));
      while (shown() === '') await once(output, 'data');
      expect(shown()).to.equal('one asks:\nWhat of one?\n');
      input.write('first\nsec');
      input.write('ond\nthird\n');

      expect(await both).to.deep.equal(['first', 'second']);
      expect(shown()).to.equal('one asks:\nWhat of one?\nother asks:\nWhat of other?\n');
      expect(String(input.read())).to.equal('third\n');
    });

    it('asks again when an answer is not taken, and says why', async () => {
      const { input, answers, shown } = streams();
      input.write('\ntwo words\nword\n');

      expect(await firstValueFrom(answers(asked('one', isWord)))).to.equal('word');
      expect(shown()).to.equal(
        'one asks:\nWhat of one?\nNot taken: a word is wanted\nNot taken: a word is wanted\n',
      );
    });

    it('takes an empty line where that is an answer', async () => {
      const { input, answers } = streams();
      input.write('\n');

      expect(await firstValueFrom(answers(asked('one')))).to.equal('');
    });

    it('never shows a question that is taken back while it waits', async () => {
      const { input, answers, shown } = streams();
      const one = firstValueFrom(answers(asked('one')));
      const other = answers(asked('other')).subscribe();
      const third = firstValueFrom(answers(asked('third')));
      other.unsubscribe();
      input.write('a\nb\n');

      expect([await one, await third]).to.deep.equal(['a', 'b']);
      expect(shown()).not.to.include('other');
    });

    it('goes on to the next question when one is taken back, and leaves nothing behind', async () => {
      const { input, output, answers } = streams();
      const before = [input, output].map(listenersOf);
      const one = answers(asked('one')).subscribe();
      const other = firstValueFrom(answers(asked('other')));
      one.unsubscribe();
      input.write('a\n');

      expect(await other).to.equal('a');
      expect([input, output].map(listenersOf)).to.deep.equal(before);
      expect(input.isPaused()).to.equal(true);
    });

    it('lets two terminals on one input take turns', async () => {
      const { input, output, answers, shown } = streams();
      const others = terminal({ input, output });
      const both = [firstValueFrom(answers(asked('one'))), firstValueFrom(others(asked('other')))];
      input.write('a\nb\n');

      expect(await Promise.all(both)).to.deep.equal(['a', 'b']);
      expect(shown()).to.match(/one[^]*other/u);
    });

    it('fails every question when the input has ended, in their order', async () => {
      const { input, answers } = streams();
      const failed: string[] = [];
      const all = ['one', 'other', 'third'].map((task) =>
        firstValueFrom(answers(asked(task))).catch((error: unknown) => {
          expect(error).to.be.instanceOf(NobodyAnswers).and.to.have.property('task', task);
          failed.push(String(error));
        }),
      );
      input.end();
      await Promise.all(all);

      expect(failed).to.have.lengthOf(3);
      expect(failed[0]).to.equal(
        'NobodyAnswers: Task "one" asks a person, and nobody answers: the input has ended. ' +
          'Run it on a terminal, or pass { answers: { "one": … } }.',
      );
      expect(failed[2]).to.include('"third"');
    });

    it('fails with what a stream fails with', async () => {
      for (const which of ['input', 'output'] as const) {
        const { answers, ...both } = streams();
        const answer = firstValueFrom(answers(asked('one')));
        both[which].destroy(new Error('EIO'));
        const error: unknown = await answer.catch((reason: unknown) => reason);

        expect(error).to.be.instanceOf(NobodyAnswers);
        expect(error).to.have.nested.property('cause.message', 'EIO');
        expect(String(error)).to.include('cannot be used');
      }
    });

    it('fails with what the task throws while it looks at an answer', async () => {
      const { input, answers } = streams();
      const broken = (): never => {
        throw new Error('a bug of the codec');
      };
      const answer = firstValueFrom(answers(asked('one', broken)));
      input.write('a\n');

      const error: unknown = await answer.catch((reason: unknown) => reason);
      expect(String(error)).to.equal('Error: a bug of the codec');
    });
  });

  describe('in a program', function () {
    this.timeout(60_000);
    const started: ChildProcessWithoutNullStreams[] = [];
    after(() => {
      for (const child of started) child.kill('SIGKILL');
    });

    const start = ([
      name = '',
      ...parameters
    ]: readonly string[]): ChildProcessWithoutNullStreams => {
      const child = spawn(name, parameters, { cwd: root, env: { ...process.env, TERM: 'xterm' } });
      started.push(child);
      return child;
    };

    const commandFor = (
      questions: readonly Question[],
      ...flags: readonly string[]
    ): readonly string[] => [
      process.execPath,
      ...['--import', tsx, program, JSON.stringify(questions), ...flags],
    ];

    const ended = async (child: ChildProcessWithoutNullStreams) => {
      const [out, error] = [textOf(child.stdout), textOf(child.stderr)];
      await once(child, 'close');
      return { code: child.exitCode, out: out().replace(/^pid \d+\n/u, ''), error: error() };
    };

    const answered = '{"name":"Ada"}\n{"age":36}\n{"sure":true}\ndone\nleft: \n';

    it('reads what is piped line by line, and writes questions where no results go', async () => {
      const child = start(commandFor(three));
      child.stdin.end('Ada\nold\n36\r\nYes\nnever read\n');

      expect(await ended(child)).to.deep.equal({
        code: 0,
        out: answered,
        error:
          'name asks:\nWhat is your name?\nage asks:\nHow old are you?\n' +
          'Not taken: a number is wanted\nsure asks:\nAre you sure?\n',
      });
    });

    it('reads a file to its end, where no line break has to be', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'rivulet-terminal-'));
      const file = join(folder, 'answers.txt');
      writeFileSync(file, 'Ada\n36\ny');
      const { code, out } = await ended(
        start(['sh', '-c', 'exec "$@" < "$0"', file, ...commandFor(three)]),
      );
      rmSync(folder, { recursive: true });

      expect([code, out]).to.deep.equal([0, answered]);
    });

    it('fails when the input has ended', async () => {
      const child = start(commandFor(three));
      child.stdin.end('Ada\n');
      const { code, out } = await ended(child);

      expect(code).to.equal(0);
      expect(out).to.match(
        /^\{"name":"Ada"\}\nNobodyAnswers: Task "age" .*\nNobodyAnswers: Task "sure" .*\ndone\n/u,
      );
    });

    it('ends by itself when its questions are taken back, though the input goes on', async () => {
      const child = start(commandFor(three));
      const end = ended(child);
      await once(child.stderr, 'data');
      child.kill('SIGUSR1');
      const { code, out } = await end;

      expect([code, out]).to.deep.equal([0, 'taken back\nleft: \n']);
    });

    describe('on a terminal', () => {
      before(function () {
        if (process.platform === 'linux' && spawnSync(recorder, ['--version']).status === 0) return;
        console.log('      skipped: the program "script" of util-linux is not here');
        this.skip();
      });

      /** The program on a terminal of its own, and what its screen has shown. */
      const screenOf = (questions: readonly Question[], ...flags: readonly string[]) => {
        const line = commandFor(questions, ...flags)
          .map((part) => `'${part.replaceAll("'", `'\\''`)}'`)
          .join(' ');
        // The shell tells how the terminal is set before and after, also when the program is interrupted.
        const child = start([
          recorder,
          '-qec',
          `trap : INT; stty -g; ${line}; echo "code $?"; stty -g`,
          '/dev/null',
        ]);
        const text = textOf(child.stdout);
        const shown = (): string => text().replaceAll('\r\n', '\n');
        return {
          type: (keys: string) => void child.stdin.write(keys),
          shown,
          shows: async (pattern: RegExp) => {
            while (!pattern.test(shown())) await once(child.stdout, 'data');
          },
          ended: async () => {
            if (child.exitCode === null) await once(child, 'close');
            const [before, ...others] = shown().trimEnd().split('\n');
            expect(others.at(-1), 'the settings of the terminal').to.equal(before);
            return shown().slice((before ?? '').length + 1);
          },
        };
      };

      const prompt = /> \S*$/u;

      it('shows a question, asks again, and ends after the last answer', async () => {
        const { type, shows, ended: end } = screenOf(three);
        await shows(prompt);
        type('Aa');
        await shows(/Aa$/u);
        type('\u001B[D');
        await shows(/\[1D$/u);
        type('d');
        await shows(/Ada\S*$/u);
        type('\r');
        await shows(/How old are you\?\n.*> \S*$/u);
        type('old\r');
        await shows(/Not taken: a number is wanted\n.*> \S*$/u);
        type('36\r');
        await shows(/Are you sure\?\n.*> \S*$/u);
        type('n\r');
        const screen = await end();

        expect(screen).to.include('name asks:\nWhat is your name?\n');
        expect(screen).to.match(
          /\{"name":"Ada"\}\nage asks:\n[^]*\{"age":36\}\nsure asks:\n[^]*\{"sure":false\}\ndone\nleft: \ncode 0\n/u,
        );
        expect(screen.match(/How old are you\?/gu)).to.have.lengthOf(1);
      });

      it('shows what would steer the terminal, and all of a long question', async () => {
        const long = 'word '.repeat(10_000);
        const {
          type,
          shows,
          ended: end,
        } = screenOf([
          {
            task: 'evil\u001B[31m\nname',
            question: `\u001B]0;title\u0007\u001B[2J\u009B31m over\rwritten ${long}END`,
            takes: 'text',
          },
        ]);
        await shows(/END\n.*> /u);
        type('fine\r');
        const screen = await end();

        expect(screen).to.include('evil␛[31m␊name asks:\n');
        expect(screen).to.include(`␛]0;title␇␛[2J\uFFFD31m over\nwritten ${long}END\n`);
        for (const steers of ['\u001B]', '\u001B[2J', '\u001B[31m', '\u009B', '\u0007', 'over\r']) {
          expect(screen).not.to.include(steers);
        }
      });

      it('takes what is typed ahead for the questions to come', async () => {
        const { type, shows, ended: end } = screenOf(three);
        await shows(prompt);
        type('Ada\r\nold\r36\nye');
        await shows(/Are you sure\?\n.*> \S*ye$/u);
        type('s\r');

        expect(await end()).to.include('{"sure":true}\ndone\nleft: \ncode 0\n');
      });

      it('ends a program with one Ctrl-C', async () => {
        const { type, shows, ended: end } = screenOf(three);
        await shows(prompt);
        type('Ad\u0003');

        expect(await end()).to.match(/> .*Ad\^Ccode 130\n/u);
      });

      it('lets a program do what it does when it is interrupted', async () => {
        const { type, shows, ended: end } = screenOf(three, '--handles-interrupt');
        await shows(prompt);
        type('Ad\u0003');

        expect(await end()).to.match(/> .*Ad\^C\ninterrupted\nleft: \ncode 0\n/u);
      });

      it('fails one question when the person ends the input with Ctrl-D', async () => {
        const { type, shows, ended: end } = screenOf(three.slice(0, 2));
        await shows(prompt);
        type('\u0004');
        await shows(/How old are you\?\n.*> /u);
        type('36\r');

        expect(await end()).to.match(
          /> .*\nNobodyAnswers: Task "name" [^]*\{"age":36\}\ndone\nleft: \ncode 0\n/u,
        );
      });

      it('leaves the terminal as it was when the question is taken back', async () => {
        const { type, shown, shows, ended: end } = screenOf(three);
        await shows(prompt);
        type('Ad');
        await shows(/Ad$/u);
        process.kill(Number(/pid (\d+)/u.exec(shown())?.[1]), 'SIGUSR1');

        expect(await end()).to.match(/> .*Ad\ntaken back\nleft: \ncode 0\n/u);
      });
    });
  });
});
