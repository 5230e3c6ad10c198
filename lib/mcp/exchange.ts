/**
 * What is used of a request and a response of `node:http` before the SDK gets them, so that no published type names them.
 *
 * @module
 */

/** A request of `node:http`. */
export interface McpRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A response of `node:http`. */
export interface McpResponse {
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
}
