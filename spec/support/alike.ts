/**
 * Pictures that are looked at once and kept: what is drawn later has to be like them.
 *
 * `REFERENCES=write npm run spec` keeps what is drawn now. Look at it before it is committed.
 *
 * @module
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

const root = resolve(import.meta.dirname, '../..');

/** How much of what is drawn may differ: another Chromium draws the edges of letters a little differently. */
const tolerated = 0.005;

/**
 * Throws where a picture is not like the one that is kept in `spec/references`.
 *
 * A picture of both, and of what differs, is left in `.tmp/differences` then.
 *
 * @param png the picture as it is drawn now
 * @param name that of the picture that is kept, without `.png`
 */
export const alike = (png: Uint8Array, name: string): void => {
  const reference = resolve(root, 'spec/references', `${name}.png`);
  if (process.env['REFERENCES'] === 'write') {
    write(reference, png);
    return;
  }
  if (!existsSync(reference)) {
    throw new Error(`There is no ${toldOf(reference)} yet. Run the specs with REFERENCES=write.`);
  }
  const kept = PNG.sync.read(readFileSync(reference));
  const now = PNG.sync.read(Buffer.from(png));
  const { picture, share } = differenceOf(kept, now);
  const isAlike = kept.width === now.width && kept.height === now.height && share <= tolerated;
  if (isAlike) return;
  const shown = resolve(root, '.tmp/differences', `${name}.png`);
  write(shown, PNG.sync.write(beside([kept, now, picture])));
  throw new Error(
    `${(share * 100).toFixed(1)} % of what the picture "${name}" shows is not as it was (${sizeOf(kept)}, now ${sizeOf(now)}). ` +
      `Look at ${toldOf(shown)}: as it was, as it is, and what differs. ` +
      'If it is meant to be so, run the specs with REFERENCES=write.',
  );
};

/** What differs, in red, and how much of what is drawn that is. */
const differenceOf = (kept: PNG, now: PNG): { readonly picture: PNG; readonly share: number } => {
  const [width, height] = [Math.max(kept.width, now.width), Math.max(kept.height, now.height)];
  const picture = new PNG({ width, height });
  const count = pixelmatch(
    on(width, height, kept).data,
    on(width, height, now).data,
    picture.data,
    width,
    height,
    { threshold: 0.2 },
  );
  return { picture, share: count / Math.max(1, drawnOf(kept)) };
};

/** How many pixels are not of the colour of the page, which is that of the first. */
const drawnOf = ({ data }: PNG): number => {
  const page = data.readUInt32BE(0);
  let drawn = 0;
  for (let place = 0; place < data.length; place += 4) {
    if (data.readUInt32BE(place) !== page) drawn++;
  }
  return drawn;
};

/** A picture on a larger one. */
const on = (width: number, height: number, picture: PNG): PNG => {
  const page = new PNG({ width, height });
  PNG.bitblt(picture, page, 0, 0, picture.width, picture.height, 0, 0);
  return page;
};

/** Pictures side by side. */
const beside = (pictures: readonly PNG[]): PNG => {
  const gap = 16;
  const page = new PNG({
    width: pictures.reduce((width, picture) => width + picture.width + gap, -gap),
    height: Math.max(...pictures.map(({ height }) => height)),
  });
  pictures.reduce((left, picture) => {
    PNG.bitblt(picture, page, 0, 0, picture.width, picture.height, left, 0);
    return left + picture.width + gap;
  }, 0);
  return page;
};

const write = (file: string, data: Uint8Array): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, data);
};

const sizeOf = ({ width, height }: PNG): string => `${String(width)} × ${String(height)}`;

const toldOf = (file: string): string => relative(root, file);
