import { InvalidOptions } from '../core/errors.js';
import type { RunOptions } from '../flow/runOptions.js';
import { answered } from './answering.js';
import type { McpHandlerOptions } from './host.js';
import { planOf, type AnyFlow } from '../flow/planOf.js';
import { schemaOfInputs } from './offer.js';
import type { Offer } from './offered.js';
import { overHttp, type McpHandler } from './overHttp.js';
import { overStdio } from './overStdio.js';

/** How a flow is served. */
export interface ServeOptions {
  /** The name of the tool: letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  /**
   * What it does, and when it is of use. Models read it.
   *
   * @defaultValue which results it has
   */
  readonly description?: string;
  /**
   * The version of the server.
   *
   * @defaultValue `'1.0.0'`
   */
  readonly version?: string;
  /**
   * How each run is run, such as with which `memory`, `files` or `answers`.
   *
   * @defaultValue as the flow says
   */
  readonly run?: Omit<RunOptions, 'signal' | 'runId'>;
}

/** A flow that can be served. */
export interface FlowServer {
  /**
   * Serves the client that has started this process, by its standard input and output, and resolves when that has left. Runs
   * that are under way then are cancelled. Nothing else may be written to the standard output.
   */
  readonly stdio: () => Promise<void>;
  /**
   * Makes a handler for a server of `node:http`, which serves many clients at once ("Streamable HTTP"). Listen on
   * `127.0.0.1` unless others are meant to reach it.
   */
  readonly handler: (options: McpHandlerOptions) => McpHandler;
}

/**
 * Serves a flow as an MCP server with one tool. What the tool is called with are the inputs of the flow, as their codecs say;
 * each call is a run.
 *
 * It gives the results as structured content, and as a text; pictures and sounds among them follow as contents of their own. A
 * run that fails gives an error with the message of `FlowFailed`. A client that asked for progress is told of each task that
 * has settled. A call that the client cancels, or whose connection it closes, cancels the run, with all its requests.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import * as t from 'io-ts';
 * import { agent, flow, task } from 'rivulet';
 * import { serve } from 'rivulet/mcp';
 *
 * const writer = agent({ type: 'text', provider: 'openai', mission: 'write' });
 * const story = flow({
 *   inputs: { topic: t.string },
 *   tasks: { plot: task('Write a plot about {{topic}}', writer) },
 *   paths: { topic: ['plot'] },
 * });
 *
 * const server = serve(story, { name: 'plot', description: 'Writes the plot of a story.' });
 * createServer(server.handler({ token: { env: 'STORY_TOKEN' } })).listen(4000, '127.0.0.1');
 * ```
 *
 * @throws `InvalidOptions` when the name is none for a tool, or an input cannot be told by a JSON Schema
 * @category flows
 */
export const serve = (
  flow: AnyFlow,
  { name, description, version = '1.0.0', run = {} }: ServeOptions,
): FlowServer => {
  if (!/^[\w-]{1,64}$/u.test(name)) {
    throw new InvalidOptions(
      undefined,
      `serve: ${JSON.stringify(name)} is no name for a tool. Letters, digits, _ and - make one, at most 64.`,
    );
  }
  const plan = planOf(flow);
  const results = plan.graph.tasks.filter(({ exclude }) => !exclude).map((task) => task.name);
  const offer: Offer = {
    name,
    description: description ?? `Gives: ${results.join(', ')}.`,
    version,
    schema: schemaOfInputs(plan),
    call: (call) => answered(plan, run, call),
  };
  return {
    stdio: () => overStdio(offer),
    handler: (options) => overHttp(offer, options),
  };
};
