/** Opens something when it is first needed, and again only when that has failed. */
export const once = <A>(open: () => Promise<A>): (() => Promise<A>) => {
  let opening: Promise<A> | undefined;
  const again = (error: unknown): never => {
    opening = undefined;
    throw error;
  };
  return () => (opening ??= open().catch(again));
};
