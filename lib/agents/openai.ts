import { models } from './models.js';
import { text, vision } from './openai/chat.js';
import { embed } from './openai/embed.js';
import { image } from './openai/image.js';
import { reaching, type OpenAIOptions } from './openai/reach.js';
import { recognition } from './openai/recognition.js';
import { speech } from './openai/speech.js';
import type { Provider } from './provider.js';

export type { VendorOptions } from './access.js';
export { compatible } from './openai/compatible.js';
export type {
  OpenAIAudioUsage,
  OpenAICall,
  OpenAIChatChunk,
  OpenAIChatRequest,
  OpenAIClient,
  OpenAIContent,
  OpenAIEmbeddingRequest,
  OpenAIEmbeddings,
  OpenAIFormat,
  OpenAIImageEdit,
  OpenAIImageEvent,
  OpenAIImageRequest,
  OpenAIImages,
  OpenAIImageUsage,
  OpenAIMessage,
  OpenAIPart,
  OpenAIRequestOptions,
  OpenAISound,
  OpenAISpeechRequest,
  OpenAITranscriptEvent,
  OpenAITranscription,
  OpenAITranscriptionRequest,
} from './openai/client.js';
export type { OpenAIOptions } from './openai/reach.js';
export type { CompatibleServer, OpenAIFormatType } from './openai/server.js';

/**
 * The models of OpenAI, and of every server that speaks its language.
 *
 * The mission is the system message of `text` and `vision`, the beginning of the prompt of `image` and
 * `recognition`, and the way to speak of `speech` (not for `tts-1`, which takes none); `embed` leaves it out.
 *
 * An `image` agent that is given pictures makes its picture from them. With `params: { partial_images: 2 }` its picture grows:
 * what it looks like on the way is given, too.
 *
 * @category providers
 */
export const openai = (
  options: OpenAIOptions = {},
): Provider<'text' | 'image' | 'vision' | 'speech' | 'recognition' | 'embed'> => {
  const reach = reaching(server, options);
  return {
    name: server.name,
    tools: true,
    forms: true,
    account: reach.account,
    prepare: reach.prepare,
    agents: {
      text: text(reach),
      image: image(reach),
      vision: vision(reach),
      speech: speech(reach),
      recognition: recognition(reach),
      embed: embed(reach),
    },
  };
};

const server = {
  name: 'openai',
  baseURL: 'https://api.openai.com/v1',
  models: models.openai,
};
