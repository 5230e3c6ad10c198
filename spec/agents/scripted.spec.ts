import { inflateSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { EMPTY, of, throwError, VirtualTimeScheduler, type Observable } from 'rxjs';
import { pictureOf } from '../../lib/agents/picture.js';
import { scripted, type ScriptedOptions } from '../../lib/agents/scripted.js';
import type { Answer, Question } from '../../lib/flow/ports.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { marbles } from '../support/marbles.js';

const text = (options: ScriptedOptions, question = asked(), at = now): Observable<Answer<string>> =>
  scripted(options).agents.text(set())(question, at);

const quick = { delay: 0 };

describe('scripted', () => {
  it('says its text piece by piece, with a delay before each', () =>
    marbles(({ expectObservable }) => {
      const said = text({ script: { Why: ['Be', 'cause'] }, delay: 2 });
      expectObservable(said).toBe('--a-(bc|)', {
        a: { value: 'Be', delta: 'Be' },
        b: { value: 'Because', delta: 'cause' },
        c: { value: 'Because', delta: '', finish: 'stop', usage: { input: 2, output: 1 } },
      });
    }));

  it('calls tools where the script says so, and says what else there is to say', async () => {
    const calls = [{ tool: 'weather', input: { city: 'Oslo' } }];
    const silent = await heard(text({ script: { Why: { calls } }, ...quick }));
    const talking = await heard(
      text({ script: { Why: { calls, text: 'Let me see.' } }, ...quick }),
    );

    expect(silent.last).to.deep.include({ value: '', calls });
    expect(talking.last).to.deep.include({ value: 'Let me see.', calls });
  });

  it('stops when nobody listens to it', () =>
    marbles(({ expectObservable }) => {
      const said = text({ script: { Why: ['Be', 'cause'] }, delay: 2 });
      expectObservable(said, '---!').toBe('--a', { a: { value: 'Be', delta: 'Be' } });
    }));

  it('waits 20 ms before each piece unless told otherwise', () =>
    marbles(({ expectObservable }) => {
      const said = text({ script: { Why: ['a'] } });
      expectObservable(said).toBe('20ms (ab|)', {
        a: { value: 'a', delta: 'a' },
        b: { value: 'a', delta: '', finish: 'stop', usage: { input: 2, output: 1 } },
      });
    }));

  it('takes its time from the occasion', () => {
    const scheduler = new VirtualTimeScheduler();
    const times: number[] = [];
    text({ script: { Why: ['a', 'b'] }, delay: 5 }, asked(), { scheduler }).subscribe({
      next: () => times.push(scheduler.now()),
    });
    expect(times).to.deep.equal([]);
    scheduler.flush();
    expect(times).to.deep.equal([5, 10, 10]);
  });

  it('follows what brings the pieces, in its own time', () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const pieces = cold('-a--b-|', { a: 'Be', b: 'cause' });
      expectObservable(text({ script: () => pieces })).toBe('-a--b-(c|)', {
        a: { value: 'Be', delta: 'Be' },
        b: { value: 'Because', delta: 'cause' },
        c: { value: 'Because', delta: '', finish: 'stop', usage: { input: 2, output: 1 } },
      });
      expectSubscriptions(pieces.subscriptions).toBe('^-----!');
    }));

  it('fails as its script does', async () => {
    const broken = new Error('broken');
    const brought = await heard(text({ script: () => throwError(() => broken) }));
    expect(brought.error).to.equal(broken);
    const thrown = await heard(
      text({
        script: () => {
          throw broken;
        },
      }),
    );
    expect(thrown.error).to.equal(broken);
  });

  it('says nothing, and ends, when its script is silent', async () => {
    for (const script of [() => EMPTY, () => '', () => []]) {
      const { answers, error } = await heard(text({ script, ...quick }));
      expect(error).to.equal(undefined);
      expect(answers).to.deep.equal([
        { value: '', delta: '', finish: 'stop', usage: { input: 2, output: 0 } },
      ]);
    }
  });

  it('takes promises and async iterables of text', async () => {
    const iterable = async function* () {
      yield 'Be';
      yield 'cause';
    };
    for (const script of [iterable, async () => 'Because', async () => ['Be', 'cause']]) {
      expect((await heard(text({ script }))).last).to.include({ value: 'Because' });
    }
  });

  it('tells its script who is asked', async () => {
    const calls: unknown[] = [];
    const script: ScriptedOptions['script'] = (question, agent) => {
      calls.push([question.text, agent]);
      return undefined;
    };
    await heard(text({ script, ...quick }));
    const agent = { type: 'text', mission: 'explain', model: undefined, params: {} };
    expect(calls).to.deep.equal([['Why?', agent]]);
  });

  it('says that it is scripted when it makes an answer up, with its mission and the first words', async () => {
    const question = asked('Identify requirements for a website about the environment and us');
    const { last } = await heard(text(quick, question));
    expect(last?.value)
      .to.match(/scripted/iu)
      .and.include('explain')
      .and.include('“Identify requirements for a website about the environment …”');
    const short = await heard(text({ ...quick, words: 2 }, question));
    expect(short.last?.value).to.include('“Identify requirements …”');
  });

  it('gives the same answer to the same question, and all of it', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (words) => {
        const [one, other] = await Promise.all(
          [1, 2].map(() => heard(text({ ...quick, script: { [words]: words } }, asked(words)))),
        );
        expect(one).to.deep.equal(other);
        expect(one?.last?.value).to.equal(words);
        expect(one?.answers.map(({ delta }) => delta).join('')).to.equal(words);
      }),
      { numRuns: 50 },
    ));

  it('refuses what an agent of its type cannot give', async () => {
    expect((await heard(text({ script: () => [1, 2], ...quick }))).error).to.be.instanceOf(
      TypeError,
    );
    const image = scripted({ script: () => 'a text', ...quick }).agents.image(set());
    expect((await heard(image(asked(), now))).error).to.be.instanceOf(TypeError);
  });

  it('refuses impossible options', () => {
    expect(() => scripted({ delay: -1 })).to.throw(RangeError, 'delay');
    expect(() => scripted({ words: Number.NaN })).to.throw(RangeError, 'words');
  });

  describe('without a script', () => {
    const { agents } = scripted(quick);
    const photo = { _tag: 'Image', mime: 'image/png', bytes: new Uint8Array(3) } as const;
    const voice = { _tag: 'Audio', mime: 'audio/wav', bytes: new Uint8Array(5) } as const;
    const question: Question = { text: 'a cat', images: [photo], audio: [voice] };

    it('draws a valid picture, another one for each question', async () => {
      const { last } = await heard(agents.image(set())(question, now));
      expect(last?.value).to.include({ _tag: 'Image', mime: 'image/png' });
      const bytes = last?.value.bytes ?? new Uint8Array();
      expect(pictureOf(bytes)).to.not.equal(undefined);
      // Header 33 bytes, then the one chunk of data behind its length and name.
      const view = new DataView(bytes.buffer);
      const points = inflateSync(bytes.slice(41, 41 + view.getUint32(33)));
      expect(points).to.have.length(48 * (48 * 3 + 1));
      const other = await heard(agents.image(set())(asked('a dog'), now));
      expect(other.last?.value.bytes).not.to.deep.equal(bytes);
    });

    it('plays a valid sound', async () => {
      const { last } = await heard(agents.speech(set())(question, now));
      const { mime, bytes } = last?.value ?? { mime: '', bytes: new Uint8Array() };
      expect(mime).to.equal('audio/wav');
      expect(Buffer.from(bytes.slice(0, 16)).toString('latin1')).to.match(/^RIFF[^]{4}WAVEfmt $/u);
      const view = new DataView(bytes.buffer);
      expect(view.getUint32(4, true)).to.equal(bytes.length - 8);
      expect(view.getUint32(40, true)).to.equal(bytes.length - 44);
    });

    it('says what it was shown and played', async () => {
      const seen = await heard(agents.vision(set())(question, now));
      expect(seen.last?.value).to.include('scripted').and.include('image/png of 3 bytes');
      const listened = await heard(agents.recognition(set())(question, now));
      expect(listened.last?.value).to.include('scripted').and.include('audio/wav of 5 bytes');
    });

    it('gives a direction of length 1', async () => {
      const { last } = await heard(agents.embed(set())(question, now));
      expect(Math.hypot(...(last?.value ?? []))).to.be.closeTo(1, 1e-9);
    });

    it('gives values that are brought', async () => {
      const image = scripted({ script: () => of(photo) }).agents.image(set());
      expect((await heard(image(asked(), now))).answers).to.deep.equal([{ value: photo }]);
    });
  });
});
