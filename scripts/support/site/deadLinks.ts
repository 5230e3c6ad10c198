import { LinkChecker, LinkState } from 'linkinator';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** The links of all pages in a folder that lead to no file, or to no place on a page. Nothing outside is asked. */
export const deadLinks = async (folder: string): Promise<readonly string[]> => {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .toSorted();
  return [...(await missingFiles(folder, pages)), ...missingPlaces(folder, pages)];
};

const missingFiles = async (
  folder: string,
  pages: readonly string[],
): Promise<readonly string[]> => {
  const { links } = await new LinkChecker().check({
    path: [...pages],
    serverRoot: folder,
    checkCss: true,
    // Whatever is not of this site.
    linksToSkip: (link) => Promise.resolve(!link.startsWith('http://localhost:')),
  });
  return links
    .filter(({ state }) => state === LinkState.BROKEN)
    .map(
      ({ url, parent = '' }) => `${pathOf(parent)} links to ${pathOf(url)}, which is not there.`,
    );
};

const pathOf = (address: string): string => decodeURI(address).replace(/^\w+:\/\/[^/]+\//u, '');

// The link checker looks for a place only on pages that it has not seen yet, so it misses most.
const missingPlaces = (folder: string, pages: readonly string[]): readonly string[] => {
  const texts = new Map(pages.map((page) => [page, readFileSync(join(folder, page), 'utf8')]));
  const places = new Map([...texts].map(([page, text]) => [page, new Set(valuesOf(text, 'id'))]));
  return [...texts].flatMap(([page, text]) =>
    [...new Set(valuesOf(text, 'href'))].flatMap((link) => {
      const [, path = '', place] = /^(?!\w+:)([^#]*)#(.+)$/u.exec(link) ?? [];
      if (place === undefined) return [];
      const target = path === '' ? page : posix.join(dirname(page), decodeURI(path));
      const isThere = places.get(target)?.has(decodeURI(place)) ?? true;
      return isThere
        ? []
        : [`${page} links to the place #${place} on ${target}, which is not there.`];
    }),
  );
};

/** What an attribute is set to in the tags of a page. */
const valuesOf = (text: string, attribute: 'id' | 'href'): readonly string[] =>
  [...text.matchAll(/<[a-z][^<>]*>/gu)].flatMap(([tag]) => {
    const value = new RegExp(`\\s${attribute}="([^"]*)"`, 'u').exec(tag)?.[1];
    return value === undefined ? [] : [value.replaceAll('&amp;', '&')];
  });
