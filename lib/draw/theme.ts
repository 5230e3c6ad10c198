/**
 * The colours of a picture, for pages that are light and for those that are dark. Every text has a contrast of
 * 4.5:1 or more to what it stands on, and every sign and line one of 3:1.
 *
 * @module
 */

import { InvalidOptions } from '../core/errors.js';

/** The colours of everything but tasks, whose colours tell who does them. */
export interface Theme {
  readonly name: 'light' | 'dark';
  /** The ground of the picture. */
  readonly ground: string;
  /** Names and titles. */
  readonly strong: string;
  /** What is written under names. */
  readonly soft: string;
  /** What is written under the title. */
  readonly faint: string;
  /** The line above the legend. */
  readonly rule: string;
  /** The lines of signs, on the ink of a task. */
  readonly onInk: string;
  readonly input: { readonly tint: string; readonly letters: string };
  readonly chip: { readonly tint: string; readonly ink: string; readonly letters: string };
  readonly path: string;
  /** The paths of unfinished outputs. */
  readonly growing: string;
  readonly way: { readonly tint: string; readonly ink: string; readonly letters: string };
}

/** The colours for light pages. */
export const light: Theme = {
  name: 'light',
  ground: '#fff',
  strong: '#0f172a',
  soft: '#475569',
  faint: '#64748b',
  rule: '#e2e8f0',
  onInk: '#fff',
  input: { tint: '#1e293b', letters: '#fff' },
  chip: { tint: '#fff', ink: '#94a3b8', letters: '#334155' },
  path: '#64748b',
  growing: '#7c3aed',
  way: { tint: '#fffbeb', ink: '#b45309', letters: '#78350f' },
};

const dark: Theme = {
  name: 'dark',
  ground: '#0b1120',
  strong: '#f1f5f9',
  soft: '#cbd5e1',
  faint: '#94a3b8',
  rule: '#334155',
  onInk: '#0b1120',
  input: { tint: '#e2e8f0', letters: '#0f172a' },
  chip: { tint: '#1e293b', ink: '#94a3b8', letters: '#e2e8f0' },
  path: '#94a3b8',
  growing: '#a78bfa',
  way: { tint: '#451a03', ink: '#f59e0b', letters: '#fde68a' },
};

/**
 * The colours of a theme.
 *
 * @throws InvalidOptions when there is no such theme
 */
export const themeOf = (name: Theme['name'] = 'light'): Theme => {
  if (!Object.hasOwn(themes, name)) {
    throw new InvalidOptions(
      undefined,
      `A page is "light" or "dark", not ${JSON.stringify(name)}.`,
    );
  }
  return themes[name];
};

const themes: Readonly<Record<Theme['name'], Theme>> = { light, dark };
