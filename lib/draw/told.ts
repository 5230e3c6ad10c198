import type { Graph } from '../core/graph.js';
import { counts } from './caption.js';
import { dotOf } from './dot.js';
import type { DrawFormat } from './format.js';
import { mermaidOf } from './mermaid.js';
import { outlineOf } from './outline.js';
import { plainOf } from './plain.js';
import type { States } from './states.js';
import { onOneLine, visible } from './text.js';
import type { Theme } from './theme.js';

/** How a flow is told. */
export interface ToldOptions {
  readonly format: Exclude<DrawFormat, 'svg'>;
  readonly title: string;
  readonly theme: Theme;
  readonly states: States;
}

/** A flow in a format that is text, for which no package is needed. */
export const toldAs = (graph: Graph, { format, title, theme, states }: ToldOptions): string => {
  const letters = format === 'ascii' ? 'ascii' : 'text';
  const outline = outlineOf(graph, { states, theme: theme.name, letters });
  const name = visible(onOneLine(title));
  switch (format) {
    case 'mermaid':
      return mermaidOf(outline, name, theme);
    case 'dot':
      return dotOf(outline, name, theme);
    case 'text':
    case 'ascii':
      return plainOf(
        outline,
        [
          name,
          counts(
            graph,
            graph.tasks.flatMap(({ name }) => states([name]) ?? []),
          ),
        ],
        letters,
      );
  }
};
