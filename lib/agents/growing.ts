import { catchError, concat, filter, map, of, scan, type OperatorFunction } from 'rxjs';
import type { Finish, ToolCall, Usage } from '../core/event.js';
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
  /** Tools that the model calls, whole or in parts. */
  readonly calls?: readonly CallPiece[];
  /** What the vendor wants back with the next turn of the conversation. The last one counts. */
  readonly memo?: unknown;
}

/** A part of a call of a tool. */
export interface CallPiece {
  /** Which of the calls of the answer it belongs to; a whole call has none. */
  readonly index?: number;
  /** What the vendor calls the call, said with the first part. */
  readonly id?: string;
  /** The name of the tool, said with the first part. */
  readonly tool?: string;
  /** What the JSON of its input grows by. */
  readonly text?: string;
  /** The whole input. */
  readonly input?: unknown;
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
      const { finish, usage, calls, memo } = said;
      return {
        ...said,
        answer: {
          value: text,
          delta: '',
          finish,
          ...(usage === undefined ? {} : { usage }),
          ...(calls.length === 0 ? {} : { calls: calls.map(wholeCall) }),
          ...(memo === undefined ? {} : { memo }),
        },
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
        memo: piece.memo ?? before.memo,
        calls: piece.calls === undefined ? before.calls : piece.calls.reduce(called, before.calls),
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
  readonly calls: readonly CallPiece[];
  readonly memo: unknown;
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
  calls: [],
  memo: undefined,
  answer: undefined,
};

/** The calls so far with a part put to the call it belongs to, or begun by it. */
const called = (calls: readonly CallPiece[], piece: CallPiece): readonly CallPiece[] => {
  const known = calls.findIndex(({ index }) => index !== undefined && index === piece.index);
  if (known === -1) return [...calls, piece];
  return calls.map((call, place) =>
    place === known ? { ...call, text: (call.text ?? '') + (piece.text ?? '') } : call,
  );
};

// Models do not always write JSON where they should; what they wrote is told then.
const wholeCall = ({ id, tool = '', text, input }: CallPiece): ToolCall => ({
  tool,
  input: text === undefined || text === '' ? (input ?? {}) : parsed(text),
  ...(id !== undefined && { id }),
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
