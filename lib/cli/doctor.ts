import { accessSync, constants, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { known } from '../agents/known.js';
import { presets } from '../agents/openai/presets.js';
import { exits } from './exits.js';
import { ownPackage } from './ownPackage.js';
import { give } from './streams.js';

/** Says what is installed, which keys are set, and where can be written. It writes nothing and asks nobody. */
export const doctor = (): number => {
  const { version, optional, folder } = ownPackage();
  const parts: readonly (readonly [string, readonly Line[]])[] = [
    [
      'Versions',
      [
        ['rivulet', version],
        ['node', process.versions.node],
        ['system', `${process.platform} ${process.arch}`],
      ],
    ],
    [
      'Packages that are optional',
      Object.entries(optional).map(([name, range]) => [
        name,
        versionOf(name, folder) ?? `not installed: npm install "${name}@${range}"`,
      ]),
    ],
    ['Keys', Object.keys(known).flatMap(keyOf)],
    ['Folders', [process.cwd(), tmpdir()].map((path) => [path, writable(path)])],
  ];
  give(parts.map(([title, lines]) => `${title}\n${aligned(lines)}`).join('\n'));
  return exits.ok;
};

type Line = readonly [name: string, what: string];

/** The version of a package, as this library would load it. */
const versionOf = (name: string, from: string): string | undefined => {
  try {
    const text = readFileSync(join(from, 'node_modules', name, 'package.json'), 'utf8');
    // Only what npm has read is installed there.
    return (JSON.parse(text) as { readonly version?: string }).version ?? '?';
  } catch {
    const above = dirname(from);
    return above === from ? undefined : versionOf(name, above);
  }
};

/** Whether the key of a provider is there. Nothing of it is shown. */
const keyOf = (provider: string): readonly Line[] => {
  if (provider === 'scripted') return [];
  const name = `${provider.toUpperCase().replace(/\W+/gu, '_')}_API_KEY`;
  const key = process.env[name]?.trim() ?? '';
  if (key === '' && keyless.has(provider)) return [];
  return [[name, key === '' ? 'not set' : `set: ******** (${String(key.length)} characters)`]];
};

/** Servers on this machine, which usually want no key. */
const keyless: ReadonlySet<string> = new Set(
  Object.values(presets).flatMap((server) => ('isKeyless' in server ? [server.name] : [])),
);

const writable = (path: string): string => {
  try {
    accessSync(resolve(path), constants.W_OK);
    return 'can be written to';
  } catch {
    return 'cannot be written to';
  }
};

const aligned = (lines: readonly Line[]): string => {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, what]) => `  ${name.padEnd(width)}  ${what}\n`).join('');
};
