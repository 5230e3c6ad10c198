import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { providersFile, withTables } from '../../scripts/support/providers.js';
import { filesOf } from '../support/blocks.js';

const root = resolve(import.meta.dirname, '../..');
const pages = [...filesOf(root, 'docs/providers', '.md'), 'docs/write-your-own-provider.md'];
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the pages about providers', function () {
  this.timeout(60_000);

  it('have the tables that the code makes; npx tsx scripts/providers.ts makes them anew', async () => {
    const kept = read(providersFile);
    const made = await withTables(kept);

    expect(made).to.equal(kept);
    const config = await resolveConfig(join(root, providersFile));
    expect(await format(made, { ...config, parser: 'markdown' })).to.equal(made);
  });

  it('notice when a table is another one', async () => {
    const kept = read(providersFile);
    const changed = kept.replace('| ✓ ', '|   ');

    expect(changed).not.to.equal(kept);
    expect(await withTables(changed)).to.equal(kept);
  });

  it('lead to pages, headings and files that are there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/gu)].flatMap(
        ([, path = '', heading]) => {
          const file = path === '' ? page : join(dirname(page), path);
          const isThere = existsSync(join(root, file));
          return isThere && (heading === undefined || headingsOf(file).includes(heading))
            ? []
            : [`${page}: ${path}${heading === undefined ? '' : `#${heading}`}`];
        },
      ),
    );

    expect(broken).to.deep.equal([]);
  });
});

/** The headings of a page as links call them. */
const headingsOf = (file: string): readonly string[] =>
  [...read(file).matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
