/**
 * How the states of tasks look: a colour and a sign for each, since a colour alone is not seen by all.
 *
 * @module
 */

import type { Look } from './look.js';
import type { Theme } from './theme.js';
import type { Outcome } from './timelineTrack.js';

/** How a state looks. */
export interface StateLook extends Omit<Look, 'word'> {
  readonly dashes: string | null;
}

/** How states look on a page of a theme. */
export const stateLookOf = (outcome: Outcome, theme: Theme['name']): StateLook => ({
  sign: signs[outcome],
  dashes: outcome === 'skipped' ? '5 4' : null,
  ...colours[theme][outcome],
});

/** The sign of a state as a character, for boxes of a font that has many and for those of one that has few. */
export const stateCharacters: Readonly<
  Record<Outcome, { readonly text: string; readonly ascii: string }>
> = {
  waiting: { text: '○', ascii: '.' },
  queued: { text: '=', ascii: '=' },
  running: { text: '▶', ascii: '>' },
  retrying: { text: '↻', ascii: '~' },
  done: { text: '✓', ascii: '+' },
  failed: { text: '✗', ascii: 'x' },
  skipped: { text: '⊘', ascii: '/' },
  cancelled: { text: '■', ascii: '!' },
};

const signs: Readonly<Record<Outcome, string>> = {
  waiting: 'M3.5 8H3.51M8 8H8.01M12.5 8H12.51',
  queued: 'M5.5 4V12M10.5 4V12',
  running: 'M5.5 3.5L12.5 8L5.5 12.5Z',
  retrying: 'M13 8A5 5 0 1 1 11.5 4.4M12.2 1.6V5H8.8',
  done: 'M3 8.5L6.5 12L13 4.5',
  failed: 'M4 4L12 12M12 4L4 12',
  skipped: 'M3 13L13 3',
  cancelled: 'M4.5 4.5H11.5V11.5H4.5Z',
};

type Colours = Readonly<Record<Outcome, Pick<Look, 'tint' | 'ink'>>>;

const colours: Readonly<Record<Theme['name'], Colours>> = {
  light: {
    waiting: { tint: '#f8fafc', ink: '#64748b' },
    queued: { tint: '#f1f5f9', ink: '#475569' },
    running: { tint: '#dbeafe', ink: '#1d4ed8' },
    retrying: { tint: '#fef3c7', ink: '#b45309' },
    done: { tint: '#dcfce7', ink: '#15803d' },
    failed: { tint: '#fee2e2', ink: '#b91c1c' },
    skipped: { tint: '#fafaf9', ink: '#78716c' },
    cancelled: { tint: '#f3e8ff', ink: '#7e22ce' },
  },
  dark: {
    waiting: { tint: '#111827', ink: '#94a3b8' },
    queued: { tint: '#1e293b', ink: '#cbd5e1' },
    running: { tint: '#172554', ink: '#60a5fa' },
    retrying: { tint: '#451a03', ink: '#fbbf24' },
    done: { tint: '#052e16', ink: '#4ade80' },
    failed: { tint: '#450a0a', ink: '#f87171' },
    skipped: { tint: '#1c1917', ink: '#a8a29e' },
    cancelled: { tint: '#3b0764', ink: '#c084fc' },
  },
};
