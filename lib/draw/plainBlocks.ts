import stringWidth from 'string-width';
import type { Item, Outline } from './outline.js';
import type { EdgeKind, Signs } from './plainSigns.js';

/** A box made of letters. */
export interface Block {
  readonly edge: EdgeKind;
  readonly lines: readonly string[];
  /** How many columns it takes. */
  readonly width: number;
}

/** The box of an item. What a task is made of is listed in it. */
export const blockOf = (item: Item, sign: Signs): Block => {
  const edge = edgeOf(item);
  const own = [item.label, ...item.lines].map((line) => plainly(line, sign));
  const inner = item.inside === undefined ? [] : listed(item.inside, sign);
  const width = Math.max(3, ...[...own, ...inner].map((line) => stringWidth(line)));
  const [upLeft = '', upRight = '', downLeft = '', downRight = '', across = '', down = ''] =
    sign.edge[edge];
  const [left = '', middle = '', right = ''] = sign.divider;
  const within = (line: string): string =>
    `${down} ${line}${' '.repeat(width - stringWidth(line))} ${down}`;
  return {
    edge,
    lines: [
      `${upLeft}${across.repeat(width + 2)}${upRight}`,
      ...own.map(within),
      ...(inner.length === 0 ? [] : [`${left}${middle.repeat(width + 2)}${right}`]),
      ...inner.map(within),
      `${downLeft}${across.repeat(width + 2)}${downRight}`,
    ],
    width: width + 4,
  };
};

const edgeOf = ({ box, inside }: Item): EdgeKind => {
  if (box.task === undefined) return 'input';
  return inside === undefined ? 'task' : 'composite';
};

/** A line for each item, under the one that it is within, and from where paths lead to it. */
const listed = ({ items, paths }: Outline, sign: Signs): readonly string[] =>
  items.flatMap((item) => {
    const from = paths.flatMap((path) =>
      path.to === item
        ? [path.ways === undefined ? path.from.label : `${path.from.label} (${path.ways})`]
        : [],
    );
    const words = [item.label, ...(item.box.task === undefined ? ['input'] : item.lines)];
    const own = [...words, ...(from.length === 0 ? [] : [`${sign.from} ${from.join(', ')}`])];
    return [
      plainly(own.join('  '), sign),
      ...(item.inside === undefined ? [] : listed(item.inside, sign).map((line) => `  ${line}`)),
    ];
  });

/** The marks between words, and that of what was cut, are ours; names stay as they are. */
export const plainly = (line: string, sign: Signs): string =>
  line.replaceAll(' · ', ` ${sign.dot} `).replace(/…(?=\)?$)/u, sign.cut);
