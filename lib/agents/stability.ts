import { catchError, defer, map, throwError } from 'rxjs';
import type { Image } from '../core/media.js';
import { ContentBlocked, StreamTruncated } from '../core/providerErrors.js';
import type { Answer } from '../flow/ports.js';
import { fromAbortable } from '../internal/fromAbortable.js';
import {
  accessTo,
  accountOf,
  checkKey,
  type Access,
  type Vendor,
  type VendorOptions,
} from './access.js';
import { models } from './models.js';
import { pictureOf } from './picture.js';
import type { Provider } from './provider.js';
import { formOf, givenFields } from './stability/form.js';

export type { VendorOptions } from './access.js';

/** How Stability is reached. */
export type StabilityOptions = VendorOptions;

/**
 * The image models of Stability: `core`, `ultra`, and those of the family `sd3`, such as `sd3.5-large`. There
 * is no package to install.
 *
 * All but `core` make a picture from another one, too. `params: { strength }` is how far it may go from it: nowhere with 0,
 * and anywhere with 1; 0.7 where it is not said.
 *
 * @category providers
 */
export const stability = (options: StabilityOptions = {}): Provider<'image'> => ({
  name: vendor.name,
  account: (settings) => accountOf(vendor, options, settings),
  prepare: (settings, task) => checkKey(vendor, options, settings, task),
  agents: {
    image: (settings) => (question) =>
      defer(() => {
        const isGiven = question.images.length > 0;
        const usual = isGiven ? models.stability.fromImage : models.stability.image;
        const access = accessTo(vendor, options, settings, usual, picture);
        const { mission, params } = settings;
        const prompt = [mission, question.text].filter((part) => part !== '').join('\n\n');
        const given = givenFields(question.images, access.model);
        const body = formOf({
          output_format: 'png',
          ...modelOf(access),
          ...given,
          ...params,
          prompt,
        });
        return fromAbortable(async (signal) => {
          const response = await access.wire.fetch(addressOf(access), {
            method: 'POST',
            headers: { authorization: `Bearer ${access.key()}`, accept: 'image/*' },
            body,
            signal,
          });
          const bytes = new Uint8Array(await response.arrayBuffer());
          return [{ headers: response.headers, ok: response.ok, bytes }];
        }).pipe(
          map((response) => pictureFrom(response, access)),
          catchError((error: unknown) => throwError(() => access.explain(error, ''))),
        );
      }),
  },
});

const vendor: Vendor = {
  name: 'stability',
  prefix: 'STABILITY',
  baseURL: 'https://api.stability.ai',
};

const picture = { accepts: /^\s*(?:image\/|application\/octet-stream)/iu };

/** A model of its own is a part of the path; the models of a family are told in the form. */
const isPath = (model: string): boolean => !model.startsWith('sd3.');

const addressOf = ({ baseURL, model }: Access): string =>
  `${baseURL}/v2beta/stable-image/generate/${isPath(model) ? encodeURIComponent(model) : 'sd3'}`;

const modelOf = ({ model }: Access): { readonly model?: string } =>
  isPath(model) ? {} : { model };

interface Received {
  readonly headers: Headers;
  readonly ok: boolean;
  readonly bytes: Uint8Array;
}

const pictureFrom = ({ headers, ok, bytes }: Received, { facts }: Access): Answer<Image> => {
  // What it says stands in the report of the wire.
  if (!ok) throw new Error('The request was refused.');
  const finish = headers.get('finish-reason') ?? 'SUCCESS';
  if (finish === 'CONTENT_FILTERED') throw new ContentBlocked(vendor.name, finish, facts());
  const promised = Number(headers.get('content-length') ?? bytes.length);
  // What is compressed on the way is longer when it is here.
  if (bytes.length < promised && !headers.has('content-encoding')) {
    throw new StreamTruncated(vendor.name, facts());
  }
  const value = pictureOf(bytes, headers.get('content-type') ?? undefined);
  if (value === undefined) throw new StreamTruncated(vendor.name, facts());
  return { value };
};
