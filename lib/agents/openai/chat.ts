/**
 * The chat models of OpenAI: they answer a text, and see the pictures that come with it.
 *
 * @module
 */

import { defer } from 'rxjs';
import type { Question, ToolForm } from '../../flow/ports.js';
import { toBase64 } from '../../internal/toBase64.js';
import { inWords } from '../inWords.js';
import { pictureType } from '../pictureType.js';
import type { OpenAIPart } from './client.js';
import { toldOf } from './form.js';
import { messagesOf, type UserContent } from './messages.js';
import { piecesOf } from './pieces.js';
import { events, type Reach } from './reach.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Answers a text. */
export const text = (reach: Reach) => asking(reach, 'text', ({ text }) => text);

/** Answers a text about pictures. */
export const vision = (reach: Reach) =>
  asking(reach, 'vision', ({ text, images }) => [
    { type: 'text', text },
    ...images.map((image): OpenAIPart => {
      const type = pictureType(image, seen, `"${reach.server.name}" sees`);
      return {
        type: 'image_url',
        image_url: { url: `data:${type};base64,${toBase64(image.bytes)}` },
      };
    }),
  ]);

const seen: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

const asking =
  (
    { server, access, text }: Reach,
    type: 'text' | 'vision',
    contentOf: (question: Question) => UserContent,
  ) =>
  (settings: AgentSettings): Ask<string> =>
  (question) =>
    defer(() => {
      const reached = access(settings, type, events);
      const { mission, params } = settings;
      // Whoever says it with a setting of his own has said it all.
      const isTold = question.form === undefined || params['response_format'] !== undefined;
      const { format, isInWords = false } = isTold ? {} : toldOf(question.form, server);
      const content = contentOf(isInWords ? inWords(question) : question);
      return text(reached, async ({ chat }, options) =>
        piecesOf(
          await chat.completions.create(
            {
              ...(format !== undefined && { response_format: format }),
              ...params,
              ...toolsOf(question, params),
              model: reached.model,
              messages: messagesOf(mission, content, question.turns),
              stream: true,
              ...(server.tellsUsage !== true && { stream_options: { include_usage: true } }),
            },
            options,
          ),
        ),
      );
    });

/** The tools of the question, and those of the params, which are in the words of the vendor already. */
const toolsOf = (
  { tools = [] }: Question,
  { tools: own }: AgentSettings['params'],
): Readonly<Record<string, unknown>> =>
  tools.length === 0
    ? {}
    : { tools: [...tools.map(toolOf), ...(Array.isArray(own) ? (own as readonly unknown[]) : [])] };

const toolOf = ({ name, description, schema }: ToolForm) => ({
  type: 'function' as const,
  function: { name, description, parameters: schema },
});
