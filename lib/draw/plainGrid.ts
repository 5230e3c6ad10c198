import stringWidth from 'string-width';

/** A page of letters. */
export interface Grid {
  /** Writes a text over what is there; both begin and end between two letters. */
  readonly write: (x: number, y: number, text: string) => void;
  readonly lines: () => readonly string[];
}

/** An empty page, which grows. */
export const gridOf = (): Grid => {
  const rows: string[][] = [];
  return {
    write: (x, y, text) => {
      while (rows.length <= y) rows.push([]);
      const row = rows[y] ?? [];
      while (row.length < x) row.push(' ');
      const width = stringWidth(text);
      row[x] = text;
      // What a text covers is nothing of its own.
      for (let covered = 1; covered < width; covered++) row[x + covered] = '';
    },
    lines: () => rows.map((row) => row.join('').trimEnd()),
  };
};
