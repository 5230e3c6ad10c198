import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Opens a Chromium without a window, or gives the reason why there is none. */
export const openBrowser = async (): Promise<Browser | string> => {
  const executablePath = found() ?? (install() ? found() : undefined);
  if (executablePath === undefined) {
    return 'there is no Chromium, neither in PATH nor as CHROMIUM, and apt-get cannot install it here';
  }
  return chromium.launch({ executablePath, args: [...quiet] });
};

/** Nothing that a specification does not ask for: no sandbox (root has none), no GPU, no calls home. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const found = (): string | undefined => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const named = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  return [process.env['CHROMIUM'] ?? '', ...named].find(canRun);
};

const canRun = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Installs Chromium where that can be done; whether it was. */
const install = (): boolean => {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return false;
  console.log('      There is no Chromium: installing it with apt-get.');
  const apt = (...parameters: readonly string[]): boolean =>
    spawnSync('apt-get', parameters, {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium');
};
