import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blog } from '../../examples/blog.js';
import { draw } from '../../lib/draw/index.js';

describe('the pictures of the documents', () => {
  it('are what the code draws; npx tsx scripts/pictures.ts draws them anew', async () => {
    const kept = readFileSync(join(import.meta.dirname, '../../docs/images/blog.svg'), 'utf8');

    expect(await draw(blog(false), { title: 'Blog' })).to.equal(kept);
  });
});
