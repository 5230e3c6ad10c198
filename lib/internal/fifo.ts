/** First in, first out, in constant time each. */
export interface Fifo<A> {
  readonly push: (item: A) => void;
  readonly shift: () => A | undefined;
}

/** Makes an empty queue. */
export const fifo = <A>(): Fifo<A> => {
  const items: A[] = [];
  let next = 0;
  return {
    push: (item) => void items.push(item),
    shift: () => {
      if (next === items.length) return undefined;
      const item = items[next];
      next++;
      if (next === items.length) {
        next = 0;
        // Most queues are short, and setting `length` costs more than taking one out.
        if (items.length === 1) items.pop();
        else items.length = 0;
      }
      return item;
    },
  };
};
