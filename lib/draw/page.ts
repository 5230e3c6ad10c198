import type { Selection } from 'd3-selection';
import { load } from '../core/load.js';
import type { Size } from './lines.js';
import { light } from './theme.js';

/** What an SVG file is, whatever it shows. */
export interface Page extends Size {
  /** What it shows. */
  readonly title: string;
  /** The same in more words, for those who cannot see it. */
  readonly told: string;
  /**
   * The colour of the page.
   *
   * @defaultValue that of a light one
   */
  readonly ground?: string;
}

/**
 * The text of an SVG file. There is nothing in it that runs, loads or has an id, so it can stand alone or in a
 * page.
 *
 * @param paint paints into it
 */
export const pageOf = async (
  { width, height, title, told, ground = light.ground }: Page,
  paint: (page: Selection<HTMLElement, unknown, null, undefined>) => void,
): Promise<string> => {
  const { JSDOM } = await load('jsdom', 'A picture', () => import('jsdom'));
  const { select } = await load('d3-selection', 'A picture', () => import('d3-selection'));
  const { window } = new JSDOM();
  const page = window.document.implementation.createDocument(namespace, 'svg');

  const svg = select(page.documentElement)
    .attr('width', width)
    .attr('height', height)
    .attr('viewBox', `0 0 ${String(width)} ${String(height)}`)
    .attr('role', 'img')
    .attr('font-family', fonts);
  svg.append('title').text(title);
  svg.append('desc').text(told);
  svg.append('rect').attr('width', width).attr('height', height).attr('fill', ground);
  paint(svg);

  const text = new window.XMLSerializer().serializeToString(page);
  window.close();
  return `${text}\n`;
};

const namespace = 'http://www.w3.org/2000/svg';

/** The last ones are what a PNG is painted with. All others are narrower. */
const fonts =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";
