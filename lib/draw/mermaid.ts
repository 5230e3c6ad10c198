import type { Item, Outline, OutlinePath } from './outline.js';
import { stateLookOf } from './stateLook.js';
import type { Theme } from './theme.js';

/**
 * A flow in the language of Mermaid. Whatever is not a letter, a digit or a plain mark is written as the number of its
 * character, so that a name says what it says and nothing else.
 */
export const mermaidOf = (outline: Outline, title: string, theme: Theme): string =>
  [
    '---',
    // As a string of JSON it is one of YAML too. Mermaid takes out what looks like markup.
    `title: ${JSON.stringify(title.replaceAll('<', '‹').replaceAll('>', '›'))}`,
    '---',
    'flowchart TD',
    ...[...linesOf(outline), ...classesOf(outline, theme)].map((line) => `  ${line}`),
    '',
  ].join('\n');

const linesOf = ({ items, paths }: Outline): readonly string[] => [
  ...items.flatMap(itemLines),
  ...paths.map(pathLine),
];

const itemLines = ({ id, label, lines, box, inside }: Item): readonly string[] => {
  // The title of a group has one line.
  const between = inside === undefined ? '<br/>' : ' · ';
  const words = `"${[label, ...lines].map(escaped).join(between)}"`;
  if (inside !== undefined) {
    return [`subgraph ${id}[${words}]`, ...linesOf(inside).map((line) => `  ${line}`), 'end'];
  }
  return [box.task === undefined ? `${id}([${words}])` : `${id}[${words}]`];
};

const pathLine = ({ from, to, partials, ways }: OutlinePath): string => {
  if (ways !== undefined) return `${from.id} -. "${escaped(ways)}" .-> ${to.id}`;
  return `${from.id} ${partials ? '-.->' : '-->'} ${to.id}`;
};

const escaped = (text: string): string =>
  text
    .replace(meaning, '$&\u2060')
    .replace(special, (character) => `#${String(character.codePointAt(0) ?? 0)};`);

// Mermaid reads these as a formula, a line break and an icon after it has read the numbers.
const meaning = /\$(?=\$)|\\(?=n)|:(?=fa-)/gu;

// A point or a hyphen within a word is no list.
const special =
  /(?![\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{RI}\u200D ·…,✓✗]|(?<=[\p{L}\p{N}])[-._](?=[\p{L}\p{N}]))./gsu;

/** The colours: of their states where there was a run, otherwise of who does them. */
const classesOf = (outline: Outline, theme: Theme): readonly string[] => {
  const classes = new Map<string, { readonly paint: string; readonly ids: string[] }>();
  for (const item of everyItem(outline)) {
    const { name, paint } = classOf(item, theme);
    const known = classes.get(name);
    if (known === undefined) classes.set(name, { paint, ids: [item.id] });
    else known.ids.push(item.id);
  }
  return Array.from(classes, ([name, { paint, ids }]) => [
    `classDef ${name} ${paint}`,
    `class ${ids.join(',')} ${name}`,
  ]).flat();
};

/** All items, and those within them. */
const everyItem = ({ items }: Outline): readonly Item[] =>
  items.flatMap((item) => [item, ...(item.inside === undefined ? [] : everyItem(item.inside))]);

interface Class {
  readonly name: string;
  readonly paint: string;
}

const classOf = ({ box, state }: Item, { name, input, strong }: Theme): Class => {
  const { task } = box;
  if (task === undefined) {
    return {
      name: 'input',
      paint: `fill:${input.tint},stroke:${input.tint},color:${input.letters}`,
    };
  }
  if (state === undefined) {
    const { word, tint, ink } = task.look;
    const called = word.replace(/[^A-Za-z0-9]+/gu, '_');
    return { name: `by_${called}`, paint: `fill:${tint},stroke:${ink},color:${strong}` };
  }
  const { tint, ink, dashes } = stateLookOf(state.outcome, name);
  const edge = `stroke:${ink},stroke-width:2px${dashes === null ? '' : `,stroke-dasharray:${dashes}`}`;
  return { name: `is_${state.outcome}`, paint: `fill:${tint},${edge},color:${strong}` };
};
