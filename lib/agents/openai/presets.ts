/**
 * Servers that speak the language of OpenAI, and are known by name.
 *
 * Only what is different about each stands here, as the page says that its entry names, or what others say of it; looked up on
 * 2026-11-25. None of these servers was asked. Where one has changed, the option `baseURL` of an agent counts more.
 *
 * @module
 */

import type { CompatibleServer } from './server.js';

/** A server that is known by name, and the types of agents that it has. */
interface Preset extends CompatibleServer {
  readonly has: readonly ('text' | 'vision' | 'embed')[];
}

/** The servers that are known by name. Which model is asked has to be said: none of them has one of its own. */
export const presets = {
  /** Ollama on this machine: https://docs.ollama.com/api/openai-compatibility */
  ollama: {
    name: 'ollama',
    baseURL: 'http://127.0.0.1:11434/v1',
    has: ['text', 'vision', 'embed'],
    isKeyless: true,
  },
  /** vLLM on this machine: https://docs.vllm.ai/en/stable/serving/openai_compatible_server/ */
  vllm: {
    name: 'vllm',
    baseURL: 'http://127.0.0.1:8000/v1',
    has: ['text', 'vision', 'embed'],
    isKeyless: true,
  },
  /** `llama-server` on this machine: https://github.com/ggml-org/llama.cpp/tree/master/tools/server */
  llamacpp: {
    name: 'llamacpp',
    baseURL: 'http://127.0.0.1:8080/v1',
    has: ['text', 'vision', 'embed'],
    isKeyless: true,
  },
  /** LM Studio on this machine: https://lmstudio.ai/docs/developer/openai-compat */
  lmstudio: {
    name: 'lmstudio',
    baseURL: 'http://127.0.0.1:1234/v1',
    has: ['text', 'vision', 'embed'],
    isKeyless: true,
    // It refuses any other: https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/189
    formats: ['json_schema'],
  },
  /** DeepSeek: https://api-docs.deepseek.com */
  deepseek: {
    name: 'deepseek',
    baseURL: 'https://api.deepseek.com',
    has: ['text', 'vision'],
    // It refuses any other: https://api-docs.deepseek.com/guides/json_mode
    formats: ['json_object'],
  },
  /** NVIDIA NIM: https://docs.api.nvidia.com/nim/reference/llm-apis */
  nvidia: {
    name: 'nvidia',
    baseURL: 'https://integrate.api.nvidia.com/v1',
    has: ['text', 'vision', 'embed'],
    // Which of them a model takes, only its own page says.
    formats: [],
  },
  /** Mistral: https://docs.mistral.ai/api */
  mistral: {
    name: 'mistral',
    baseURL: 'https://api.mistral.ai/v1',
    has: ['text', 'vision', 'embed'],
    // It refuses to be asked: https://github.com/openai/openai-agents-python/issues/442
    tellsUsage: true,
  },
  /** Groq: https://console.groq.com/docs/openai */
  groq: {
    name: 'groq',
    baseURL: 'https://api.groq.com/openai/v1',
    has: ['text', 'vision'],
    // Few of its models take a schema: https://console.groq.com/docs/structured-outputs
    formats: ['json_object'],
  },
  /** OpenRouter: https://openrouter.ai/docs/quickstart, https://openrouter.ai/docs/api_reference/embeddings */
  openrouter: {
    name: 'openrouter',
    baseURL: 'https://openrouter.ai/api/v1',
    has: ['text', 'vision', 'embed'],
  },
  /** Together: https://docs.together.ai/docs/inference/openai-compatibility */
  together: {
    name: 'together',
    baseURL: 'https://api.together.ai/v1',
    has: ['text', 'vision', 'embed'],
  },
  /** xAI: https://docs.x.ai/docs/guides/chat-completions */
  xai: { name: 'xai', baseURL: 'https://api.x.ai/v1', has: ['text', 'vision'] },
} as const satisfies Readonly<Record<string, Preset>>;
