import { readFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRivuletError } from '../core/errors.js';
import { planOf, type AnyFlow } from '../flow/planOf.js';
import type { Plan } from '../flow/plan.js';
import { nearest } from '../internal/nearest.js';
import { fromSpec } from '../spec/fromSpec.js';
import { WrongUsage } from './wrongUsage.js';

/**
 * The plan of the flow in a file: of TypeScript or JavaScript, which is run to get it, or of JSON, which is only read.
 *
 * @param name which of the flows that the file exports; the default one or the only one where it is left out
 */
export const loadFlow = async (file: string, name?: string): Promise<Plan> => {
  const path = resolve(file);
  const ending = extname(path).toLowerCase();
  if (ending === '.json') return planOf(fromSpec(await textOf(path, file)));
  if (!code.includes(ending)) {
    throw new WrongUsage(
      `A flow is read from a file that ends in ${[...code, '.json'].join(', ')}, not from ${JSON.stringify(file)}.`,
    );
  }
  // That it is not there is told in our words.
  await textOf(path, file);
  return planOf(chosen(await exportsOf(path), file, name));
};

const code: readonly string[] = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

const textOf = async (path: string, file: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new WrongUsage(
      `${JSON.stringify(file)} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause },
    );
  }
};

/** Runs the file. TypeScript works on every Node, without setup. */
const exportsOf = async (path: string): Promise<Readonly<Record<string, unknown>>> => {
  const { createJiti } = await import('jiti');
  // Nothing is left behind outside the project: neither in its folder nor in that of temporary files.
  const jiti = createJiti(pathToFileURL(path).href, { interopDefault: false, fsCache: false });
  try {
    return { ...(await jiti.import<object>(path)) };
  } catch (cause) {
    throw isRivuletError(cause) ? cause : explained(cause);
  }
};

/** A package that a flow file imports has to be installed beside it. */
const explained = (error: unknown): unknown => {
  const missing =
    error instanceof Error
      ? /Cannot find (?:package|module) '([^'./][^']*)'/u.exec(error.message)
      : null;
  const [, name = ''] = missing ?? [];
  if (name === '') return error;
  const [first = '', second = ''] = name.split('/', 2);
  const whole = first.startsWith('@') ? `${first}/${second}` : first;
  return new WrongUsage(
    `The file imports the package "${whole}", which is not installed there. Install it: npm install ${whole}`,
    { cause: error },
  );
};

const chosen = (
  exported: Readonly<Record<string, unknown>>,
  file: string,
  name: string | undefined,
): AnyFlow => {
  const flows = new Map<string, AnyFlow>();
  for (const [each, value] of Object.entries(exported)) if (isFlow(value)) flows.set(each, value);
  const names = [...flows.keys()];
  if (name !== undefined) {
    const found = flows.get(name);
    if (found !== undefined) return found;
    const like = nearest(name, names);
    throw new WrongUsage(
      `${basename(file)} exports no flow ${JSON.stringify(name)}. ${
        like === undefined ? `It exports: ${listed(names)}.` : `Did you mean "${like}"?`
      }`,
    );
  }
  const [only] = flows.values();
  const found = flows.get('default') ?? (flows.size === 1 ? only : undefined);
  if (found !== undefined) return found;
  throw new WrongUsage(
    flows.size === 0
      ? `${basename(file)} exports no flow. Write: export default flow({ … }).`
      : `${basename(file)} exports several flows: ${listed(names)}. Say which: --flow ${names[0] ?? ''}`,
  );
};

const isFlow = (value: unknown): value is AnyFlow =>
  typeof value === 'object' && value !== null && '~task' in value && 'graph' in value;

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : names.map((each) => JSON.stringify(each)).join(', ');
