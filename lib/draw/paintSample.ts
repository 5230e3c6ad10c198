import { moved, type Canvas } from './canvas.js';
import { legendMiddle as middle, type Sample } from './legend.js';
import { chipHeight } from './mark.js';
import { inputInk } from './paintBoxes.js';
import { paintChips } from './paintChips.js';
import { dashesOf, head, inkOf } from './paintPaths.js';
import { paintSigns } from './paintSigns.js';

/** Paints what the legend of a flow explains. */
export const paintSample = (place: Canvas, sample: Sample): void => {
  switch (sample._tag) {
    case 'Input':
      place
        .append('rect')
        .attr('y', middle - 8)
        .attr('width', 30)
        .attr('height', 16)
        .attr('rx', 8)
        .attr('fill', inputInk);
      return;
    case 'Look':
      paintSigns(
        place.append('g').attr('transform', moved({ x: 0, y: middle - 9 })),
        18,
        () => sample.look,
      );
      return;
    case 'Path':
      place
        .append('path')
        .attr('d', `M0,${String(middle)}H26`)
        .attr('stroke', inkOf(sample))
        .attr('stroke-width', 1.5)
        .attr('stroke-dasharray', dashesOf(sample));
      place
        .append('path')
        .attr('d', head({ x: 34, y: middle }, 'right'))
        .attr('fill', inkOf(sample));
      return;
    case 'Mark':
      paintChips(
        place
          .append('g')
          .datum(sample.chip)
          .attr('transform', moved({ x: 0, y: middle - chipHeight / 2 })),
      );
  }
};
