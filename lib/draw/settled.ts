/**
 * Puts things side by side, each as near as can be to where it wishes to be: in their order and without any overlap,
 * with the least sum of squares.
 *
 * @param wishes where each wishes to have its middle
 * @param apart how far the middle of each is from that of the one before it, at least; that of the first is not read
 * @returns the middles
 */
export const settled = (wishes: readonly number[], apart: readonly number[]): readonly number[] => {
  const offsets: number[] = [];
  const groups: Group[] = [];
  wishes.forEach((wish, index) => {
    const offset = index === 0 ? 0 : (offsets[index - 1] ?? 0) + (apart[index] ?? 0);
    offsets.push(offset);
    let group: Group = { sum: wish - offset, size: 1 };
    // Those that would overlap touch, and share their wish.
    for (let last = groups.at(-1); last !== undefined; last = groups.at(-1)) {
      if (last.sum / last.size < group.sum / group.size) break;
      groups.pop();
      group = { sum: last.sum + group.sum, size: last.size + group.size };
    }
    groups.push(group);
  });
  return groups
    .flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size))
    .map((start, index) => start + (offsets[index] ?? 0));
};

/** Things that touch: the sum of where the first would be by the wish of each. */
interface Group {
  readonly sum: number;
  readonly size: number;
}
