/**
 * What can go wrong with an MCP server and its tools.
 *
 * @module
 */

import { RivuletError } from '../core/errors.js';
import { ProviderError, type RequestFacts } from '../core/providerErrors.js';

/**
 * How a server failed: it could not be started, or ended before it had answered; it could not be reached; it refused the
 * request; the connection to it broke; what it said is not MCP.
 */
export type McpFailure = 'not-started' | 'unreachable' | 'refused' | 'lost' | 'protocol';

/** What is known of a failure of a server. */
export interface McpFacts extends RequestFacts {
  /** The tool that was being called. */
  readonly tool?: string | undefined;
  /** The exit code of its process, where that ended by itself. */
  readonly exitCode?: number | undefined;
  /** The signal that ended its process. */
  readonly exitSignal?: string | undefined;
}

/** An MCP server could not be reached or did not answer. What its tools say of themselves is {@link McpToolFailed}. */
export class McpFailed extends ProviderError<'McpFailed'> {
  /** How it failed. */
  readonly reason: McpFailure;
  /** The tool that was being called. */
  readonly tool: string | undefined;
  /** The exit code of its process, where that ended by itself. */
  readonly exitCode: number | undefined;
  /** The signal that ended its process. */
  readonly exitSignal: string | undefined;

  constructor(
    server: string,
    reason: McpFailure,
    why: string,
    retryable: boolean,
    { tool, exitCode, exitSignal, ...facts }: McpFacts = {},
  ) {
    super(
      'McpFailed',
      server,
      retryable,
      `The MCP server ${server}${tool === undefined ? '' : `, asked for "${tool}",`} ${why}`,
      facts,
    );
    this.reason = reason;
    this.tool = tool;
    this.exitCode = exitCode;
    this.exitSignal = exitSignal;
  }
}

/** A tool says that it has failed. A model that called it is told. */
export class McpToolFailed extends RivuletError<'McpToolFailed'> {
  /** Whose tool it is. */
  readonly server: string;
  /** The tool. */
  readonly tool: string;
  /** What it says. */
  readonly text: string;

  constructor(server: string, tool: string, text: string, options?: ErrorOptions) {
    super(
      'McpToolFailed',
      `The tool "${tool}" of the MCP server ${server} failed: ${text === '' ? 'it does not say why.' : text}`,
      options,
    );
    this.server = server;
    this.tool = tool;
    this.text = text;
  }
}

/** A server has no tool of this name. */
export class UnknownMcpTool extends RivuletError<'UnknownMcpTool'> {
  /** Who was asked. */
  readonly server: string;
  /** The name as it was written. */
  readonly tool: string;
  /** The most similar name there is. */
  readonly nearest: string | undefined;
  /** All that there are. */
  readonly known: readonly string[];

  constructor(server: string, tool: string, nearest: string | undefined, known: readonly string[]) {
    super(
      'UnknownMcpTool',
      `The MCP server ${server} has no tool ${JSON.stringify(tool)}. ${
        nearest === undefined ? '' : `Did you mean "${nearest}"? `
      }${known.length === 0 ? 'It has none.' : `It has: ${known.join(', ')}.`}`,
    );
    this.server = server;
    this.tool = tool;
    this.nearest = nearest;
    this.known = known;
  }
}
