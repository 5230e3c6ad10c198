/**
 * Words on a lane of a timeline: why it waits, and that it begins anew.
 *
 * @module
 */

import { causesOf } from '../core/line.js';
import { letters, onOneLine, shorten, widthOf } from './text.js';
import { lasting, type Axis } from './timelineAxis.js';
import type { Mark } from './timelineTrack.js';

/** A word on a lane. */
export interface Note {
  /** Where it begins. */
  readonly x: number;
  readonly text: string;
  /** Under the line: why it waits. Above it: which attempt begins. */
  readonly side: 'under' | 'above';
}

/** The words on a lane, as many of them as there is room for until the next ones begin. */
export const notesOf = (marks: readonly Mark[], axis: Axis): readonly Note[] => {
  const notes = marks.flatMap((mark) => noteOf(mark, axis));
  return notes.flatMap(({ x, side, words }, index) => {
    const next = notes.slice(index + 1).find((other) => other.side === side);
    const room = (next?.x ?? axis.width + overhang) - x - 8;
    const fitting = words.find((text) => widthOf(text, letters.mark, 'regular') <= room);
    const cut = shorten(words.at(-1) ?? '', letters.mark, 'regular', room);
    const text = fitting ?? (room > 40 ? cut : undefined);
    return text === undefined ? [] : [{ x, side, text }];
  });
};

/** The words that a lane could hold, the longest first. */
interface Words extends Omit<Note, 'text'> {
  readonly words: readonly string[];
}

/** A word may go on for a bit after the end of its lane. */
const overhang = 20;

const noteOf = (mark: Mark, axis: Axis): readonly Words[] => {
  const x = axis.at(mark.time);
  switch (mark._tag) {
    case 'Retrying': {
      const [cause = ''] = causesOf(mark.error);
      const why = onOneLine(cause);
      return [{ x, side: 'under', words: [`${why} · ${lasting(mark.delay)}`, why] }];
    }
    case 'Anew': {
      const { wave, attempt } = mark;
      const words = [
        ...(wave > 1 ? [`wave ${String(wave)}`] : []),
        ...(attempt > 1 ? [`attempt ${String(attempt)}`] : []),
      ];
      return words.length === 0 ? [] : [{ x, side: 'above', words: [words.join(', '), ...words] }];
    }
    default:
      return [];
  }
};
