import { attempts } from './attempts.js';
import { control } from './control.js';
import type { Diagram } from './diagram.js';
import { joins } from './joins.js';
import { streams } from './streams.js';
import { ways } from './ways.js';

/** All marble diagrams of the documents. */
export const diagrams: readonly Diagram[] = [
  ...streams,
  ...joins,
  ...attempts,
  ...ways,
  ...control,
];

/** Where the picture of a diagram is. */
export const fileOf = ({ name }: Diagram): string => `docs/images/marbles/${name}.svg`;
