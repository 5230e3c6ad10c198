import { catchError, throwError, type Observable } from 'rxjs';
import type { Answer } from '../flow/ports.js';
import { fromAbortable } from '../internal/fromAbortable.js';
import {
  accessTo,
  checkKey,
  loaded,
  type Access,
  type Vendor,
  type VendorOptions,
} from './access.js';
import { growing, type Piece } from './growing.js';
import type { OpenAIClient, OpenAIRequestOptions } from './openaiClient.js';
import type { AgentSettings, Provider } from './provider.js';

/** How OpenAI, or a server that speaks its language, is reached. */
export interface OpenAIOptions extends VendorOptions {
  /**
   * The client to ask. It brings its own key and address.
   *
   * @defaultValue one of the `openai` package, which is loaded when the first question is asked
   */
  readonly client?: OpenAIClient;
}

/** How the agents of OpenAI make their requests. */
export interface Reach extends Required<Pick<Provider, 'prepare'>> {
  /** How one request is made. */
  readonly access: (settings: AgentSettings, defaultModel: string, accepts: RegExp) => Access;
  /** An answer that comes all at once. */
  readonly whole: <Out>(
    access: Access,
    ask: (client: OpenAIClient, options: OpenAIRequestOptions) => Promise<Answer<Out>>,
  ) => Observable<Answer<Out>>;
  /** A text that comes piece by piece. */
  readonly text: (
    access: Access,
    ask: (
      client: OpenAIClient,
      options: OpenAIRequestOptions,
    ) => Promise<AsyncIterable<Piece> | readonly Piece[]>,
  ) => Observable<Answer<string>>;
}

/** The way to OpenAI with these options. */
export const reaching = ({ client, ...options }: OpenAIOptions): Reach => ({
  prepare: (settings, task) => {
    if (client !== undefined) return undefined;
    checkKey(vendor, options, settings, task);
    return load().then(() => undefined);
  },
  access: (settings, defaultModel, accepts) =>
    accessTo(vendor, options, settings, defaultModel, { accepts }),
  whole: (access, ask) =>
    fromAbortable(async (signal) => [
      await ask(client ?? (await open(access)), { signal, maxRetries: 0 }),
    ]).pipe(catchError((error: unknown) => throwError(() => access.explain(error, '')))),
  text: (access, ask) =>
    fromAbortable(async (signal) =>
      ask(client ?? (await open(access)), { signal, maxRetries: 0 }),
    ).pipe(growing(vendor.name, access)),
});

/** OpenAI itself; other servers are reached by their address. */
export const vendor: Vendor = {
  name: 'openai',
  prefix: 'OPENAI',
  baseURL: 'https://api.openai.com/v1',
};

/** The type of an answer in JSON. */
export const json = /^\s*(?:application\/(?:[\w.-]+\+)?json|text\/plain)/iu;

/** The type of a stream of events. Some servers that speak this language do not name it rightly. */
export const events = /^\s*(?:text\/event-stream|text\/plain|application\/octet-stream)/iu;

const load = () => loaded('openai', 'The provider "openai"', () => import('openai'));

const open = async ({ key, baseURL, wire }: Access): Promise<OpenAIClient> => {
  const apiKey = key();
  const { default: OpenAI } = await load();
  return new OpenAI({
    apiKey,
    baseURL,
    // Before it sends a file, this client looks for `Response` here, and else spends the one request to find out.
    fetch: Object.assign((...request: Parameters<typeof wire.fetch>) => wire.fetch(...request), {
      Response,
    }),
    maxRetries: 0,
    // Clocks belong to the task, too, and so does what is told: this client would print what it cannot read.
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
  });
};
