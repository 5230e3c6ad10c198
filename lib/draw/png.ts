import { load } from '../core/load.js';
import type { Size } from './lines.js';

/** Paints the text of an SVG file as a PNG file, twice as fine where it is not too large for that. */
export const pngOf = async (svg: string, { width, height }: Size): Promise<Uint8Array> => {
  const resvg = await load('@resvg/resvg-js', needs, () => import('@resvg/resvg-js'));
  const { createRequire } = await import('node:module');
  const here = createRequire(import.meta.url);
  const fontFiles = await load('dejavu-fonts-ttf', needs, () =>
    ['DejaVuSans', 'DejaVuSans-Bold'].map((font) =>
      here.resolve(`dejavu-fonts-ttf/ttf/${font}.ttf`),
    ),
  );
  const zoom = Math.min(2, Math.sqrt(mostPixels / (width * height)));
  const image = await resvg.renderAsync(svg, {
    // With the fonts of this machine, another machine would paint another picture.
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: zoom },
  });
  return image.asPng();
};

const needs = 'A PNG file';

/** They take 160 MB of memory while they are painted. */
const mostPixels = 40_000_000;
