import type { Modality } from '../core/modality.js';
import { presets } from './openai/presets.js';
import type { Provider } from './provider.js';
import { scripted } from './scripted.js';

/**
 * The providers that are known by name, and the types of agents that each has. Users may add their own by
 * declaration merging, for the compiler; at run time such a provider is passed as an object.
 */
export interface Providers {
  openai: 'text' | 'image' | 'vision' | 'speech' | 'recognition' | 'embed';
  gemini: 'text' | 'image' | 'vision' | 'speech' | 'recognition' | 'embed';
  stability: 'image';
  anthropic: 'text' | 'vision';
  ollama: 'text' | 'vision' | 'embed';
  vllm: 'text' | 'vision' | 'embed';
  llamacpp: 'text' | 'vision' | 'embed';
  lmstudio: 'text' | 'vision' | 'embed';
  deepseek: 'text' | 'vision';
  nvidia: 'text' | 'vision' | 'embed';
  mistral: 'text' | 'vision' | 'embed';
  groq: 'text' | 'vision';
  openrouter: 'text' | 'vision' | 'embed';
  together: 'text' | 'vision' | 'embed';
  xai: 'text' | 'vision';
  google: 'search';
  scripted: Modality;
}

/** A provider that is known by name. */
export interface KnownProvider {
  readonly has: readonly string[];
  /** Loads it. What needs no loading is there at once. */
  readonly open: () => AnyProvider | Promise<AnyProvider>;
}

/** A provider of whatever types of agents. */
export type AnyProvider = Provider<never>;

/** The providers that are known by name. A vendor's module and package are loaded when first asked for. */
export const known: Readonly<Record<string, KnownProvider>> = {
  openai: {
    has: ['text', 'image', 'vision', 'speech', 'recognition', 'embed'],
    open: async () => (await import('./openai.js')).openai(),
  },
  gemini: {
    has: ['text', 'image', 'vision', 'speech', 'recognition', 'embed'],
    open: async () => (await import('./gemini.js')).gemini(),
  },
  stability: { has: ['image'], open: async () => (await import('./stability.js')).stability() },
  anthropic: {
    has: ['text', 'vision'],
    open: async () => (await import('./anthropic.js')).anthropic(),
  },
  ...Object.fromEntries(
    Object.values(presets).map(({ has, ...server }) => [
      server.name,
      { has, open: async () => (await import('./openai/compatible.js')).compatible(server) },
    ]),
  ),
  google: { has: ['search'], open: async () => (await import('./google.js')).google() },
  scripted: { has: Object.keys(scripted().agents), open: () => scripted() },
};
