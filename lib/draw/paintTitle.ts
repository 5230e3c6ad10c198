import { enlarged, type Canvas } from './canvas.js';
import { margin } from './picture.js';
import { letters } from './text.js';
import { light, type Theme } from './theme.js';
import type { Words } from './words.js';

/** Paints the title, and under it what is in the picture. */
export const paintTitle = (
  canvas: Canvas,
  { headline, counts, scale }: Pick<Words, 'headline' | 'counts' | 'scale'>,
  theme: Theme = light,
): void => {
  canvas.attr('transform', enlarged({ x: margin, y: margin }, scale));
  canvas
    .append('text')
    .attr('y', letters.title * 0.75)
    .attr('font-size', letters.title)
    .attr('font-weight', 'bold')
    .attr('fill', theme.strong)
    .text(headline);
  canvas
    .append('text')
    .attr('y', letters.title + 16)
    .attr('font-size', letters.small)
    .attr('fill', theme.faint)
    .text(counts);
};
