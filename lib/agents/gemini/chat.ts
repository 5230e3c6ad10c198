/**
 * The models of Gemini that answer with a text: about a text, about pictures, or with what is said in a sound.
 *
 * @module
 */

import { defer } from 'rxjs';
import { InvalidOptions } from '../../core/errors.js';
import type { Question } from '../../flow/ports.js';
import { geminiBody } from './body.js';
import { geminiContents } from './contents.js';
import { pictureIn, soundIn } from './media.js';
import { geminiPieces } from './pieces.js';
import { events, vendor, type Reach } from './reach.js';
import type { GeminiPart } from './wire.js';
import { models } from '../models.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Answers a text. */
export const text = (reach: Reach) => asking(reach, models.gemini.text, ({ text }) => [{ text }]);

/** Answers a text about pictures. */
export const vision = (reach: Reach) =>
  asking(reach, models.gemini.vision, ({ text, images }) => [...images.map(pictureIn), { text }]);

/** Writes down what is said in a sound. The question goes before it, as words that the model may expect. */
export const recognition = (reach: Reach) =>
  asking(reach, models.gemini.recognition, ({ text, audio }) => {
    if (audio.length === 0) {
      throw new InvalidOptions(
        undefined,
        `"${vendor.name}" was to write down what is said, and got no sound. Nothing was sent.`,
      );
    }
    const told = [transcript, text].filter((each) => each !== '').join('\n\n');
    return [{ text: told }, ...audio.map(soundIn)];
  });

const transcript = 'Write down what is said in the sound, word for word, and nothing else.';

const asking =
  ({ access, text }: Reach, model: string, partsOf: (question: Question) => GeminiPart[]) =>
  (settings: AgentSettings): Ask<string> =>
  (question) =>
    defer(() => {
      const contents = geminiContents(partsOf(question), question.turns);
      const reached = access(settings, model, events);
      const request = { ...geminiBody(settings, question, reached.model), contents };
      return text(reached, async (api, signal) =>
        geminiPieces(await api.stream(reached.model, request, signal)),
      );
    });
