/**
 * Texts that a terminal shows and does not obey.
 *
 * @module
 */

/** A text in which what would steer the terminal, or turn its letters round, is a visible sign. */
export const harmless = (text: string): string =>
  text.replace(/\r\n?|[\u2028\u2029]/gu, '\n').replace(steering, signOf);

/** The same on one line. */
export const harmlessLine = (text: string): string => harmless(text).replaceAll('\n', '␊');

const steering = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu;

/** `␛` for an escape, and so on: Unicode has a picture for each of the first 32 characters. */
const signOf = (character: string): string => {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : '\uFFFD';
};
