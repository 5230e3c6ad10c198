/**
 * Asks each provider one small thing whose key is there: `npm run smoke`. It costs a little; `npm run smoke -- --all` also
 * asks for numbers of a text and for pictures, which cost more.
 *
 * A provider is asked when its variable is set, such as `OPENAI_API_KEY`; a server on this machine when that of its address
 * is, such as `OLLAMA_BASE_URL`. Another model for texts than the usual one stands in a variable such as `OLLAMA_MODEL`, and
 * `--within 10` waits for ten seconds instead of a minute.
 *
 * @module
 */

import { parseArgs } from 'node:util';
import { agent, type Modality, type ProviderOf } from 'rivulet';
import { lastValueFrom, timeout } from 'rxjs';
import { known } from '../lib/agents/known.js';
import { defaultModel, examples } from '../lib/agents/models.js';
import type { CompatibleServer } from '../lib/agents/openai/server.js';
import { presets } from '../lib/agents/openai/presets.js';
import { masking } from '../lib/agents/secrets.js';

/** What became of a provider. */
interface Told {
  readonly state: 'asked' | 'skipped' | 'failed';
  readonly why: string;
}

const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    within: { type: 'string', default: '60' },
  },
});
const within = Number(options.within) * 1000;
if (!(within > 0)) throw new RangeError('--within must be a number of seconds above 0.');

/** What is asked for, cheapest first; of the others only with `--all`. */
const cheap: readonly string[] = ['text', 'search'];
const types: readonly string[] = options.all ? [...cheap, 'embed', 'image'] : cheap;

const servers: readonly CompatibleServer[] = Object.values(presets);

const variable = (provider: string, what: string): string | undefined => {
  const value = process.env[`${provider.toUpperCase()}_${what}`]?.trim();
  return value === '' ? undefined : value;
};

/** Why a provider is not asked; `undefined` when it is. */
const reasonAgainst = (provider: string): string | undefined => {
  const isLocal = servers.some(({ name, isKeyless = false }) => name === provider && isKeyless);
  const needed = isLocal ? 'BASE_URL' : 'API_KEY';
  if (variable(provider, needed) === undefined) {
    return `${provider.toUpperCase()}_${needed} is not set`;
  }
  return provider === 'google' && variable('google', 'CSE_ID') === undefined
    ? 'GOOGLE_CSE_ID is not set'
    : undefined;
};

const modelOf = (provider: string, type: string): string | undefined =>
  (type === 'text' ? variable(provider, 'MODEL') : undefined) ??
  defaultModel(provider, type) ??
  Object.entries(examples).find(([name]) => name === provider)?.[1];

const ask = async (provider: string, type: string): Promise<Told> => {
  const model = modelOf(provider, type);
  const mask = masking(variable(provider, 'API_KEY'));
  const began = performance.now();
  try {
    const asked = agent({
      // It has agents of this type: that is how the type was chosen.
      type: type as Modality,
      provider: provider as ProviderOf<Modality>,
      mission: 'answer with one word',
      ...(model !== undefined && { model }),
    });
    await lastValueFrom(asked.ask('Say hello.').pipe(timeout({ first: within, each: within })));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    return { state: 'asked', why: `${model ?? 'its engine'}, ${seconds} s` };
  } catch (error) {
    return { state: 'failed', why: mask(String(error)).replaceAll(/\s+/gu, ' ') };
  }
};

const tell = async (provider: string, has: readonly string[]): Promise<readonly string[]> => {
  const against = reasonAgainst(provider);
  // What a server has besides texts is asked for by no usual name.
  const asked = types.filter(
    (type) =>
      has.includes(type) && (cheap.includes(type) || defaultModel(provider, type) !== undefined),
  );
  const reason =
    against ?? (asked.length === 0 ? `it has ${has.join(', ')} only: see --all` : undefined);
  const told: readonly (readonly [string, Told])[] =
    reason === undefined
      ? await Promise.all(asked.map(async (type) => [type, await ask(provider, type)] as const))
      : [['', { state: 'skipped', why: reason }]];
  if (told.some(([, { state }]) => state === 'failed')) process.exitCode = 1;
  return told.map(([type, { state, why }]) =>
    [provider.padEnd(10), type.padEnd(6), state.padEnd(7), why].join('  '),
  );
};

const vendors = Object.entries(known).filter(([name]) => name !== 'scripted');
const lines = vendors.map(([name, { has }]) => tell(name, has));
for (const told of lines) console.log((await told).join('\n'));
