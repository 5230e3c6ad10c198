import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../node_modules/dejavu-fonts-ttf/ttf');

const face = (file: string, weight: string): string =>
  `@font-face { font-family: Kept; font-weight: ${weight}; src: url(data:font/ttf;base64,${readFileSync(resolve(folder, file)).toString('base64')}); }`;

/** Has all texts written in the same letters on every machine, so that what differs between two pictures is what is drawn. */
export const keptFont = (): string =>
  [
    face('DejaVuSans.ttf', 'normal'),
    face('DejaVuSans-Bold.ttf', 'bold'),
    'html, html * { font-family: Kept !important; }',
  ].join('\n');
