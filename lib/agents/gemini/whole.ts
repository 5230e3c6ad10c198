import { ContentBlocked, ProtocolError } from '../../core/providerErrors.js';
import type { Answer } from '../../flow/ports.js';
import type { Access } from '../access.js';
import { geminiAnswer, isAnswer } from './pieces.js';
import { vendor } from './reach.js';
import type { GeminiChunk } from './wire.js';
import { fromBase64 } from '../picture.js';

/** Bytes of an answer, with their type. */
export interface SaidBytes {
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** An answer that came at once, made of its bytes; `undefined` says that there is `what` missing. */
export const geminiWhole = <Out>(
  chunk: GeminiChunk,
  { facts }: Pick<Access, 'facts'>,
  what: string,
  make: (said: readonly SaidBytes[]) => Out | undefined,
): Answer<Out> => {
  const { parts, blocked, finish, usage } = geminiAnswer(chunk);
  if (blocked !== undefined) throw new ContentBlocked(vendor.name, blocked, facts());
  const value = make(
    parts.filter(isAnswer).flatMap(({ inlineData: { mimeType: mime = '', data = '' } = {} }) => {
      const bytes = fromBase64(data);
      return bytes === undefined || bytes.length === 0 ? [] : [{ mime, bytes }];
    }),
  );
  if (value === undefined) {
    const why = finish === undefined || finish === 'stop' ? '' : ` (${finish})`;
    throw new ProtocolError(vendor.name, `there is no ${what} in it${why}`, facts());
  }
  return {
    value,
    ...(finish !== undefined && { finish }),
    ...(usage !== undefined && { usage }),
  };
};
