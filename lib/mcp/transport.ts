/**
 * The way to a server: how messages go there, and how it is left.
 *
 * @module
 */

/** What is used of a transport of the SDK. */
export interface Transport {
  readonly start: () => Promise<void>;
  readonly send: (message: never) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The way to one server. */
export interface Line {
  readonly transport: Transport;
  /** Leaves it: ends the process, or the session. What goes wrong meanwhile has nobody to be told to. */
  readonly leave: () => void;
  /** The error of this library for whatever was thrown while the server was asked, for this tool where it is one. */
  readonly explain: (error: unknown, asked: Asked) => Error;
}

/** What a server was asked. */
export interface Asked {
  /** Whether it had answered before. */
  readonly hasAnswered: boolean;
  /** The tool that was being called. */
  readonly tool: string | undefined;
}
