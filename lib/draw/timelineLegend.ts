/**
 * What the lines and marbles of a timeline mean; of those that occur in it.
 *
 * @module
 */

import type { Explained } from './legend.js';
import type { Axis } from './timelineAxis.js';
import type { Lane, Line, Marble } from './timelineLane.js';
import { lead, type Routed } from './timelineRouted.js';
import { wayLabelOf } from './way.js';

/** What is explained. */
export type TimelineSample =
  | { readonly _tag: 'Line'; readonly kind: Line['kind'] }
  | { readonly _tag: 'Marble'; readonly kind: Marble['kind']; readonly count: number }
  | { readonly _tag: 'Routed'; readonly routed: Pick<Routed, 'x' | 'label'> }
  | { readonly _tag: 'Fold' };

/** Explains what occurs. */
export const occurring = (
  lanes: readonly Lane[],
  { folds }: Axis,
): readonly Explained<TimelineSample>[] => {
  const lines = new Set(lanes.flatMap((lane) => lane.lines.map(({ kind }) => kind)));
  const marbles = lanes.flatMap((lane) => lane.marbles);
  const has = (kind: Marble['kind']): boolean => marbles.some((marble) => marble.kind === kind);
  return [
    ...lineMeanings.flatMap(([kind, meaning]) =>
      lines.has(kind) ? [{ sample: { _tag: 'Line', kind } as const, wide: 30, meaning }] : [],
    ),
    ...(marbles.some(({ kind, count }) => kind === 'Part' && count === 1) ? [part] : []),
    ...(marbles.some(({ count }) => count > 1) ? [parts] : []),
    ...marbleMeanings.flatMap(([kind, meaning]) => (has(kind) ? [marble(kind, meaning)] : [])),
    ...(lanes.some((lane) => lane.routed.length > 0) ? [routed] : []),
    ...(folds.length > 0 ? [folded] : []),
  ];
};

const lineMeanings: readonly (readonly [Line['kind'], string])[] = [
  ['waiting', 'waits for its predecessors'],
  ['queued', 'waits for a slot'],
  ['running', 'runs'],
  ['retrying', 'waits for the next attempt'],
];

const marbleMeanings: readonly (readonly [Marble['kind'], string])[] = [
  ['Output', 'output'],
  ['Retrying', 'an attempt failed'],
  ['Anew', 'begins anew'],
  ['Failed', 'failed'],
  ['Skipped', 'skipped'],
  ['Cancelled', 'cancelled'],
];

const marble = (kind: Marble['kind'], meaning: string): Explained<TimelineSample> => ({
  sample: { _tag: 'Marble', kind, count: 1 },
  wide: 14,
  meaning,
});

const part = marble('Part', 'part of an output');

const parts: Explained<TimelineSample> = {
  sample: { _tag: 'Marble', kind: 'Part', count: 9 },
  wide: 36,
  meaning: 'so many parts of an output',
};

const key = wayLabelOf(['key']);
const routed: Explained<TimelineSample> = {
  sample: { _tag: 'Routed', routed: { x: 0, label: key } },
  wide: lead.line + key.width,
  meaning: 'key that the route gave',
};

const folded: Explained<TimelineSample> = {
  sample: { _tag: 'Fold' },
  wide: 26,
  meaning: 'time in which nothing happens, shortened',
};
