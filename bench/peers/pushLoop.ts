/** Who is told of a text that grows. */
export type Listener = (text: string) => void;

/** A bare loop: each token in a turn of its own, added to the text, and everybody told. */
export const pushLoop = (
  tokens: readonly string[],
  listeners: readonly Listener[],
): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    let next = 0;
    const say = (): void => {
      const token = tokens[next++];
      if (token === undefined) {
        resolve(text);
        return;
      }
      text += token;
      for (const listener of listeners) listener(text);
      setImmediate(say);
    };
    setImmediate(say);
  });
