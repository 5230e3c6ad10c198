/**
 * Numbers and times as they are read.
 *
 * @module
 */

/** A whole number that can be read. */
export const grouped = (number: number): string => numbers.format(number);

/** How long something took. */
export const seconds = (milliseconds: number): string =>
  milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : clock(milliseconds);

/** The same without fractions, as on a clock. */
export const clock = (milliseconds: number): string => {
  const whole = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number: number): string => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${String(hours)}:` : ''}${two(minutes)}:${two(whole % 60)}`;
};

/** A number of things. */
export const counted = (number: number, thing: string): string =>
  `${grouped(number)} ${thing}${number === 1 ? '' : 's'}`;

const numbers = new Intl.NumberFormat('en-US');
