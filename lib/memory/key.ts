/** A key that something can be kept under. Any text is one that has a character, whatever the character. */
export const checkedKey = (key: string): string => {
  if (typeof key === 'string' && key !== '') return key;
  throw new RangeError('A key of a memory is a text of at least one character.');
};
