import { defer } from 'rxjs';
import { InvalidOptions } from '../../core/errors.js';
import { ProtocolError } from '../../core/providerErrors.js';
import type { Question } from '../../flow/ports.js';
import type { Access } from '../access.js';
import type { Piece } from '../growing.js';
import type { OpenAITranscriptEvent } from './client.js';
import { pieceOf } from './pieces.js';
import type { Reach } from './reach.js';
import type { OpenAIServer } from './server.js';
import { tokens } from './tokens.js';
import type { AgentSettings, Ask } from '../provider.js';

/**
 * Writes down what is said in a sound. Mission and question go before it, as words that the model may expect.
 * The text grows where the model streams, and comes all at once where it does not.
 */
export const recognition =
  ({ server, access, text }: Reach) =>
  (settings: AgentSettings): Ask<string> =>
  (question) =>
    defer(() => {
      const file = fileOf(question, server);
      const reached = access(settings, 'recognition', transcript);
      const { model } = reached;
      const { mission, params } = settings;
      const prompt = [mission, question.text].filter((part) => part !== '').join('\n\n');
      // Models that tell speakers apart take no prompt.
      const isPrompted = prompt !== '' && !model.includes('diarize');
      return text(reached, async ({ audio }, options) => {
        const { data, response } = await audio.transcriptions
          .create({ ...(isPrompted && { prompt }), ...params, model, file, stream: true }, options)
          .withResponse();
        const type = response.headers.get('content-type') ?? '';
        if (isPlain(params, type)) return [{ text: await response.text(), finish: 'stop' }];
        if (/json/iu.test(type))
          return [wholeOf(JSON.parse(await response.text()), server, reached)];
        return piecesOf(data);
      });
    });

const transcript =
  /^\s*(?:text\/(?:event-stream|plain|vtt)|application\/(?:octet-stream|x-subrip|(?:[\w.-]+\+)?json))/iu;

const isPlain = ({ response_format: format }: AgentSettings['params'], type: string): boolean =>
  ['text', 'srt', 'vtt'].includes(String(format)) && !/json|event-stream/iu.test(type);

/** The sound as a file, whose ending tells servers what is in it. */
const fileOf = ({ audio }: Question, { name }: OpenAIServer): File => {
  const [first] = audio;
  if (first === undefined || audio.length > 1) {
    throw new InvalidOptions(
      undefined,
      `"${name}" writes down one sound at a time, and got ${String(audio.length)}. ` +
        'Give each sound a task of its own. Nothing was sent.',
    );
  }
  const { mime, bytes } = first;
  const subtype = /^\s*\w+\/(?:x-)?(\w[\w.-]*)/u.exec(mime.toLowerCase())?.[1] ?? 'bin';
  return new File([bytes.slice()], `audio.${endings[subtype] ?? subtype}`, { type: mime });
};

/** Where the ending is not the name of the type. */
const endings: Readonly<Record<string, string>> = {
  mpeg: 'mp3',
  mpeg3: 'mp3',
  mp4: 'm4a',
  opus: 'ogg',
  'pn-wav': 'wav',
  'vnd.wave': 'wav',
  wave: 'wav',
};

async function* piecesOf(said: AsyncIterable<OpenAITranscriptEvent>): AsyncIterable<Piece> {
  let text = '';
  for await (const event of said) {
    const piece = pieceFrom(event, text);
    text += piece.text ?? '';
    yield piece;
  }
}

const pieceFrom = (event: OpenAITranscriptEvent, before: string): Piece => {
  const { type, delta = '', text = '', usage, choices } = event;
  if (choices !== undefined) return pieceOf({ choices, usage: usage ?? null });
  if (type === 'transcript.text.delta') return { text: delta };
  if (type !== 'transcript.text.done') return {};
  return {
    // The end repeats the whole text; some say it nowhere else.
    text: text.startsWith(before) ? text.slice(before.length) : '',
    finish: 'stop',
    ...usageOf(usage),
  };
};

const wholeOf = (body: unknown, { name }: OpenAIServer, { facts }: Access): Piece => {
  const { text, usage } = isTranscript(body) ? body : {};
  if (text === undefined) throw new ProtocolError(name, 'there is no text in it', facts());
  return { text, finish: 'stop', ...usageOf(usage) };
};

const isTranscript = (body: unknown): body is Pick<OpenAITranscriptEvent, 'text' | 'usage'> =>
  typeof body === 'object' && body !== null && 'text' in body && typeof body.text === 'string';

// What is paid by the second tells no tokens.
const usageOf = (usage: OpenAITranscriptEvent['usage']): Pick<Piece, 'usage'> =>
  usage?.input_tokens === undefined ? {} : { usage: tokens(usage) };
