import { catchError, defer, throwError } from 'rxjs';
import { InvalidOptions } from '../../core/errors.js';
import type { Image } from '../../core/media.js';
import { ProtocolError } from '../../core/providerErrors.js';
import { fromAbortable } from '../../internal/fromAbortable.js';
import { aiSdkRequest } from './failure.js';
import type { AiSdkImageCall, AiSdkImageModel } from './model.js';
import { usageOf } from './pieces.js';
import { mediaTypeOf } from './prompt.js';
import { fromBase64, pictureOf } from '../picture.js';
import type { AgentSettings, Ask } from '../provider.js';

/** Asks a model that makes pictures for one. */
export const aiSdkImage =
  (model: AiSdkImageModel, maxBytes: number) =>
  ({ mission, params }: AgentSettings): Ask<Image> =>
  ({ text, images }) =>
    defer(() => {
      const request = aiSdkRequest(model, maxBytes);
      const prompt = [mission, text].filter((part) => part !== '').join('\n\n');
      const files = filesOf(images, model);
      return fromAbortable(async (abortSignal) => {
        const made = await model.doGenerate({
          ...none,
          ...params,
          prompt,
          n: 1,
          files,
          abortSignal,
        });
        request.answered(made.response?.headers);
        const [picture] = made.images;
        const bytes = typeof picture === 'string' ? fromBase64(picture) : picture;
        const value = bytes === undefined ? undefined : pictureOf(bytes);
        if (value === undefined) {
          throw new ProtocolError(
            model.provider,
            'there is no whole picture in it',
            request.facts(),
          );
        }
        return [{ value, ...(made.usage !== undefined && { usage: usageOf(made.usage) }) }];
      }).pipe(catchError((error: unknown) => throwError(() => request.explain(error, ''))));
    });

const none = {
  size: undefined,
  aspectRatio: undefined,
  seed: undefined,
  mask: undefined,
  providerOptions: {},
} as const;

const filesOf = (
  images: readonly Image[],
  { specificationVersion, provider }: AiSdkImageModel,
): AiSdkImageCall['files'] => {
  if (images.length === 0) return undefined;
  if (specificationVersion === 'v2') {
    throw new InvalidOptions(
      undefined,
      `"${provider}" makes no picture from another one: its model is of version 2 of the AI SDK. Use a newer one. Nothing was sent.`,
    );
  }
  return images.map(({ mime, bytes }) => ({
    type: 'file',
    mediaType: mediaTypeOf(mime),
    data: bytes,
  }));
};
