/**
 * What boxes and paths are made of, where pictures are made of letters.
 *
 * @module
 */

/** Whether there are letters that ASCII does not have. */
export type Letters = 'text' | 'ascii';

/** What kinds of edges boxes have: inputs, tasks, and tasks that are made of tasks. */
export type EdgeKind = 'input' | 'task' | 'composite';

/** The letters of a line. */
interface LineSigns {
  readonly down: string;
  readonly across: string;
}

/** All signs. */
export interface Signs {
  /** Corners from the upper left one on, as one reads; then the line across and the one down. */
  readonly edge: Readonly<Record<EdgeKind, string>>;
  /** Where a path leaves the lower edge of a box. */
  readonly exit: Readonly<Record<EdgeKind, string>>;
  /** The left end, the middle and the right end of a line within a box. */
  readonly divider: string;
  readonly solid: LineSigns;
  readonly dashed: LineSigns;
  /** The end of a path. */
  readonly head: string;
  /** What comes from where. */
  readonly from: string;
  /** Where lines meet, by the directions in which they lead: 1 up, 2 down, 4 left, 8 right. */
  readonly joints: readonly string[];
  /** What stands between words. */
  readonly dot: string;
  /** The end of what was cut. */
  readonly cut: string;
}

/** The signs by the letters that there are. */
export const signs: Readonly<Record<Letters, Signs>> = {
  text: {
    edge: { input: '╭╮╰╯─│', task: '┌┐└┘─│', composite: '╔╗╚╝═║' },
    exit: { input: '┬', task: '┬', composite: '╤' },
    divider: '╟─╢',
    solid: { down: '│', across: '─' },
    dashed: { down: '┆', across: '┄' },
    head: '▼',
    from: '←',
    joints: Array.from(' │││─┘┐┤─└┌├─┴┬┼'),
    dot: '·',
    cut: '…',
  },
  ascii: {
    edge: { input: "..''-|", task: '++++-|', composite: '####=#' },
    exit: { input: '+', task: '+', composite: '+' },
    divider: '#-#',
    solid: { down: '|', across: '-' },
    dashed: { down: ':', across: '.' },
    head: 'v',
    from: '<-',
    joints: Array.from(' |||-+++-+++-+++'),
    dot: '-',
    cut: '..',
  },
};
