import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explanations } from '../../../lib/cli/explanations.js';
import { pageOf } from '../../../lib/cli/explain.js';
import { root } from './pages.js';

/** Where the pages of the errors are written; git does not see it. */
const folder = join(root, 'docs/errors');

/** Writes a page for each error, with what `rivulet explain` prints, and a page that lists them. */
export const writeErrorPages = (): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const errors = Object.entries(explanations).toSorted(([one], [other]) => (one < other ? -1 : 1));
  for (const [tag, explanation] of errors) {
    writeFileSync(join(folder, `${tag}.md`), markdownOf(pageOf(tag, explanation)));
  }
  const list = errors.map(([tag, { means }]) => `- [\`${tag}\`](${tag}.md): ${escaped(means)}\n`);
  writeFileSync(join(folder, 'README.md'), `${introduction}\n${list.join('')}`);
};

const introduction = `# Errors

Every error of Rivulet has a name: its \`_tag\`, which the command line prints first. Each has a page that says what it means, why
it comes, and what to do. \`rivulet explain MissingKey\` prints the same on a terminal.
`;

/** What is printed for a terminal, as Markdown: the words stay as they are. */
export const markdownOf = (printed: string): string => {
  const [title = '', ...lines] = printed.trimEnd().split('\n');
  const body = lines.map((line, index) => {
    const isHeading = lines[index - 1] === '' && /^\S/u.test(line);
    if (isHeading) return `## ${line}\n`;
    const [, mark = '', words = ''] = /^\s*(- )?(.*)$/u.exec(line) ?? [];
    return `${mark}${escaped(words)}`;
  });
  return `# ${title}\n\n${body.join('\n')}\n`;
};

/** Words in which no sign means anything in Markdown; what is code is marked as such. */
const escaped = (words: string): string =>
  words
    .split(code)
    .map((part, index) =>
      index % 2 === 1 ? `\`${part}\`` : part.replaceAll(/[\\`*_{}[\]<>#|]/gu, String.raw`\$&`),
    )
    .join('');

/** A command to the end of its line, an option, a call, what stands in braces, a place in the error, a variable. */
const code = new RegExp(
  `(${[
    String.raw`\b(?:rivulet [a-z]+|export [A-Z_]+=)(?:\S| \S)*$`,
    String.raw`(?<!\S)--[a-z-]+(?: [\w=…]+(?:\.\w+)*)?`,
    String.raw`\b[\w.]+\((?:[^()]|\([^()]*\))*\)`,
    String.raw`\{(?:[^{}]|\{[^{}]*\})*\}`,
    String.raw`\berror\.\w+`,
    String.raw`\b[A-Z]+(?:_[A-Z]+)+\b`,
  ].join('|')})`,
  'u',
);
