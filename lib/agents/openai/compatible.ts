import { examples } from '../models.js';
import { text, vision } from './chat.js';
import { embed } from './embed.js';
import { reaching, type OpenAIOptions } from './reach.js';
import type { CompatibleServer } from './server.js';
import type { Provider } from '../provider.js';

/**
 * The models of a server that speaks the language of OpenAI. Many such servers are known by name (`provider: 'ollama'`); this
 * is for one that is not. Which model is asked, the agent has to say.
 *
 * What its errors say is about this server, and so are the variables that they name.
 *
 * @example
 * ```ts
 * import { agent } from 'rivulet';
 * import { compatible } from 'rivulet/agents/openai';
 *
 * const acme = compatible({ name: 'acme', baseURL: 'https://llm.acme.example/v1' });
 *
 * // Its key is in ACME_API_KEY.
 * const writer = agent({ type: 'text', provider: acme, model: 'acme-large', mission: 'write poems' });
 * ```
 *
 * @category providers
 */
export const compatible = (
  server: CompatibleServer,
  options: OpenAIOptions = {},
): Provider<'text' | 'vision' | 'embed'> => {
  const example = Object.entries(examples).find(([name]) => name === server.name)?.[1];
  const reach = reaching({ ...server, models: {}, example }, options);
  return {
    name: server.name,
    tools: true,
    forms: true,
    account: reach.account,
    prepare: reach.prepare,
    agents: { text: text(reach), vision: vision(reach), embed: embed(reach) },
  };
};
