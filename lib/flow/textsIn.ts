import { isAudio, isImage } from '../core/media.js';

/**
 * The texts of a value, and its numbers and truth values as texts: the value itself, or what stands in its lists and
 * records. Nothing recurs, so that depth does not matter; the names of fields are not among them, nor are bytes.
 */
export const textsIn = (value: unknown): readonly string[] => {
  const texts: string[] = [];
  const left: unknown[] = [value];
  // What is met again is not entered again, so that a circle ends.
  const entered = new Set<object>();
  while (left.length > 0) {
    const next = left.pop();
    switch (typeof next) {
      case 'string':
        texts.push(next);
        break;
      case 'number':
      case 'bigint':
      case 'boolean':
        texts.push(String(next));
        break;
      case 'object':
        if (next === null || isBytes(next) || entered.has(next)) break;
        entered.add(next);
        for (const inner of Object.values(next)) left.push(inner);
    }
  }
  return texts;
};

const isBytes = (value: object): boolean =>
  ArrayBuffer.isView(value) || isImage(value) || isAudio(value);
