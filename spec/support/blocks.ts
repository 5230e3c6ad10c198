import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A block of TypeScript that stands in a text for people. */
export interface Block {
  /** Where it stands, such as `README.md:12`. */
  readonly place: string;
  readonly code: string;
}

/** The blocks of TypeScript of a Markdown file, or in the comments of a source file. */
export const blocksOf = (root: string, file: string): readonly Block[] => {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const blocks: Block[] = [];
  let begun: { readonly line: number; readonly code: string[] } | undefined;
  lines.forEach((line, index) => {
    const text = file.endsWith('.ts') ? line.replace(/^\s*\* ?/u, '') : line;
    if (begun === undefined && text.trim() === '```ts') begun = { line: index + 1, code: [] };
    else if (begun !== undefined && text.trim() === '```') {
      blocks.push({ place: `${file}:${String(begun.line)}`, code: begun.code.join('\n') });
      begun = undefined;
    } else begun?.code.push(text);
  });
  return blocks;
};

/** All files with an ending below a folder, sorted. */
export const filesOf = (root: string, folder: string, ending: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path))
    .sort();
