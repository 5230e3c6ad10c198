import type { ChildProcess } from 'node:child_process';

/** Makes sure that a process does not outlive this one, however this one ends by itself. */
export const endWithUs = (child: ChildProcess): void => {
  if (children.size === 0) process.on('exit', killAll);
  children.add(child);
  child.once('exit', () => {
    children.delete(child);
    if (children.size === 0) process.off('exit', killAll);
  });
};

// One listener for all of them: Node warns of more than ten.
const children = new Set<ChildProcess>();

// There is no time left to ask and to wait.
const killAll = (): void => children.forEach((child) => void child.kill('SIGKILL'));
