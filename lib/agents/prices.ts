/**
 * What models cost, in US dollars for a million tokens, as their vendors said.
 *
 * Looked up on 2026-11-25, in copies of the vendors' pages from September to November 2026, some of them as others repeat
 * them: embeddings and pictures of OpenAI, speech and caches of Gemini, most caches of Anthropic, Stability (a credit is a
 * cent). Vendors change them: an agent says its own by the option `price`. To check them again:
 * https://developers.openai.com/api/docs/pricing, https://ai.google.dev/gemini-api/docs/pricing,
 * https://platform.claude.com/docs/en/about-claude/pricing, https://platform.stability.ai/pricing.
 *
 * Where a price depends on the request, the one of a usual request stands here: with few words, and words only.
 *
 * @module
 */

import type { Price } from '../flow/price.js';
import type { CompatibleServer } from './openai/server.js';
import { presets } from './openai/presets.js';

/** What a model costs, where that is known. Models that run on this machine cost nothing. */
export const priceOf = (provider: string, model: string | undefined): Price | undefined => {
  if (provider === 'scripted' || isLocal(provider)) return {};
  const known = Object.hasOwn(prices, provider) ? prices[provider] : undefined;
  return model !== undefined && known !== undefined && Object.hasOwn(known, model)
    ? known[model]
    : undefined;
};

const servers: readonly CompatibleServer[] = Object.values(presets);

/** Whether it is a server on this machine. */
const isLocal = (provider: string): boolean =>
  servers.some(({ name, isKeyless = false }) => name === provider && isKeyless);

const prices: Readonly<Record<string, Readonly<Record<string, Price>>>> = {
  openai: {
    'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },
    'gpt-5.5': { input: 5, cached: 0.5, output: 30 },
    'gpt-5.4': { input: 2.5, cached: 0.25, output: 15 },
    'gpt-5.4-mini': { input: 0.75, cached: 0.075, output: 4.5 },
    'gpt-5.4-nano': { input: 0.2, cached: 0.02, output: 1.25 },
    // A picture that is given costs more than words: 8 for a million of its tokens.
    'gpt-image-2': { input: 5, output: 30 },
    'gpt-4o-transcribe': { input: 2.5, output: 10 },
    'gpt-4o-mini-transcribe': { input: 1.25, output: 5 },
    'text-embedding-3-small': { input: 0.02 },
    'text-embedding-3-large': { input: 0.13 },
  },
  gemini: {
    // From 2027-01-01 on these three cost twice as much.
    'gemini-3.8-flash': { input: 0.75, cached: 0.075, output: 3.75 },
    'gemini-3.8-flash-tts': { input: 0.5, output: 9 },
    'gemini-3.8-flash-lite-tts': { input: 0.5, output: 6 },
    'gemini-3.5-flash': { input: 1.5, output: 9 },
    'gemini-3.5-flash-lite': { input: 0.3, output: 2.5 },
    // Beyond 200,000 tokens: 4 and 18.
    'gemini-3.1-pro-preview': { input: 2, output: 12 },
    'gemini-embedding-2': { input: 0.2 },
  },
  anthropic: {
    'claude-fable-5-1': { input: 10, cached: 0.25, output: 50 },
    'claude-opus-5-5': { input: 4, cached: 0.2, output: 20 },
    'claude-opus-5': { input: 5, cached: 0.5, output: 25 },
    'claude-sonnet-5-5': { input: 2, cached: 0.1, output: 10 },
    'claude-sonnet-5': { input: 2, cached: 0.2, output: 10 },
    // Beyond 100,000 tokens all of it costs five times as much.
    'claude-haiku-5-5': { input: 0.1, cached: 0.01, output: 0.5 },
    'claude-haiku-4-5': { input: 1, cached: 0.1, output: 5 },
  },
  stability: {
    core: { request: 0.03 },
    ultra: { request: 0.08 },
    'sd3.5-large': { request: 0.065 },
    'sd3.5-large-turbo': { request: 0.04 },
    'sd3.5-medium': { request: 0.035 },
  },
};
