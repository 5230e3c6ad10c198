import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is used of the `package.json` of this library. */
export interface OwnPackage {
  /** Where it is. */
  readonly folder: string;
  readonly version: string;
  /** The packages that are only needed for some things, with the versions that fit. */
  readonly optional: Readonly<Record<string, string>>;
}

/** The `package.json` of this library, found from wherever this file was bundled to. */
export const ownPackage = (): OwnPackage => {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const found = packageIn(folder);
    if (found?.name === 'rivulet') {
      const { version = '?', peerDependencies = {}, peerDependenciesMeta = {} } = found;
      const optional = Object.entries(peerDependencies).filter(
        ([name]) => peerDependenciesMeta[name]?.optional === true,
      );
      return { folder, version, optional: Object.fromEntries(optional) };
    }
    const above = dirname(folder);
    if (above === folder) return { folder, version: '?', optional: {} };
    folder = above;
  }
};

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const packageIn = (folder: string): PackageJson | undefined => {
  try {
    // npm has read it before us, and refuses what is no such file.
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
  } catch {
    return undefined;
  }
};
