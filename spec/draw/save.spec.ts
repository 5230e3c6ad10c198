import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { InvalidOptions } from '../../lib/core/errors.js';
import { draw } from '../../lib/draw/index.js';
import { pngOf } from '../../lib/draw/png.js';
import { blog } from './drawn.js';

describe('the file of a picture', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rivulet-draw-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('holds the SVG text, in a folder that is made for it', async () => {
    const file = join(folder, 'a', 'b', 'blog.SVG');
    const svg = await draw({ graph: blog }, { file });

    expect(await readFile(file, 'utf8')).to.equal(svg);
  });

  it('is a PNG file where its name says so', async () => {
    const file = join(folder, 'blog.png');
    await draw({ graph: blog }, { file });
    const bytes = await readFile(file);

    expect(bytes.subarray(0, 8).toString('latin1')).to.equal('\x89PNG\r\n\x1a\n');
    expect(bytes.subarray(-8, -4).toString('latin1')).to.equal('IEND');
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    expect(width).to.be.above(600);
    expect(height).to.be.above(600);
  });

  it('must end as one of the formats does, and nothing is drawn otherwise', async () => {
    for (const name of ['blog.jpg', 'blog', '.svg/blog', 'blog.png ', '']) {
      const file = name === '' ? '' : join(folder, name);
      const error: unknown = await draw({ graph: blog }, { file }).catch(
        (reason: unknown) => reason,
      );

      expect(error).to.be.instanceOf(InvalidOptions);
      expect(String(error)).to.include('.svg, .png, .mmd').and.to.include(JSON.stringify(file));
    }
    expect(await readdir(folder)).to.be.empty;
  });

  it('shows the letters as PNG too, and all of them', async () => {
    const svg = await draw({ graph: blog });
    const size = { width: 600, height: 700 };
    const silent = svg.replace(/(<text[^>]*>)[^<]*/gu, '$1');

    const [said, unsaid] = [await pngOf(svg, size), await pngOf(silent, size)];
    expect(Buffer.compare(said, unsaid)).to.not.equal(0);
    expect(said.length).to.be.above(unsaid.length * 1.5);
  });

  it('is not larger than the memory of a machine', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="10000"/>';
    const bytes = Buffer.from(await pngOf(svg, { width: 20_000, height: 10_000 }));

    expect(bytes.readUInt32BE(16) * bytes.readUInt32BE(20)).to.be.below(41_000_000);
  });
});
