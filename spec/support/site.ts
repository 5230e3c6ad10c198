import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite, site } from '../../scripts/support/site/buildSite.js';
import { root } from '../../scripts/support/site/pages.js';
import { filesOf } from './blocks.js';

/** Builds the site where it is not there, or older than its texts. `npm test` has built it before the specs. */
export const siteIsThere = async (): Promise<void> => {
  const built = join(site, 'llms-full.txt');
  const texts = [...filesOf(root, 'docs', '.md'), 'lib/cli/explanations.ts', 'lib/cli/explain.ts'];
  const isCurrent =
    existsSync(built) &&
    texts
      .filter((file) => !file.startsWith(join('docs', 'errors')))
      .every((file) => statSync(join(root, file)).mtimeMs < statSync(built).mtimeMs);
  if (!isCurrent) await buildSite();
};
