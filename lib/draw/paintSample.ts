import { moved, type Canvas } from './canvas.js';
import { legendMiddle as middle, type Sample } from './legend.js';
import { chipHeight } from './mark.js';
import { paintChips } from './paintChips.js';
import { dashesOf, head, inkOf, type PathKind } from './paintPaths.js';
import { paintSigns } from './paintSigns.js';
import { inner } from './box.js';
import { paintBadges } from './paintBadges.js';
import type { Theme } from './theme.js';
import { paintWays } from './paintWays.js';

/** Paints what the legend of a flow explains. */
export const paintSample = (place: Canvas, sample: Sample, theme: Theme): void => {
  switch (sample._tag) {
    case 'Input':
      place
        .append('rect')
        .attr('y', middle - 8)
        .attr('width', 30)
        .attr('height', 16)
        .attr('rx', 8)
        .attr('fill', theme.input.tint);
      return;
    case 'Look':
      paintSigns(
        place.append('g').attr('transform', moved({ x: 0, y: middle - 9 })),
        18,
        () => sample.look,
        theme,
      );
      return;
    case 'Path':
      paintPath(place, 34, sample, theme);
      return;
    case 'Way':
      paintPath(place, 38 + sample.label.width, { partials: false, way: sample.label }, theme);
      paintWays(
        place
          .append('g')
          .datum(sample.label)
          .attr('transform', moved({ x: 16 + sample.label.width / 2, y: middle })),
        theme,
      );
      return;
    case 'Mark':
      paintChips(
        place
          .append('g')
          .datum(sample.chip)
          .attr('transform', moved({ x: 0, y: middle - chipHeight / 2 })),
        theme,
      );
      return;
    case 'State':
      place
        .append('rect')
        .attr('y', middle - 9)
        .attr('width', 30)
        .attr('height', 18)
        .attr('rx', 5)
        .attr('fill', sample.look.tint)
        .attr('stroke', sample.look.ink)
        .attr('stroke-width', 2)
        .attr('stroke-dasharray', sample.look.dashes);
      paintBadges(
        place.append('g').attr('transform', moved({ x: 8, y: middle - inner.badge / 2 })),
        () => sample.look,
        theme,
      );
  }
};

const paintPath = (place: Canvas, length: number, kind: PathKind, theme: Theme): void => {
  place
    .append('path')
    .attr('d', `M0,${String(middle)}H${String(length - 8)}`)
    .attr('stroke', inkOf(kind, theme))
    .attr('stroke-width', 1.5)
    .attr('stroke-dasharray', dashesOf(kind));
  place
    .append('path')
    .attr('d', head({ x: length, y: middle }, 'right'))
    .attr('fill', inkOf(kind, theme));
};
