import { expect } from 'chai';
import { once } from 'node:events';
import fc from 'fast-check';
import { PassThrough, Readable } from 'node:stream';
import { lastValueFrom, take, toArray } from 'rxjs';
import { pipedLines } from '../../lib/terminal/pipedLines.js';

const linesOf = (input: Readable, most = Infinity): Promise<readonly string[]> =>
  lastValueFrom(pipedLines(input).pipe(take(most), toArray()));

const listenersOf = (input: Readable): ReadonlyMap<unknown, number> =>
  new Map(input.eventNames().map((name) => [name, input.listenerCount(name)]));

describe('pipedLines', () => {
  it('gives the lines of a stream, with or without a line break at the end', async () => {
    expect(await linesOf(Readable.from(['a\nb', 'c\r\n\n', 'd']))).to.deep.equal([
      'a',
      'bc',
      '',
      'd',
    ]);
    expect(await linesOf(Readable.from(['a\n']))).to.deep.equal(['a']);
    expect(await linesOf(Readable.from([]))).to.deep.equal([]);
  });

  it('has none when the stream has ended before', async () => {
    const input = Readable.from(['a\n']);
    await linesOf(input);

    expect(await linesOf(input)).to.deep.equal([]);
    expect(await linesOf(new PassThrough().destroy())).to.deep.equal([]);
  });

  it('ends when the stream is closed without an end', async () => {
    const input = new PassThrough();
    input.write('a\nb');
    const lines = linesOf(input);
    setImmediate(() => input.destroy());

    expect(await lines).to.deep.equal(['a', 'b']);
  });

  it('leaves in the stream what comes after the last line, for whoever reads on', async () => {
    const input = new PassThrough();
    const before = listenersOf(input);
    input.end('a\nb\nc');

    expect(await linesOf(input, 1)).to.deep.equal(['a']);
    expect(listenersOf(input)).to.deep.equal(before);
    expect(Buffer.concat(await input.toArray()).toString()).to.equal('b\nc');
  });

  it('leaves what it has read of a line when nobody listens to it any more', async () => {
    const input = new PassThrough();
    const before = listenersOf(input);
    const lines = pipedLines(input).subscribe();
    const come = once(input, 'data');
    input.write('hal');
    await come;
    lines.unsubscribe();

    expect(listenersOf(input)).to.deep.equal(before);
    input.end('f\n');
    expect(await linesOf(input)).to.deep.equal(['half']);
  });

  it('loses nothing, however the text comes and whoever reads on', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '字', '😀', ' ') })),
        fc.array(fc.integer({ min: 1, max: 3 })),
        fc.array(fc.nat()),
        fc.boolean(),
        async (lines, takes, cuts, isText) => {
          const text = lines.map((line) => `${line}\n`).join('');
          const bytes = Buffer.from(text);
          const ends = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
          const input = new PassThrough();
          if (isText) input.setEncoding('utf8');
          [0, ...ends].forEach((start, index) =>
            input.write(bytes.subarray(start, ends[index] ?? bytes.length)),
          );
          input.end();

          const read: string[] = [];
          for (const most of [...takes, Infinity]) read.push(...(await linesOf(input, most)));
          expect(read).to.deep.equal(lines);
        },
      ),
    ));
});
