import { load } from './load.js';
import { paintBoxes } from './paintBoxes.js';
import { paintLegend } from './paintLegend.js';
import { paintPaths } from './paintPaths.js';
import { paintTitle } from './paintTitle.js';
import type { Picture } from './picture.js';

/**
 * The text of an SVG file that shows a picture. There is nothing in it that runs, loads or has an id, so
 * it can stand alone or in a page.
 */
export const svgOf = async (picture: Picture): Promise<string> => {
  const { JSDOM } = await load('jsdom', 'A picture', () => import('jsdom'));
  const { select } = await load('d3-selection', 'A picture', () => import('d3-selection'));
  const shape = await load('d3-shape', 'A picture', () => import('d3-shape'));
  const { window } = new JSDOM();
  const page = window.document.implementation.createDocument(namespace, 'svg');

  const { width, height, words } = picture;
  const svg = select(page.documentElement)
    .attr('width', width)
    .attr('height', height)
    .attr('viewBox', `0 0 ${String(width)} ${String(height)}`)
    .attr('role', 'img')
    .attr('font-family', fonts);
  svg.append('title').text(words.title);
  svg.append('desc').text(words.told);
  svg.append('rect').attr('width', width).attr('height', height).attr('fill', '#fff');
  paintTitle(svg.append('g'), words);
  paintPaths(svg.append('g'), picture, shape);
  paintBoxes(svg.append('g'), picture.boxes);
  paintLegend(svg.append('g'), picture);

  const text = new window.XMLSerializer().serializeToString(page);
  window.close();
  return `${text}\n`;
};

const namespace = 'http://www.w3.org/2000/svg';

/** The last ones are what a PNG is painted with. All others are narrower. */
const fonts =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";
