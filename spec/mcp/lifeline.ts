import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { McpProcess } from '../../lib/mcp/server.js';

/** The server of the specs, as a program. */
export const serverFile = resolve(import.meta.dirname, 'server.mjs');

/** A process that holds on to us, so that we see when it ends. */
export interface Life {
  readonly pid: number;
  /** Resolves when there is no such process any more. */
  readonly over: Promise<void>;
}

/** Sees the processes that servers of the specs are. */
export class Lifeline {
  readonly #server = createServer((socket) => {
    socket.on('error', () => undefined);
    this.#sockets.push(socket);
    const began = this.#began;
    this.#began = beginning();
    void this.#lifeOf(socket).then(began.tell);
  });
  readonly #sockets: Socket[] = [];
  readonly #pids: number[] = [];
  #began = beginning();
  #isOpen = true;

  /** Opens one. */
  static async open(): Promise<Lifeline> {
    const line = new Lifeline();
    await once(line.#server.listen(0, '127.0.0.1'), 'listening');
    return line;
  }

  /** How many processes there have been. */
  get count(): number {
    return this.#sockets.length;
  }

  /** The next process that begins. */
  get next(): Promise<Life> {
    return this.#began.life;
  }

  /** How the server of the specs is started, to be seen. */
  server(modes: readonly string[] = [], more: Partial<McpProcess> = {}): McpProcess {
    // A server that listens on a port has an address of this form.
    const { port } = this.#server.address() as AddressInfo;
    return {
      command: process.execPath,
      args: [serverFile, ...modes],
      ...more,
      env: { LIFELINE: String(port), ...more.env },
    };
  }

  /** Closes it. What still lives is left over by a spec that failed. */
  async close(): Promise<void> {
    this.#isOpen = false;
    for (const pid of this.#pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  async #lifeOf(socket: Socket): Promise<Life> {
    // It begins with its number, which is one packet.
    const said: readonly unknown[] = await once(socket, 'data');
    const pid = Number(String(said[0]));
    this.#pids.push(pid);
    const over = once(socket, 'close').then(async () => {
      // The system closes what a process held before whoever has started it hears of its end.
      while (this.#isOpen && isAlive(pid)) await turn();
    });
    return { pid, over };
  }
}

/** Whether there is such a process. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Lines that somebody writes, and waiting for one of them. */
export interface Hearing {
  readonly lines: readonly string[];
  readonly log: (line: string) => void;
  /** The first line with this in it. */
  readonly heard: (part: string) => Promise<string>;
}

/** Hears lines. */
export const hearing = (): Hearing => {
  const lines: string[] = [];
  const looking = new Set<() => void>();
  return {
    lines,
    log: (line) => {
      lines.push(line);
      for (const look of looking) look();
    },
    heard: (part) =>
      new Promise((found) => {
        const look = (): void => {
          const line = lines.find((each) => each.includes(part));
          if (line === undefined) return;
          looking.delete(look);
          found(line);
        };
        looking.add(look);
        look();
      }),
  };
};

interface Beginning {
  readonly life: Promise<Life>;
  readonly tell: (life: Life) => void;
}

const beginning = (): Beginning => {
  let tell: Beginning['tell'] = () => undefined;
  const life = new Promise<Life>((resolve) => (tell = resolve));
  return { life, tell: (given) => tell(given) };
};
