/** Lets one after the other work for each key, in the order in which they come. */
export const turns = (): (<A>(key: string, work: () => Promise<A>) => Promise<A>) => {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    // Whoever failed before has told those who asked.
    const mine = Promise.allSettled([last.get(key)]).then(work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
};
