/**
 * The known name that is most like `name`, where one is like it: a third of its characters, but at least
 * one, may differ (Damerau–Levenshtein distance), and never all of them.
 */
export const nearest = (name: string, known: readonly string[]): string | undefined => {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const far = distance(name.toLowerCase(), candidate.toLowerCase());
    if (far < least && far < Math.min(name.length, candidate.length)) {
      [best, least] = [candidate, far];
    }
  }
  return best;
};

const distance = (from: string, to: string): number => {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const at = (line: readonly number[], index: number): number => line[index] ?? Infinity;
      let least = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (same ? 0 : 1),
      );
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        least = Math.min(least, at(before, column - 2) + 1);
      current.push(least);
    }
    [before, above] = [above, current];
  }
  return above[to.length] ?? 0;
};
