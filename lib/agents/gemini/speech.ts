import { defer } from 'rxjs';
import type { Audio } from '../../core/media.js';
import { wavOfPCM } from '../../internal/wavOfPCM.js';
import { generationConfig } from './body.js';
import { json, type Reach } from './reach.js';
import { geminiWhole, type SaidBytes } from './whole.js';
import type { GeminiText } from './wire.js';
import { models, voices } from '../models.js';
import type { AgentSettings, Ask } from '../provider.js';

/**
 * Says a text, as the mission tells. The sound can be played as it is: models that give samples only get the head of a WAV
 * file put before them.
 */
export const speech =
  ({ access, whole }: Reach) =>
  (settings: AgentSettings): Ask<Audio> =>
  ({ text }) =>
    defer(() => {
      const { voice = voices.gemini, ...params } = settings.params;
      const reached = access(settings, models.gemini.speech, json);
      const contents = [{ role: 'user', parts: [advised(text, settings.mission, reached.model)] }];
      const config = {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } },
        ...generationConfig(params),
      };
      const request = { ...params, generationConfig: config, contents };
      return whole(reached, async (api, signal) =>
        geminiWhole(await api.whole(reached.model, request, signal), reached, 'sound', soundOf),
      );
    });

/** The text, and how to say it. Older models are told in the text; the others would read that aloud. */
const advised = (text: string, mission: string, model: string): GeminiText =>
  mission === ''
    ? { text }
    : /(?:^|\/)gemini-(?:2|3\.1)/u.test(model)
      ? { text: `${mission}\n\n#### TRANSCRIPT\n${text}` }
      : { text, speechMetadata: { style: mission } };

const soundOf = (said: readonly SaidBytes[]): Audio | undefined => {
  const [first] = said;
  if (first === undefined) return undefined;
  const { mime } = first;
  const bytes = joined(said.map((each) => each.bytes));
  const isPCM = /^\s*audio\/(?:l16|pcm)/iu.test(mime);
  return {
    _tag: 'Audio',
    mime: isPCM ? 'audio/wav' : mime,
    bytes: isPCM
      ? wavOfPCM(bytes, numberIn(mime, 'rate') ?? 24_000, numberIn(mime, 'channels') ?? 1)
      : bytes,
  };
};

const numberIn = (mime: string, name: string): number | undefined => {
  const found = new RegExp(`;\\s*${name}=(\\d+)`, 'iu').exec(mime)?.[1];
  return found === undefined ? undefined : Number(found);
};

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  pieces.reduce((at, piece) => {
    whole.set(piece, at);
    return at + piece.length;
  }, 0);
  return whole;
};
