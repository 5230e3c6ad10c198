/** The least first: a binary heap of things that have a rank. */
export interface Heap<A> {
  readonly push: (item: A) => void;
  /** Takes the one of the least rank out. */
  readonly pop: () => A | undefined;
}

/** Makes an empty heap. */
export const heap = <A>(rankOf: (item: A) => number): Heap<A> => {
  const items: A[] = [];
  const rankAt = (index: number): number => {
    const item = items[index];
    return item === undefined ? Infinity : rankOf(item);
  };
  const swap = (one: number, other: number): void => {
    const [first, second] = [items[one], items[other]];
    if (first === undefined || second === undefined) return;
    items[one] = second;
    items[other] = first;
  };
  return {
    push: (item) => {
      items.push(item);
      let at = items.length - 1;
      while (at > 0) {
        const above = (at - 1) >> 1;
        if (rankAt(above) <= rankAt(at)) break;
        swap(above, at);
        at = above;
      }
    },
    pop: () => {
      const [first] = items;
      const last = items.pop();
      if (last === undefined || items.length === 0) return first;
      items[0] = last;
      let at = 0;
      for (;;) {
        const left = 2 * at + 1;
        const least = rankAt(left + 1) < rankAt(left) ? left + 1 : left;
        if (rankAt(least) >= rankAt(at)) return first;
        swap(at, least);
        at = least;
      }
    },
  };
};
