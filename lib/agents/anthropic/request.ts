import type { Question } from '../../flow/ports.js';
import type { AnthropicRequest, AnthropicTool } from './client.js';
import { formatOf, inWords } from './form.js';
import { messagesOf, toolOf } from './messages.js';
import { pictureOf } from './picture.js';
import { maxTokens } from '../models.js';
import type { AgentSettings } from '../provider.js';

/** What is asked, but for which model is asked. */
export const requestOf = (
  { text, images, form, tools = [], turns = [] }: Question,
  { mission, params }: AgentSettings,
): Omit<AnthropicRequest, 'model'> => {
  const format = form === undefined ? undefined : formatOf(form);
  const all = form === undefined || format !== undefined ? text : `${text}\n\n${inWords(form)}`;
  const content =
    images.length === 0 ? all : [...images.map(pictureOf), { type: 'text' as const, text: all }];
  const { tools: own, output_config: config } = params;
  return {
    max_tokens: maxTokens.anthropic,
    ...params,
    ...(mission !== '' && { system: mission }),
    ...(format !== undefined && { output_config: { ...(isObject(config) && config), format } }),
    ...(tools.length > 0 && { tools: [...tools.map(toolOf), ...(isTools(own) ? own : [])] }),
    messages: messagesOf(content, turns),
    stream: true,
  };
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

// Those of the user are passed on as they are.
const isTools = (tools: unknown): tools is readonly AnthropicTool[] => Array.isArray(tools);
