/**
 * How a task looks: a colour and a sign for each type of agent, and for each way of being made of tasks, since a
 * colour alone is not seen by all.
 *
 * @module
 */

import type { GraphInside, GraphTask } from '../core/graph.js';
import { onOneLine } from './text.js';
import type { Theme } from './theme.js';

/** A colour and a sign. */
export interface Look {
  /** What the legend calls it. */
  readonly word: string;
  /** The ground of the box. */
  readonly tint: string;
  /** The edge of the box and the ground of the sign. */
  readonly ink: string;
  /** The lines of the sign, in a square of 16. */
  readonly sign: string;
}

/** How a task looks on a page of that theme. */
export const lookOf = (task: GraphTask, theme: Theme['name'] = 'light'): Look => {
  const { word, sign, ...paint } = namedPaintOf(task);
  return { word, sign, ...paint[theme] };
};

const namedPaintOf = ({ agent, inside }: GraphTask): NamedPaint => {
  if (inside !== undefined) return insides[kindOf(inside)];
  return agent === undefined
    ? code
    : { ...(agents.get(agent.type) ?? other), word: `${onOneLine(agent.type)} agent` };
};

type Kind = GraphInside['kind'] | 'hedge';

const kindOf = (inside: GraphInside): Kind =>
  inside.kind === 'race' && inside.after > 0 ? 'hedge' : inside.kind;

type Colours = Pick<Look, 'tint' | 'ink'>;

interface Paint extends Pick<Look, 'sign'>, Readonly<Record<Theme['name'], Colours>> {}

interface NamedPaint extends Paint, Pick<Look, 'word'> {}

const code: NamedPaint = {
  word: 'code',
  light: { tint: '#f8fafc', ink: '#475569' },
  dark: { tint: '#1e293b', ink: '#94a3b8' },
  sign: 'M5.5 4L1.8 8L5.5 12M10.5 4L14.2 8L10.5 12',
};

const other: Paint = {
  light: { tint: '#fafaf9', ink: '#57534e' },
  dark: { tint: '#292524', ink: '#a8a29e' },
  sign: 'M8 2.5L13.5 8L8 13.5L2.5 8Z',
};

const agents: ReadonlyMap<string, Paint> = new Map([
  [
    'text',
    {
      light: { tint: '#eff6ff', ink: '#2563eb' },
      dark: { tint: '#172554', ink: '#60a5fa' },
      sign: 'M3 4.5H13M3 8H13M3 11.5H9',
    },
  ],
  [
    'image',
    {
      light: { tint: '#fdf2f8', ink: '#be185d' },
      dark: { tint: '#500724', ink: '#f472b6' },
      sign: 'M2.5 3.5H13.5V12.5H2.5ZM2.5 11L6 7.5L9 10.5L11 8.5L13.5 11M10.8 6H10.81',
    },
  ],
  [
    'vision',
    {
      light: { tint: '#f5f3ff', ink: '#6d28d9' },
      dark: { tint: '#2e1065', ink: '#a78bfa' },
      sign: 'M1.5 8C4 3.5 12 3.5 14.5 8C12 12.5 4 12.5 1.5 8ZM6.2 8A1.8 1.8 0 1 0 9.8 8A1.8 1.8 0 1 0 6.2 8Z',
    },
  ],
  [
    'speech',
    {
      light: { tint: '#fff7ed', ink: '#c2410c' },
      dark: { tint: '#431407', ink: '#fb923c' },
      sign: 'M2 6V10H4.5L8 13V3L4.5 6ZM10.6 5.8C11.8 7.2 11.8 8.8 10.6 10.2M12.7 3.8C14.9 6.2 14.9 9.8 12.7 12.2',
    },
  ],
  [
    'recognition',
    {
      light: { tint: '#f0fdfa', ink: '#0f766e' },
      dark: { tint: '#042f2e', ink: '#2dd4bf' },
      sign: 'M6 4A2 2 0 0 1 10 4V7.5A2 2 0 0 1 6 7.5ZM3.5 7.5A4.5 4.5 0 0 0 12.5 7.5M8 12V14.5',
    },
  ],
  [
    'embed',
    {
      light: { tint: '#f0fdf4', ink: '#15803d' },
      dark: { tint: '#052e16', ink: '#4ade80' },
      sign: 'M5 2.5H3V13.5H5M11 2.5H13V13.5H11M8 5H8.01M8 8H8.01M8 11H8.01',
    },
  ],
  [
    'search',
    {
      light: { tint: '#ecfeff', ink: '#0e7490' },
      dark: { tint: '#083344', ink: '#22d3ee' },
      sign: 'M3 7A4 4 0 1 0 11 7A4 4 0 1 0 3 7ZM10 10L13.5 13.5',
    },
  ],
  [
    'mcp',
    {
      light: { tint: '#fefce8', ink: '#854d0e' },
      dark: { tint: '#422006', ink: '#facc15' },
      sign: 'M6 1.5V5M10 1.5V5M4 5H12V8A4 4 0 0 1 4 8ZM8 12V14.5',
    },
  ],
]);

const insides: Readonly<Record<Kind, NamedPaint>> = {
  ask: {
    word: 'person',
    light: { tint: '#fff1f2', ink: '#9f1239' },
    dark: { tint: '#4c0519', ink: '#fb7185' },
    sign: 'M5.3 5A2.7 2.7 0 1 0 10.7 5A2.7 2.7 0 1 0 5.3 5ZM2.8 13.8C3.2 8.9 12.8 8.9 13.2 13.8',
  },
  sequence: {
    word: 'tasks one after the other',
    light: { tint: '#eef2ff', ink: '#4338ca' },
    dark: { tint: '#1e1b4b', ink: '#818cf8' },
    sign: 'M1.5 5.5H5.5V10.5H1.5ZM10.5 5.5H14.5V10.5H10.5ZM5.5 8H10.5',
  },
  loop: {
    word: 'task again and again',
    light: { tint: '#fdf4ff', ink: '#a21caf' },
    dark: { tint: '#4a044e', ink: '#e879f9' },
    sign: 'M13 8A5 5 0 1 1 11.5 4.4M12.2 1.6V5H8.8',
  },
  each: {
    word: 'task for each item',
    light: { tint: '#ecfdf5', ink: '#047857' },
    dark: { tint: '#022c22', ink: '#34d399' },
    sign: 'M5.5 5.5H13.5V13.5H5.5ZM5.5 10.5H2.5V2.5H10.5V5.5',
  },
  race: {
    word: 'tasks that compete',
    light: { tint: '#f7fee7', ink: '#4d7c0f' },
    dark: { tint: '#1a2e05', ink: '#a3e635' },
    sign: 'M4 14V2.5H12.8L10.3 5.5L12.8 8.5H4',
  },
  hedge: {
    word: 'task with a second one in reserve',
    light: { tint: '#f7fee7', ink: '#4d7c0f' },
    dark: { tint: '#1a2e05', ink: '#a3e635' },
    sign: 'M2.5 8A5.5 5.5 0 1 0 13.5 8A5.5 5.5 0 1 0 2.5 8ZM8 4.8V8L10.3 9.6',
  },
  flow: {
    word: 'flow',
    light: { tint: '#f0f9ff', ink: '#0369a1' },
    dark: { tint: '#082f49', ink: '#38bdf8' },
    sign: 'M6 2.5H10V6H6ZM2 10.5H6V14H2ZM10 10.5H14V14H10ZM8 6V8.2M4 10.5V8.2H12V10.5',
  },
};
