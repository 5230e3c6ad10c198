/**
 * What is read out of a text in Markdown: its title, its first sentence, and what it links to.
 *
 * @module
 */

/** The first heading, without marks. */
export const titleOf = (text: string): string | undefined => {
  const heading = /^# (.+)$/mu.exec(text)?.[1];
  return heading === undefined ? undefined : plain(heading);
};

/** The first sentence below the title, without marks; of a provider that begins with a table, which agents it has. */
export const sentenceOf = (text: string): string => {
  const above = (text.split(/^# .+$/mu)[1] ?? '').split(/^## /mu)[0] ?? '';
  const paragraph = above
    .replaceAll(/^```[\s\S]*?^```$/gmu, '')
    .split(/\n{2,}/u)
    .find((each) => /^[\p{L}`[*]/u.test(each.trim()));
  if (paragraph !== undefined) return plain(paragraph).split(/(?<=[.!?])\s/u)[0] ?? '';
  const agents = /^\| agents +\| (.+?) *\|$/mu.exec(above)?.[1];
  return agents === undefined ? '' : `Agents: ${plain(agents)}.`;
};

/** The files that a text links to, as they are written there, without addresses and places on the same page. */
export const linksOf = (text: string): readonly string[] =>
  [...text.matchAll(link)].flatMap(([, , target]) => (target === undefined ? [] : [target]));

/** A text whose links to files lead elsewhere; `undefined` leaves one as it is. */
export const relinked = (text: string, to: (target: string) => string | undefined): string =>
  text.replaceAll(link, (whole: string, before: string, target: string) => {
    const found = to(target);
    return found === undefined
      ? whole
      : `${before}${found}${whole.slice(before.length + target.length)}`;
  });

const link = /(\]\()(?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)/gu;

/** A line without the marks of Markdown. */
const plain = (text: string): string =>
  text
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(/[`*]|<[^>]+>/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
