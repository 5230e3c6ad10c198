import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as after } from 'node:timers/promises';

/** A server on this machine that repeats what it is asked, word by word. */
export interface Parrot {
  readonly url: string;
  /** How many requests have come. */
  readonly requests: () => number;
  /** How many of them are being answered. */
  readonly open: () => number;
  /** Waits until none is. */
  readonly quiet: () => Promise<void>;
  readonly close: () => void;
}

/**
 * Opens one. It is busy when it is asked first, if that is wanted; a question with `…` at its end is repeated for ever, and
 * nobody is let in without a key.
 */
export const openParrot = async ({ isBusyAtFirst = false } = {}): Promise<Parrot> => {
  let requests = 0;
  let open = 0;
  const changes = new EventEmitter();
  const server = createServer((request, response) => {
    requests++;
    open++;
    response.on('close', () => {
      open--;
      changes.emit('change');
    });
    const answer = async (): Promise<void> => {
      const question = await text(request);
      if (request.headers.authorization === undefined) response.writeHead(401).end('No key.');
      else if (isBusyAtFirst && requests === 1) response.writeHead(503).end('Busy.');
      else {
        do {
          for (const word of question.match(/\s*\S+/gu) ?? []) {
            await after(20);
            response.write(word);
          }
        } while (question.endsWith('…') && !response.destroyed);
        response.end();
      }
    };
    answer().catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests: () => requests,
    open: () => open,
    quiet: async () => {
      while (open > 0) await once(changes, 'change');
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
