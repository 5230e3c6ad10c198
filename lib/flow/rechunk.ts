import { Observable, Subject } from 'rxjs';
import type { Values } from '../core/join.js';

/** Cuts the growing output of a predecessor into larger pieces, such as `sentences()` does. */
export type Chunk = (snapshots: Observable<never>) => Observable<unknown>;

/** How the growing outputs of some predecessors are cut, by name. */
export type Chunks = Readonly<Record<string, Chunk>>;

/**
 * Lets records of growing outputs through with some of them cut into larger pieces: when one of the pieces is another,
 * and at the end.
 *
 *     records                       -a-b-c-d--|        { story }: 'Hi', 'Hi. I', 'Hi. I am', 'Hi. I am. Yo'
 *     rechunk({ story: sentences() }) ---B---D--(d|)   { story }: 'Hi.', 'Hi. I am.', 'Hi. I am. Yo'
 *
 * A record is let through when every output that is cut has given a piece, and once for each that comes in, however
 * many of its outputs have grown.
 */
export const rechunk = (chunks: Chunks, records: Observable<Values>): Observable<Values> =>
  new Observable((subscriber) => {
    let latest: Values = {};
    let isTaking = false;
    let hasNews = false;
    const pieces = new Map<string, unknown>();
    const cutters = Object.entries(chunks).map(([name, chunk]) => {
      const snapshots = new Subject<unknown>();
      let before: unknown;
      subscriber.add(
        // The types of the task promise the chunk these snapshots.
        chunk(snapshots as Observable<unknown> as Observable<never>).subscribe({
          next: (piece) => {
            hasNews ||= !pieces.has(name) || pieces.get(name) !== piece;
            pieces.set(name, piece);
            if (!isTaking) tell();
          },
          error: (error: unknown) => subscriber.error(error),
        }),
      );
      return {
        take: (value: unknown): void => {
          if (value === before) return;
          before = value;
          snapshots.next(value);
        },
        name,
        complete: () => snapshots.complete(),
      };
    });
    const tell = (): void => {
      if (!hasNews || pieces.size < cutters.length) return;
      hasNews = false;
      subscriber.next({ ...latest, ...Object.fromEntries(pieces) });
    };
    subscriber.add(
      records.subscribe({
        next: (record) => {
          isTaking = true;
          // What is not cut is news whenever it is another.
          hasNews ||= Object.keys(record).some(
            (name) => !(name in chunks) && record[name] !== latest[name],
          );
          latest = record;
          for (const { name, take } of cutters) take(record[name]);
          isTaking = false;
          tell();
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => {
          isTaking = true;
          for (const { complete } of cutters) complete();
          isTaking = false;
          tell();
          subscriber.complete();
        },
      }),
    );
  });
