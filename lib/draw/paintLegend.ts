import { enlarged, moved, round, type Canvas } from './canvas.js';
import { legendLine, type Sample } from './legend.js';
import { chipHeight } from './mark.js';
import { inputInk } from './paintBoxes.js';
import { paintChips } from './paintChips.js';
import { dashesOf, head, inkOf } from './paintPaths.js';
import { paintSigns } from './paintSigns.js';
import { margin, type Picture } from './picture.js';
import { letters } from './text.js';

/** Paints the legend under a line. */
export const paintLegend = (
  canvas: Canvas,
  { words, below, width }: Pick<Picture, 'words' | 'below' | 'width'>,
): void => {
  const { legend, scale } = words;
  canvas
    .attr('transform', enlarged({ x: margin, y: below }, scale))
    .attr('font-size', letters.small);
  canvas
    .append('path')
    .attr('d', `M0,-14H${String(round((width - 2 * margin) / scale))}`)
    .attr('stroke', '#e2e8f0');
  for (const entry of legend.entries) {
    const place = canvas.append('g').attr('transform', moved(entry));
    paintSample(place, entry.sample);
    place
      .append('text')
      .attr('x', entry.wide + legendLine.gap)
      .attr('y', middle + 4)
      .attr('fill', '#475569')
      .text(entry.meaning);
  }
};

const middle = legendLine.height / 2;

const paintSample = (place: Canvas, sample: Sample): void => {
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
