/**
 * A server that is a process, spoken to by its standard input and output.
 *
 * @module
 */

import { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { ResponseTooLarge } from '../core/providerErrors.js';
import { report } from '../internal/report.js';
import { endWithUs } from './children.js';
import { McpFailed } from './errors.js';
import { causeOf, codeOf, saidBy } from './failure.js';
import { load } from './load.js';
import type { McpProcess } from './server.js';
import type { Target } from './target.js';
import type { Asked, Line } from './transport.js';

/** The way to a process. It is started when the transport is. */
export const lineToProcess = async (server: McpProcess, target: Target): Promise<Line> => {
  const { StdioClientTransport } = await load(
    () => import('@modelcontextprotocol/sdk/client/stdio.js'),
  );
  const { command, args = [], cwd, log = false } = server;
  let ended: Ended | undefined;

  // How a process ended, the SDK does not tell.
  class Watched extends StdioClientTransport {
    override start(): Promise<void> {
      const started = super.start();
      const child: unknown = Reflect.get(this, '_process');
      if (child instanceof ChildProcess) {
        endWithUs(child);
        child.once('exit', (code, signal) => (ended = { code, signal }));
      }
      return started;
    }
  }

  const transport = new Watched({
    command,
    args: [...args],
    env: { ...target.values },
    ...(cwd !== undefined && { cwd }),
    stderr: log === true ? 'inherit' : log === false ? 'ignore' : 'pipe',
    maxBufferSize: maxBytes,
  });
  const errors = transport.stderr;
  if (typeof log === 'function' && errors instanceof Readable) {
    createInterface({ input: errors }).on('line', (line) => {
      try {
        log(line);
      } catch (error) {
        report(error);
      }
    });
  }
  return {
    transport,
    // It ends when its input does, or else it is sent SIGTERM and then SIGKILL.
    leave: () => void transport.close().catch(() => undefined),
    explain: (error, asked) => explain(server, target, error, asked, ended),
  };
};

/** How large a message may be, in bytes. The SDK copies all of it for each piece that comes, so more would take minutes. */
const maxBytes = 10_485_760;

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

const explain = (
  { cwd }: McpProcess,
  target: Target,
  error: unknown,
  asked: Asked,
  ended: Ended | undefined,
): Error => {
  const { label, mask } = target;
  const code = codeOf(error);
  const isSpawning =
    error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');
  if (isSpawning) {
    const noFolder = cwd !== undefined && !existsSync(cwd);
    const why = noFolder
      ? 'there is no folder of the name that its option cwd has.'
      : (reasons[code ?? ''] ?? `the system does not start it (${code ?? 'no reason is given'}).`);
    const facts = { cause: causeOf(error, mask) };
    return new McpFailed(
      label,
      'not-started',
      `cannot be started: ${why}`,
      passing.has(code),
      facts,
    );
  }
  if (error instanceof Error && error.message.includes('exceeded maximum size')) {
    return new ResponseTooLarge(label, maxBytes, { cause: causeOf(error, mask) });
  }
  if (!isClosed(error)) return saidBy(target, error, asked);
  const how =
    ended === undefined
      ? 'closed the connection'
      : ended.signal === null
        ? `ended with exit code ${String(ended.code)}`
        : `was ended by ${ended.signal}`;
  const facts = {
    tool: asked.tool,
    exitCode: ended?.code ?? undefined,
    exitSignal: ended?.signal ?? undefined,
  };
  return asked.hasAnswered
    ? new McpFailed(label, 'lost', `${how}. ${hint}`, true, facts)
    : new McpFailed(
        label,
        'not-started',
        `${how} before it had answered. Check what it is called with, and its env. ${hint}`,
        ended?.signal != null,
        facts,
      );
};

const hint = 'Its option { log: true } shows what it writes to standard error.';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program (ENOENT). Check the command, and that it is in PATH.',
  EACCES: 'this user may not run it (EACCES). Check that the file is a program.',
};

const passing: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM']);

// -32000 is what the SDK says when the other side is gone; what a server says itself has data or another text.
const isClosed = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message === 'MCP error -32000: Connection closed' ||
    error.message === 'Not connected' ||
    codeOf(error) === 'EPIPE');
