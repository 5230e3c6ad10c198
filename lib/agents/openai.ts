import { text, vision } from './openaiChat.js';
import { embed } from './openaiEmbed.js';
import { image } from './openaiImage.js';
import { reaching, vendor, type OpenAIOptions } from './openaiReach.js';
import { recognition } from './openaiRecognition.js';
import { speech } from './openaiSpeech.js';
import type { Provider } from './provider.js';

export type { VendorOptions } from './access.js';
export type {
  OpenAIAudioUsage,
  OpenAIChatChunk,
  OpenAIChatRequest,
  OpenAIClient,
  OpenAIEmbeddingRequest,
  OpenAIEmbeddings,
  OpenAIImageRequest,
  OpenAIImages,
  OpenAIMessage,
  OpenAIPart,
  OpenAIRequestOptions,
  OpenAISound,
  OpenAISpeechRequest,
  OpenAITranscriptEvent,
  OpenAITranscription,
  OpenAITranscriptionRequest,
} from './openaiClient.js';
export type { OpenAIOptions } from './openaiReach.js';

/**
 * The models of OpenAI, and of every server that speaks its language.
 *
 * The mission is the system message of `text` and `vision`, the beginning of the prompt of `image` and
 * `recognition`, and the way to speak of `speech` (not for `tts-1`, which takes none); `embed` leaves it out.
 *
 * @category providers
 */
export const openai = (
  options: OpenAIOptions = {},
): Provider<'text' | 'image' | 'vision' | 'speech' | 'recognition' | 'embed'> => {
  const reach = reaching(options);
  return {
    name: vendor.name,
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
