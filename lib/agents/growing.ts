import { catchError, concat, filter, map, of, scan, type OperatorFunction } from 'rxjs';
import type { Finish, Usage } from '../core/event.js';
import { ConnectionLost, ContentBlocked, StreamTruncated } from '../core/providerErrors.js';
import type { Answer } from '../flow/ports.js';
import type { Access } from './access.js';

/** What a vendor says at a time, in one form for all of them. */
export interface Piece {
  /** What the text grows by. */
  readonly text?: string;
  /** Why the answer ended. Without one it has not ended, whatever the SDK says. */
  readonly finish?: Finish;
  readonly usage?: Usage;
  /** Why there is no answer. */
  readonly blocked?: string;
  /** What the model says instead of an answer; it grows like the text. */
  readonly refusal?: string;
}

/**
 * Makes the growing answer of the pieces, and with the last answer says why it ended and what it took.
 *
 * An answer whose end was not marked ends with `StreamTruncated`, and one that broke with the error that
 * `explain` makes of it; both hold what had come. What breaks after the mark takes nothing away.
 */
export const growing =
  (
    provider: string,
    { explain, facts }: Pick<Access, 'explain' | 'facts'>,
  ): OperatorFunction<Piece, Answer<string>> =>
  (pieces) => {
    const grow = (before: Said, piece: Piece | End): Said =>
      'end' in piece ? ended(before, piece.end) : grown(before, piece);

    const ended = ({ text, refusal, ...before }: Said, { error }: { error?: unknown }): Said => {
      const said = { ...before, text, refusal };
      if (refusal !== '')
        throw new ContentBlocked(provider, shortened(refusal), {
          ...facts(),
          partial: text,
        });
      const fault = error === undefined ? undefined : explain(error, text);
      const isCut = fault instanceof ConnectionLost || fault instanceof StreamTruncated;
      if (fault !== undefined && !(isCut && said.finish !== undefined)) throw fault;
      if (said.finish === undefined)
        throw new StreamTruncated(provider, { ...facts(), partial: text });
      const { finish, usage } = said;
      return {
        ...said,
        answer: { value: text, delta: '', finish, ...(usage === undefined ? {} : { usage }) },
      };
    };

    const grown = (before: Said, piece: Piece): Said => {
      const delta = piece.text ?? '';
      const text = before.text + delta;
      if (piece.blocked !== undefined) {
        throw new ContentBlocked(provider, piece.blocked, { ...facts(), partial: text });
      }
      return {
        text,
        refusal: before.refusal + (piece.refusal ?? ''),
        finish: before.finish ?? piece.finish,
        usage: piece.usage ?? before.usage,
        answer: delta === '' ? undefined : { value: text, delta },
      };
    };

    return concat(pieces, of({ end: {} })).pipe(
      catchError((error: unknown) => of({ end: { error } })),
      scan(grow, silence),
      map(({ answer }) => answer),
      filter((answer) => answer !== undefined),
    );
  };

/** What has been said so far, and the answer to give now. */
interface Said {
  readonly text: string;
  readonly refusal: string;
  readonly finish: Finish | undefined;
  readonly usage: Usage | undefined;
  readonly answer: Answer<string> | undefined;
}

interface End {
  readonly end: { readonly error?: unknown };
}

const silence: Said = {
  text: '',
  refusal: '',
  finish: undefined,
  usage: undefined,
  answer: undefined,
};

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
