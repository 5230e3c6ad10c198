import { MissingPackage } from './providerErrors.js';

/**
 * Loads an optional package when it is used.
 *
 * @param needs what is made with it, as the beginning of a sentence
 * @param open imports it; when that cannot find the package, the error says which one to install
 */
export const load = async <A>(
  name: string,
  needs: string,
  open: () => A | PromiseLike<A>,
): Promise<A> => {
  try {
    return await open();
  } catch (error) {
    throw isAbout(name, error) ? new MissingPackage(name, needs, { cause: error }) : error;
  }
};

// A package that is there can fail to find one of its own: that is no advice to install the first. Each engine has its own
// words for it, and quotes of its own.
const isAbout = (name: string, error: unknown): boolean =>
  error instanceof Error &&
  /Cannot find|resolve/u.test(error.message) &&
  [`'${name}'`, `'${name}/`, `"${name}"`, `"${name}/`, `“${name}”`].some((quoted) =>
    error.message.includes(quoted),
  );
