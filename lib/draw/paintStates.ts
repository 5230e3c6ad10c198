import type { BaseType, Selection } from 'd3-selection';
import { inner, type BoxState } from './box.js';
import { paintBadges } from './paintBadges.js';
import { letters } from './text.js';
import type { Theme } from './theme.js';

/** Paints what has become of tasks: a sign, and words beside it. */
export const paintStates = <Datum extends BoxState, Parent extends BaseType>(
  states: Selection<SVGGElement, Datum, Parent, unknown>,
  theme: Theme,
): void => {
  states
    .append('text')
    .attr('x', inner.badge + 6)
    .attr('y', inner.badge - 3)
    .attr('font-size', letters.small)
    .attr('font-weight', 'bold')
    .attr('fill', theme.strong)
    .text(({ told }) => told);
  paintBadges(states.append('g'), ({ look }) => look, theme);
};
