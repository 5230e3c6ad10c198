import { load } from '../core/load.js';
import { pageOf } from './page.js';
import { paintBoxes } from './paintBoxes.js';
import { paintLegend } from './paintLegend.js';
import { paintPaths } from './paintPaths.js';
import { paintSample } from './paintSample.js';
import { paintTitle } from './paintTitle.js';
import type { Picture } from './picture.js';

/** The text of an SVG file that shows a picture. */
export const svgOf = async (picture: Picture): Promise<string> => {
  const shape = await load('d3-shape', 'A picture', () => import('d3-shape'));
  const { width, height, words, theme } = picture;
  return pageOf(
    { width, height, title: words.title, told: words.told, ground: theme.ground },
    (svg) => {
      paintTitle(svg.append('g'), words, theme);
      paintPaths(svg.append('g'), picture, shape);
      paintBoxes(svg.append('g'), picture.boxes, theme);
      paintLegend(
        svg.append('g'),
        words.legend,
        { below: picture.below, width, scale: words.scale },
        (place, sample) => {
          paintSample(place, sample, theme);
        },
        theme,
      );
    },
  );
};
