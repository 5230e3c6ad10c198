/**
 * Texts that come token by token, each in a turn of its own.
 *
 * @module
 */

import { Observable } from 'rxjs';

/** Tokens as a model says them: a word with the space before it. */
export const tokensOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, place) => ` word${String(place % 100)}`);

/** Says the tokens one by one, each in a turn of its own. It stops when it is unsubscribed from. */
export const saying = (tokens: readonly string[]): Observable<string> =>
  new Observable((subscriber) => {
    let next = 0;
    const say = (): void => {
      const token = tokens[next++];
      if (token === undefined) {
        subscriber.complete();
        return;
      }
      subscriber.next(token);
      turn = setImmediate(say);
    };
    let turn = setImmediate(say);
    return () => clearImmediate(turn);
  });
