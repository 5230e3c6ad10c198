import { masking } from '../agents/secrets.js';

/** A text without the keys of the environment, and without what looks like one. */
export const withoutKeys = (text: string): string => masking(...keysAround())(text);

const keysAround = (): readonly (string | undefined)[] =>
  Object.entries(process.env).flatMap(([name, value]) =>
    /(?:KEY|TOKEN|SECRET|PASSWORD)$/u.test(name) ? [value] : [],
  );
