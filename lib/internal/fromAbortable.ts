import { Observable } from 'rxjs';

/**
 * An Observable of what a function brings that can be aborted: an async iterable, or a promise of one or of a
 * list. Each subscription calls the function; unsubscribing aborts its signal at once, and nothing that
 * happens afterwards is heard.
 */
export const fromAbortable = <A>(
  open: (signal: AbortSignal) => AsyncIterable<A> | PromiseLike<AsyncIterable<A> | readonly A[]>,
): Observable<A> =>
  new Observable((subscriber) => {
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const value of await open(controller.signal)) {
        subscriber.next(value);
        // Leaving the loop lets the iterator clean up, too.
        if (subscriber.closed) return;
      }
      subscriber.complete();
    };
    // Whatever fails after the end is a consequence of aborting.
    read().catch((error: unknown) => {
      if (!subscriber.closed) subscriber.error(error);
    });
    return () => controller.abort();
  });
