/**
 * How a server that speaks the language of OpenAI is reached.
 *
 * @module
 */

import { catchError, throwError, type Observable } from 'rxjs';
import type { Answer } from '../../flow/ports.js';
import { environment } from '../../internal/environment.js';
import { fromAbortable } from '../../internal/fromAbortable.js';
import { accessTo, accountOf, checkKey, type Access, type VendorOptions } from '../access.js';
import { growing, type Piece } from '../growing.js';
import type { OpenAIClient, OpenAIRequestOptions } from './client.js';
import { loadOpenAI, open } from './open.js';
import { missingModel, vendorOf, type OpenAIServer } from './server.js';
import type { AgentSettings, Provider } from '../provider.js';

/** How OpenAI, or a server that speaks its language, is reached. */
export interface OpenAIOptions extends VendorOptions {
  /**
   * The client to ask. It brings its own key and address.
   *
   * @defaultValue one of the `openai` package, which is loaded when the first question is asked
   */
  readonly client?: OpenAIClient;
}

/** How the agents of a server make their requests. */
export interface Reach extends Required<Pick<Provider, 'prepare' | 'account'>> {
  readonly server: OpenAIServer;
  /** How one request of an agent of this type is made. */
  readonly access: (settings: AgentSettings, type: string, accepts: RegExp) => Access;
  /** An answer that comes all at once, or several of which the last one is complete. */
  readonly answers: <Out>(
    access: Access,
    ask: (
      client: OpenAIClient,
      options: OpenAIRequestOptions,
    ) => Promise<AsyncIterable<Answer<Out>> | readonly Answer<Out>[]>,
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

/** The way to a server with these options. */
export const reaching = (server: OpenAIServer, { client, ...options }: OpenAIOptions): Reach => {
  const vendor = vendorOf(server);
  const keyed = (settings: AgentSettings): AgentSettings =>
    server.isKeyless === true && (settings.key ?? '').trim() === ''
      ? { ...settings, key: options.key ?? environment(`${vendor.prefix}_API_KEY`) ?? nobody }
      : settings;
  const asked = async <A>(
    access: Access,
    signal: AbortSignal,
    ask: (client: OpenAIClient, options: OpenAIRequestOptions) => Promise<A>,
  ): Promise<A> => ask(client ?? (await open(server, access)), { signal, maxRetries: 0 });
  return {
    server,
    account: (settings) => accountOf(vendor, options, keyed(settings)),
    prepare: (settings, task) => {
      if (settings.model === undefined && Object.keys(server.models).length === 0) {
        throw missingModel(server, task);
      }
      if (client !== undefined) return undefined;
      checkKey(vendor, options, keyed(settings), task);
      return loadOpenAI(server).then(() => undefined);
    },
    access: (settings, type, accepts) => {
      const model = settings.model ?? server.models[type];
      if (model === undefined) throw missingModel(server, undefined);
      return accessTo(vendor, options, keyed(settings), model, { accepts });
    },
    answers: (access, ask) =>
      fromAbortable((signal) => asked(access, signal, ask)).pipe(
        catchError((error: unknown) => throwError(() => access.explain(error, ''))),
      ),
    text: (access, ask) =>
      fromAbortable((signal) => asked(access, signal, ask)).pipe(growing(server.name, access)),
  };
};

/** The type of an answer in JSON. */
export const json = /^\s*(?:application\/(?:[\w.-]+\+)?json|text\/plain)/iu;

/** The type of a stream of events. Some servers that speak this language do not name it rightly. */
export const events = /^\s*(?:text\/event-stream|text\/plain|application\/octet-stream)/iu;

// The client wants to send a key. This one is too short to be hidden where messages happen to say it.
const nobody = '-';
