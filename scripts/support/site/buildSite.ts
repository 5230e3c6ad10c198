import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deadLinks } from './deadLinks.js';
import { writeErrorPages } from './errorPages.js';
import { llms, llmsFull } from './llms.js';
import { allOf, root, pagesOf, sourcesOf } from './pages.js';
import { render } from './render.js';

/** Where the site is built; git does not see it. */
export const site = join(root, 'docs/site');

/** Builds the site. A page that typedoc complains of, or a link that leads nowhere, is an error. */
export const buildSite = async (): Promise<void> => {
  writeErrorPages();
  const pages = pagesOf();
  const doors = await render(pages, site);
  const others = [...allOf([pages.project]), ...sourcesOf(pages)];
  writeFileSync(join(site, 'llms.txt'), llms(about(), pages, doors));
  writeFileSync(join(site, 'llms-full.txt'), llmsFull(allOf(pages.guide), others));
  const dead = await deadLinks(site);
  if (dead.length > 0) throw new Error(`There are links that lead nowhere.\n${dead.join('\n')}`);
};

/** What the library is, in a sentence. */
const about = (): string => {
  // A file of this project, which has a description.
  const { description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly description: string;
  };
  return description;
};
