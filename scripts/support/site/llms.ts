/**
 * The site for models: `llms.txt`, which lists its pages, and `llms-full.txt`, which has their texts.
 *
 * The form is that of https://llmstxt.org.
 *
 * @module
 */

import { dirname, join, normalize } from 'node:path';
import { relinked } from './markdown.js';
import { allOf, type Listed, type Page, type Pages } from './pages.js';

/** What `llms.txt` says. What is below its last heading may be left out where there is little room. */
export const llms = (about: string, { guide, project }: Pages, doors: readonly Listed[]): string =>
  [
    '# Rivulet',
    `> ${about}`,
    'All texts of the guide in one file: [llms-full.txt](llms-full.txt).',
    ...chapter(
      'Guide',
      guide.filter(({ children }) => children.length === 0),
    ),
    ...guide.flatMap((page) =>
      page.children.length > 0 ? chapter(page.title, allOf([page])) : [],
    ),
    ...chapter('Reference', doors),
    ...chapter('Optional', allOf([project])),
  ].join('\n\n') + '\n';

/** The texts of pages, one after the other, with links that lead to the pages of the site. */
export const llmsFull = (pages: readonly Page[], others: readonly Page[]): string => {
  const urls = new Map([...pages, ...others].map(({ file, url }) => [file, url]));
  return pages
    .map(({ file, text }) =>
      relinked(text, (target) => urls.get(normalize(join(dirname(file), target)))).trim(),
    )
    .join('\n\n---\n\n')
    .concat('\n');
};

const chapter = (title: string, pages: readonly Listed[]): readonly string[] => [
  `## ${title}`,
  pages
    .map(
      (page) => `- [${page.title}](${page.url})${page.sentence === '' ? '' : `: ${page.sentence}`}`,
    )
    .join('\n'),
];
