/**
 * The client of the `openai` package, and how it is kept from doing more than it is asked to.
 *
 * @module
 */

import { environment } from '../../internal/environment.js';
import { load } from '../../core/load.js';
import type { Access } from '../access.js';
import type { OpenAIClient } from './client.js';
import type { OpenAIServer } from './server.js';

/** Loads the package that a server is asked with. */
export const loadOpenAI = ({ name }: OpenAIServer) =>
  load('openai', `The provider "${name}"`, () => import('openai'));

/** A client for one request. */
export const open = async (
  server: OpenAIServer,
  { key, baseURL, wire }: Access,
): Promise<OpenAIClient> => {
  const apiKey = key();
  const { default: OpenAI } = await loadOpenAI(server);
  return new OpenAI({
    apiKey,
    baseURL,
    ...(server.name === 'openai' ? {} : discreet(apiKey)),
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

/** What keeps from others what the client would tell everybody: what it finds in variables that are about OpenAI. */
const discreet = (apiKey: string) => {
  const lines = environment('OPENAI_CUSTOM_HEADERS')?.split('\n') ?? [];
  const names = lines.filter((line) => line.includes(':')).map((line) => line.split(':')[0] ?? '');
  return {
    organization: null,
    project: null,
    defaultHeaders: {
      ...Object.fromEntries(names.map((name) => [name.trim(), null])),
      authorization: `Bearer ${apiKey}`,
    },
  };
};
