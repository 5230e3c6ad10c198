/** A text that grows at its end. */
export interface GrowingText {
  readonly add: (piece: string) => void;
  readonly all: () => string;
}

/** Makes a text of many pieces. They are joined now and then, because a piece takes more memory than its letters. */
export const growingText = (): GrowingText => {
  let text = '';
  let pieces: string[] = [];
  const gather = (): string => {
    text += pieces.join('');
    pieces = [];
    return text;
  };
  return {
    add: (piece) => {
      if (pieces.push(piece) === 65_536) gather();
    },
    all: gather,
  };
};
