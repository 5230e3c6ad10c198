import {
  asyncScheduler,
  catchError,
  defer,
  distinctUntilChanged,
  identity,
  map,
  takeLast,
  type Observable,
  type OperatorFunction,
} from 'rxjs';
import type { AnyCodec } from '../core/codec.js';
import { discuss } from '../flow/discuss.js';
import { decode } from '../flow/finished.js';
import { formOf } from '../flow/form.js';
import { ledger } from '../flow/ledger.js';
import type { AnyAgent, Question, Turn } from '../flow/ports.js';
import { correctionOf } from '../flow/structured.js';

/** Asks an agent without a flow: what it has said so far. */
export const askAlone = (
  agent: AnyAgent,
  question: Question,
  output: AnyCodec | undefined,
): Observable<unknown> =>
  defer(() => {
    const hasForm = agent.type === 'text' || agent.type === 'vision';
    const form = output === undefined || !hasForm ? undefined : formOf(output);
    const attempt = (correction: readonly Turn[] | undefined): Observable<unknown> =>
      discuss(agent, question, {
        label: agent.provider,
        scheduler: asyncScheduler,
        random: Math.random,
        ledger: ledger(),
        answers: undefined,
        timeout: undefined,
        patience: 30_000,
        form,
        correction,
        admitted: () => true,
        tell: () => undefined,
      }).pipe(
        map(({ value }) => value),
        output === undefined || form !== undefined ? identity : readBy(agent.provider, output),
        catchError((error: unknown) => {
          const next = correction === undefined ? correctionOf(error) : undefined;
          if (next === undefined) throw error;
          return attempt(next);
        }),
      );
    return attempt(undefined).pipe(distinctUntilChanged());
  });

/** What a codec makes of the last of them. */
const readBy =
  (label: string, output: AnyCodec): OperatorFunction<unknown, unknown> =>
  (values) =>
    values.pipe(
      takeLast(1),
      map((value) => decode(label, 'output', output, value)),
    );
