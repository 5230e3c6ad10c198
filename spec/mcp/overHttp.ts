import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { hearing, serverFile, type Hearing } from './lifeline.js';

/** The server of the specs, which listens on loopback. */
export interface Listening extends Hearing {
  readonly url: string;
  readonly child: ChildProcess;
  readonly stop: () => Promise<void>;
}

/** Starts it. */
export const listening = async (env: Readonly<Record<string, string>> = {}): Promise<Listening> => {
  const child = spawn(process.execPath, [serverFile, 'http'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const ears = hearing();
  createInterface({ input: child.stderr }).on('line', ears.log);
  const port = (await ears.heard('listening')).split(' ')[1] ?? '';
  return {
    ...ears,
    child,
    url: `http://127.0.0.1:${port}/mcp`,
    stop: async () => {
      kill();
      await ended;
      process.off('exit', kill);
    },
  };
};
