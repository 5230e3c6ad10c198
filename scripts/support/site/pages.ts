/**
 * The pages of the site, in the order in which they are read: its sidebar, its addresses and `llms.txt` are made of them.
 *
 * @module
 */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, normalize, resolve } from 'node:path';
import { linksOf, sentenceOf, titleOf } from './markdown.js';

/** The folder of the project. */
export const root = resolve(import.meta.dirname, '../../..');

/** What is told of a page where it is listed. */
export interface Listed {
  /** What it is called. */
  readonly title: string;
  /** Where it stands in the site. */
  readonly url: string;
  /** What it is about. */
  readonly sentence: string;
}

/** A page that is written by hand, or made of a source file. */
export interface Page extends Listed {
  /** Where it is written, from the folder of the project on. */
  readonly file: string;
  /** Its text, in Markdown. */
  readonly text: string;
  /** The pages below it. */
  readonly children: readonly Page[];
}

/** All pages that are written. */
export interface Pages {
  /** What is told to those who use the library, in the order in which it is read. */
  readonly guide: readonly Page[];
  /** What is told of the project itself: its README, with the others below it. */
  readonly project: Page;
}

/** The page that is shown first. */
const front = 'docs/guide.md';

/** Of which the guide consists; any other page of `docs` comes after these. */
const guide: readonly string[] = [
  front,
  'docs/concepts.md',
  'docs/what-do-i-need.md',
  'docs/recipes',
  'docs/providers',
  'docs/errors',
  'docs/command-line.md',
  'docs/write-your-own-provider.md',
  'docs/coming-from-intelli.md',
  'docs/coming-from-langgraph.md',
  'docs/what-we-do-not-promise.md',
];

/** What is told of the project itself, below its README. */
const project: readonly string[] = [
  'examples/README.md',
  'examples/browser/README.md',
  'docs/ARCHITECTURE.md',
  'docs/decisions',
  'bench/README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
];

/** Reads all pages that are written. */
export const pagesOf = (): Pages => {
  const others = readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .filter((file) => !guide.includes(file) && !project.includes(file));
  const there = [...guide, ...others].filter((file) =>
    existsSync(join(root, file.endsWith('.md') ? file : `${file}/README.md`)),
  );
  return {
    guide: there.map(pageOf),
    project: { ...written('README.md'), title: 'The project', children: project.map(pageOf) },
  };
};

/** Source files that pages link to, as pages: what a browser would only offer to save is read in the site. */
export const sourcesOf = ({ guide, project }: Pages): readonly Page[] => {
  const files = allOf([...guide, project]).flatMap(({ file, text }) =>
    linksOf(text).map((target) => normalize(join(dirname(file), decodeURI(target)))),
  );
  return [...new Set(files)].filter(isSource).toSorted().map(sourcePage);
};

/** Pages, and those below them. */
export const allOf = (pages: readonly Page[]): readonly Page[] =>
  pages.flatMap((page) => [page, ...allOf(page.children)]);

const pageOf = (path: string): Page => {
  if (path.endsWith('.md')) return written(path);
  const children = readdirSync(join(root, path))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .toSorted();
  return {
    ...written(`${path}/README.md`),
    children: children.map((name) => written(`${path}/${name}`)),
  };
};

const written = (file: string): Page => {
  const text = readFileSync(join(root, file), 'utf8');
  const title = titleOf(text);
  if (title === undefined)
    throw new Error(`${file} has no title. Begin it with a line such as "# Recipes".`);
  return {
    file,
    url: urlOf(file),
    title: names[file] ?? title,
    sentence: sentenceOf(text),
    text,
    children: [],
  };
};

/** Titles that say enough where they stand, and not in a sidebar. */
const names: Readonly<Record<string, string>> = {
  'examples/browser/README.md': 'The example for browsers',
};

/** Where a page stands in the site: as in `docs`, with the front page as its index. */
const urlOf = (file: string): string => {
  if (file === front) return 'index.html';
  const path = file.replace(/^docs\//u, '').replace(/\.md$/u, '');
  const name = basename(path);
  if (name === 'README' && path !== name) return `${dirname(path)}/index.html`;
  return join(dirname(path), `${name === name.toUpperCase() ? name.toLowerCase() : name}.html`);
};

/** Which language a source file is written in, by its ending. */
const languages: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.mjs': 'javascript',
  '.json': 'json',
  '.css': 'css',
  '.html': 'html',
  '': '',
};

const isSource = (file: string): boolean =>
  extname(file) in languages && existsSync(join(root, file)) && statSync(join(root, file)).isFile();

const sourcePage = (file: string): Page => {
  const fence = '`'.repeat(6);
  const code = readFileSync(join(root, file), 'utf8');
  return {
    file,
    url: `sources/${file}.html`,
    title: file,
    sentence: '',
    text: `# ${file}\n\n${fence}${languages[extname(file)] ?? ''}\n${code}${fence}\n`,
    children: [],
  };
};
