import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures } from '../../scripts/support/pictures.js';

describe('the pictures of the documents', () => {
  for (const { file, draw } of pictures) {
    it(`${file} is what the code draws; npx tsx scripts/pictures.ts draws it anew`, async () => {
      const kept = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

      expect(await draw()).to.equal(kept);
    });
  }
});
