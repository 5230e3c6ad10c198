import { catchError, defer, map, throwError } from 'rxjs';
import { InvalidOptions } from '../core/errors.js';
import type { Found } from '../core/modality.js';
import { ProtocolError } from '../core/providerErrors.js';
import { environment } from '../internal/environment.js';
import { fromAbortable } from '../internal/fromAbortable.js';
import {
  accessTo,
  accountOf,
  checkKey,
  type Access,
  type Vendor,
  type VendorOptions,
} from './access.js';
import { overQuota } from './google/quota.js';
import type { AgentSettings, Provider } from './provider.js';

export type { VendorOptions } from './access.js';

/** How Google is searched. */
export interface GoogleOptions extends VendorOptions {
  /**
   * The id of the search engine (`cx`), which https://programmablesearchengine.google.com makes.
   *
   * @defaultValue `params.cx` or the `model` of the agent, or else the environment variable `GOOGLE_CSE_ID`
   */
  readonly engine?: string;
}

/**
 * Google as a search, by its Custom Search JSON API. There is no package to install; the key is looked for in
 * `GOOGLE_API_KEY`.
 *
 * What is searched for is the question, and nothing else: the mission stays here. `params` are those of the API, such as
 * `{ num: 5, lr: 'lang_de' }`. A search that finds nothing gives an empty list.
 *
 * Google takes no new customers for this API, and ends it on 2027-01-01. `searchBy` makes a search of any function, and `mcp`
 * of `rivulet/mcp` one of a tool.
 *
 * @example
 * ```ts
 * import { agent } from 'rivulet';
 * import { google } from 'rivulet/agents/google';
 *
 * const searcher = agent({
 *   type: 'search',
 *   provider: google({ engine: '017576662512468239146:omuauf_lfve' }),
 *   mission: 'look things up',
 *   params: { num: 5 },
 * });
 * ```
 *
 * @category providers
 */
export const google = ({ engine, ...options }: GoogleOptions = {}): Provider<'search'> => ({
  name: vendor.name,
  account: (settings) => accountOf(vendor, options, settings),
  prepare: (settings, task) => {
    checkKey(vendor, options, settings, task);
    engineOf(engine, settings, task);
  },
  agents: {
    search: (settings) => (question) =>
      defer(() => {
        const cx = engineOf(engine, settings);
        const access = accessTo(vendor, options, settings, cx, json);
        return fromAbortable(async (signal) => {
          const address = addressOf(access, { ...settings.params, cx, q: question.text });
          // In the address the key would stand in the logs of every proxy on the way.
          const headers = { 'x-goog-api-key': access.key(), accept: 'application/json' };
          const response = await access.wire.fetch(address, { headers, signal });
          // What it says stands in the report of the wire.
          if (!response.ok) throw new Error('The request was refused.');
          return [await response.text()];
        }).pipe(
          map((text) => ({ value: foundIn(text, access) })),
          catchError((error: unknown) => {
            const explained = access.explain(error, '');
            return throwError(() => overQuota(access, explained) ?? explained);
          }),
        );
      }),
  },
});

const vendor: Vendor = {
  name: 'google',
  prefix: 'GOOGLE',
  baseURL: 'https://www.googleapis.com',
};

const json = { accepts: /^\s*application\/json/iu };

const engineOf = (
  given: string | undefined,
  { params: { cx }, model }: AgentSettings,
  task?: string,
): string => {
  const engine =
    (typeof cx === 'string' ? cx : undefined) ?? model ?? given ?? environment(variable);
  if (engine !== undefined && engine.trim() !== '') return engine.trim();
  throw new InvalidOptions(
    task,
    `"${vendor.name}" needs the id of a search engine, and none is set. Looked at: params.cx and model of the agent, ` +
      `google({ engine }), variable ${variable}. Make an engine at https://programmablesearchengine.google.com. ` +
      'Nothing was sent.',
  );
};

const variable = 'GOOGLE_CSE_ID';

const addressOf = ({ baseURL }: Access, params: Readonly<Record<string, unknown>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined)
      query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return `${baseURL}/customsearch/v1?${query.toString()}`;
};

const foundIn = (text: string, { facts }: Access): readonly Found[] => {
  const broken = (what: string): ProtocolError => new ProtocolError(vendor.name, what, facts());
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw broken('it is no JSON');
  }
  if (typeof answer !== 'object' || answer === null) throw broken('it is no record');
  // Where nothing is found there are no items.
  const items = 'items' in answer ? answer.items : [];
  if (!Array.isArray(items)) throw broken('its items are no list');
  return items.flatMap((item: unknown) => {
    const [title = '', url, snippet = ''] = ['title', 'link', 'snippet'].map((name) =>
      textIn(item, name),
    );
    return url === undefined ? [] : [{ title, url, snippet }];
  });
};

const textIn = (item: unknown, name: string): string | undefined => {
  const value: unknown =
    typeof item === 'object' && item !== null ? Reflect.get(item, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};
