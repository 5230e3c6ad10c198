import { defer } from 'rxjs';
import type { Audio } from '../../core/media.js';
import { StreamTruncated } from '../../core/providerErrors.js';
import { voices } from '../models.js';
import type { OpenAISound } from './client.js';
import type { Reach } from './reach.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Says a text. The mission tells how, except to the oldest models, which take no advice. */
export const speech =
  ({ server, access, answers }: Reach) =>
  (settings: AgentSettings): Ask<Audio> =>
  (question) =>
    defer(() => {
      const reached = access(settings, 'speech', sound);
      const { model, facts } = reached;
      const { mission, params } = settings;
      const isAdvised = mission !== '' && !/^tts-1(?:-|$)/u.test(model);
      const request = {
        voice: voices.openai,
        response_format: 'mp3' as const,
        ...(isAdvised && { instructions: mission }),
        ...params,
        model,
        input: question.text,
      };
      return answers(reached, async ({ audio }, options) => {
        const said = await audio.speech.create(request, options);
        const bytes = new Uint8Array(await said.arrayBuffer());
        if (isCut(said, bytes)) throw new StreamTruncated(server.name, facts());
        const mime = mimeOf(said, request.response_format);
        return [{ value: { _tag: 'Audio' as const, mime, bytes } }];
      });
    });

const sound = /^\s*(?:audio\/|(?:application|binary)\/octet-stream)/iu;

// What is compressed on the way is longer when it is here.
const isCut = ({ headers }: OpenAISound, bytes: Uint8Array): boolean =>
  bytes.length === 0 ||
  (bytes.length < Number(headers.get('content-length')) && !headers.has('content-encoding'));

const mimeOf = ({ headers }: OpenAISound, format: string): string => {
  const told = headers.get('content-type')?.trim() ?? '';
  return told.startsWith('audio/') ? told : (types[format] ?? 'application/octet-stream');
};

const types: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  opus: 'audio/opus',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
};
