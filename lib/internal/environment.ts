/** An environment variable; `undefined` where it is empty or not set, and where there is no environment, as in a browser. */
export const environment = (name: string): string | undefined => {
  // Node's types say that `process` is always there; in a browser it is not.
  const { process } = globalThis as {
    readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
  };
  const value = process?.env?.[name]?.trim();
  return value === '' ? undefined : value;
};
