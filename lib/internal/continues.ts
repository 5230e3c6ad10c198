/** Whether a text begins with the one before it. */
export const continues = (text: string, before: string): boolean =>
  // eslint-disable-next-line @typescript-eslint/prefer-string-starts-ends-with -- takes seven times as long in V8
  text.slice(0, before.length) === before;
