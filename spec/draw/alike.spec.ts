import { expect } from 'chai';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { PNG } from 'pngjs';
import { alike } from '../support/alike.js';

const root = resolve(import.meta.dirname, '../..');

describe('a picture that is kept', () => {
  const kept = PNG.sync.read(readFileSync(resolve(root, 'spec/references/routes.png')));
  const shown = resolve(root, '.tmp/differences/routes.png');
  before(function () {
    // It would be written over.
    if (process.env['REFERENCES'] === 'write') this.skip();
    rmSync(shown, { force: true });
  });

  it('is like itself', () => {
    alike(PNG.sync.write(kept), 'routes');

    expect(existsSync(shown)).to.equal(false);
  });

  it('is not like one with another colour in one of its boxes, and shows both', () => {
    const { width, height } = kept;
    const other = new PNG({ width, height });
    kept.data.copy(other.data);
    for (let place = 0; place < other.data.length; place += 4) {
      const [x, y] = [(place / 4) % width, Math.floor(place / 4 / width)];
      if (x > 45 && x < 65 && y > 345 && y < 365) other.data.fill(0, place, place + 3);
    }

    expect(() => alike(PNG.sync.write(other), 'routes')).to.throw(
      /^\d+\.\d % of what the picture "routes" shows is not as it was .* Look at \.tmp\/differences\/routes\.png/u,
    );
    expect(PNG.sync.read(readFileSync(shown)).width).to.equal(3 * width + 2 * 16);
  });

  it('is not like one of another size', () => {
    const { width, height } = kept;
    const larger = new PNG({ width, height: height + 1 });
    PNG.bitblt(kept, larger, 0, 0, width, height, 0, 0);

    expect(() => alike(PNG.sync.write(larger), 'routes')).to.throw(`now ${String(width)} × `);
  });
});
