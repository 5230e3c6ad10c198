import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Image } from 'rivulet';

/** Writes a picture to a file with the ending of its kind, and gives the name of the file. */
export const savePicture = async ({ mime, bytes }: Image, name: string): Promise<string> => {
  const file = `${name}.${endings[mime] ?? 'bin'}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  return file;
};

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};
