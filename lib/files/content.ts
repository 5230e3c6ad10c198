import { isAudio, isImage } from '../core/media.js';
import type { FileToSave } from '../flow/ports.js';
import { endingsOfData, endingsOfText, endingsOfType, type Endings } from './endings.js';
import { NotSaveable } from './errors.js';
import { jsonOf } from './json.js';

/** What is written to a file. */
export interface Content {
  /** A text is written as UTF-8. */
  readonly bytes: string | Uint8Array;
  readonly endings: Endings;
}

/** What is written to the file of an output. */
export const contentOf = async ({ name, value }: FileToSave): Promise<Content> => {
  if (typeof value === 'string') return { bytes: value, endings: endingsOfText };
  if (isImage(value) || isAudio(value)) {
    const { mime, bytes } = value;
    if (bytes.length === 0) throw new NotSaveable(name, '', 'has no bytes');
    return { bytes, endings: await endingsOfType(mime) };
  }
  return { bytes: jsonOf(name, value), endings: endingsOfData };
};
