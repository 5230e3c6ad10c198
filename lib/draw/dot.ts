import type { Item, Outline, OutlinePath } from './outline.js';
import { stateLookOf } from './stateLook.js';
import type { Theme } from './theme.js';

/** A flow in the language of Graphviz. Names stand in labels only, as they are. */
export const dotOf = (outline: Outline, title: string, theme: Theme): string =>
  [
    'digraph {',
    ...[
      `graph [${attributes({
        label: quoted([title]),
        labelloc: 't',
        compound: 'true',
        bgcolor: quoted([theme.ground]),
        fontcolor: quoted([theme.strong]),
        fontname: font,
      })}]`,
      `node [${attributes({ shape: 'box', style: '"rounded,filled"', fontname: font, fontcolor: quoted([theme.strong]) })}]`,
      `edge [${attributes({ fontname: font, fontsize: '10', color: quoted([theme.path]), fontcolor: quoted([theme.soft]) })}]`,
      ...linesOf(outline, theme),
    ].map((line) => `  ${line}`),
    '}',
    '',
  ].join('\n');

const font = '"Helvetica,Arial,sans-serif"';

const linesOf = ({ items, paths }: Outline, theme: Theme): readonly string[] => [
  ...items.flatMap((item) => itemLines(item, theme)),
  ...paths.map((path) => pathLine(path, theme)),
];

const itemLines = (item: Item, theme: Theme): readonly string[] => {
  const { id, label, lines, inside } = item;
  const own = { label: quoted([label, ...lines]), ...paintOf(item, theme) };
  if (inside === undefined) return [`${id} [${attributes(own)}]`];
  return [
    `subgraph ${clusterOf(item)} {`,
    `  graph [${attributes({ ...own, style: quoted([`rounded,filled${dashedOf(item, theme)}`]) })}]`,
    // It has room of its own, from which paths lead to the whole.
    `  ${id} [${attributes({ shape: 'point', style: 'invis', label: '""' })}]`,
    ...linesOf(inside, theme).map((line) => `  ${line}`),
    '}',
  ];
};

const clusterOf = ({ id }: Item): string => `cluster_${id}`;

const paintOf = ({ box, state }: Item, theme: Theme): Attributes => {
  const { task } = box;
  if (task === undefined) {
    return {
      style: '"rounded,filled"',
      shape: 'ellipse',
      color: quoted([theme.input.tint]),
      fillcolor: quoted([theme.input.tint]),
      fontcolor: quoted([theme.input.letters]),
    };
  }
  if (state === undefined) {
    return { color: quoted([task.look.ink]), fillcolor: quoted([task.look.tint]) };
  }
  const { tint, ink, dashes } = stateLookOf(state.outcome, theme.name);
  return {
    color: quoted([ink]),
    fillcolor: quoted([tint]),
    penwidth: '2',
    ...(dashes !== null && { style: '"rounded,filled,dashed"' }),
  };
};

const dashedOf = ({ state }: Item, theme: Theme): string =>
  state !== undefined && stateLookOf(state.outcome, theme.name).dashes !== null ? ',dashed' : '';

const pathLine = ({ from, to, partials, ways }: OutlinePath, theme: Theme): string => {
  const some = {
    ...(ways !== undefined && {
      label: quoted([` ${ways} `]),
      style: 'dashed',
      color: quoted([theme.way.ink]),
    }),
    ...(partials && { style: 'dashed', color: quoted([theme.growing]) }),
    ...(from.inside !== undefined && { ltail: clusterOf(from) }),
    ...(to.inside !== undefined && { lhead: clusterOf(to) }),
  };
  const said = attributes(some);
  return `${from.id} -> ${to.id}${said === '' ? '' : ` [${said}]`}`;
};

type Attributes = Readonly<Record<string, string>>;

const attributes = (some: Attributes): string =>
  Object.entries(some)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

/** Lines as a string of Graphviz, in which `\` and `&` mean nothing of their own. */
const quoted = (lines: readonly string[]): string =>
  `"${lines
    .map((line) => line.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"'))
    .join('\\n')}"`;
