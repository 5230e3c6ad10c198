import { enlarged, moved, round, type Canvas } from './canvas.js';
import { legendLine, legendMiddle, type Legend } from './legend.js';
import { margin } from './picture.js';
import { letters } from './text.js';
import { light, type Theme } from './theme.js';

/** Paints a legend under a line, and each sample by `paint`. */
export const paintLegend = <Sample>(
  canvas: Canvas,
  { entries }: Legend<Sample>,
  { below, width, scale }: Place,
  paint: (place: Canvas, sample: Sample) => void,
  theme: Theme = light,
): void => {
  canvas
    .attr('transform', enlarged({ x: margin, y: below }, scale))
    .attr('font-size', letters.small);
  canvas
    .append('path')
    .attr('d', `M0,-14H${String(round((width - 2 * margin) / scale))}`)
    .attr('stroke', theme.rule);
  for (const entry of entries) {
    const place = canvas.append('g').attr('transform', moved(entry));
    paint(place, entry.sample);
    place
      .append('text')
      .attr('x', entry.wide + legendLine.gap)
      .attr('y', legendMiddle + 4)
      .attr('fill', theme.soft)
      .text(entry.meaning);
  }
};

/** Where a legend stands. */
interface Place {
  /** Where it begins. */
  readonly below: number;
  /** How wide the picture is. */
  readonly width: number;
  readonly scale: number;
}
