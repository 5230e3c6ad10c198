import { catchError, throwError, type Observable } from 'rxjs';
import type { Answer } from '../../flow/ports.js';
import { fromAbortable } from '../../internal/fromAbortable.js';
import {
  accessTo,
  accountOf,
  checkKey,
  type Access,
  type Vendor,
  type VendorOptions,
} from '../access.js';
import { plainEvents } from '../events.js';
import type { GeminiAPI } from './api.js';
import { geminiByGenAI } from './byGenAI.js';
import { geminiByGenerativeAI } from './byGenerativeAI.js';
import type { GeminiClient } from './client.js';
import { checkedSDK, geminiPackage, type GeminiSDK } from './package.js';
import type { GenAIClient } from './genaiClient.js';
import { growing, type Piece } from '../growing.js';
import type { AgentSettings, Provider } from '../provider.js';
import type { WireOptions } from '../wire.js';

/** How Gemini is reached. */
export interface GeminiOptions extends VendorOptions {
  /**
   * The package that makes the requests.
   *
   * @defaultValue the one that is installed; where both are, `@google/genai`, for the support of the other has ended
   */
  readonly sdk?: GeminiSDK;
  /**
   * The client to ask, of either package. It brings its own key. One of `@google/genai` also brings its own address; to one
   * of `@google/generative-ai` it is told.
   *
   * @defaultValue one of the package, which is loaded when the first question is asked
   */
  readonly client?: GeminiClient | GenAIClient;
}

/** How the agents of Gemini make their requests. */
export interface Reach extends Required<Pick<Provider, 'prepare' | 'account'>> {
  /** How one request is made. */
  readonly access: (
    settings: AgentSettings,
    defaultModel: string,
    expected: Omit<WireOptions, 'maxBytes'>,
  ) => Access;
  /** An answer that comes all at once. */
  readonly whole: <Out>(
    access: Access,
    ask: (api: GeminiAPI, signal: AbortSignal) => Promise<Answer<Out>>,
  ) => Observable<Answer<Out>>;
  /** A text that comes piece by piece. */
  readonly text: (
    access: Access,
    ask: (api: GeminiAPI, signal: AbortSignal) => Promise<AsyncIterable<Piece>>,
  ) => Observable<Answer<string>>;
}

/** The way to Gemini with these options. */
export const reaching = ({ client, sdk: given, ...options }: GeminiOptions): Reach => {
  const sdk = checkedSDK(given);
  const open = async (access: Access): Promise<GeminiAPI> => {
    if (client === undefined) return (await geminiPackage(sdk))(access);
    return 'models' in client ? geminiByGenAI(client) : geminiByGenerativeAI(client, access);
  };
  return {
    prepare: (settings, task) => {
      if (client !== undefined) return undefined;
      checkKey(vendor, options, settings, task);
      return geminiPackage(sdk).then(() => undefined);
    },
    account: (settings) => accountOf(vendor, options, settings),
    access: (settings, defaultModel, expected) =>
      accessTo(vendor, options, settings, defaultModel, expected),
    whole: (access, ask) =>
      fromAbortable(async (signal) => [await ask(await open(access), signal)]).pipe(
        catchError((error: unknown) => throwError(() => access.explain(error, ''))),
      ),
    text: (access, ask) =>
      fromAbortable(async (signal) => ask(await open(access), signal)).pipe(
        growing(vendor.name, access),
      ),
  };
};

/** Google's API of that name. */
export const vendor: Vendor = {
  name: 'gemini',
  prefix: 'GEMINI',
  baseURL: 'https://generativelanguage.googleapis.com',
};

/** An answer that comes piece by piece. Both SDKs read only some of the forms in which an event may come. */
export const events = { accepts: /^\s*text\/event-stream/iu, rewriting: plainEvents };

/** An answer that comes at once. */
export const json = { accepts: /^\s*application\/(?:[\w.-]+\+)?json/iu };
