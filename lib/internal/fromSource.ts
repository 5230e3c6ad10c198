import { from, isObservable, Observable, of, type ObservableInput } from 'rxjs';

/** Whether something brings a value later on. */
export const isPromiseLike = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  'then' in value &&
  typeof value.then === 'function';

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown, unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

// RxJS takes the symbol where a polyfill brings it, and this name where none does.
const observableKey: PropertyKey = 'observable' in Symbol ? Symbol.observable : '@@observable';

const isForeignObservable = (value: unknown): value is ObservableInput<unknown> =>
  typeof value === 'object' && value !== null && observableKey in value;

/** Whether something brings values over time; a string or a list is one value, never its parts. */
export const isStream = (value: unknown): value is ObservableInput<unknown> =>
  isObservable(value) || isAsyncIterable(value) || isForeignObservable(value);

/**
 * What a function of the user's gave, as an Observable: a value is itself, a promise brings one, an
 * Observable or an async iterable brings some.
 */
export const fromSource = (source: unknown): Observable<unknown> =>
  isObservable(source)
    ? source
    : isAsyncIterable(source)
      ? fromAsyncIterable(source)
      : isForeignObservable(source) || isPromiseLike(source)
        ? from(source)
        : of(source);

/** Like `from`, but leaves the iterator at once when it is unsubscribed from, not at its next value. */
const fromAsyncIterable = (iterable: AsyncIterable<unknown, unknown>): Observable<unknown> =>
  new Observable((subscriber) => {
    const iterator = iterable[Symbol.asyncIterator]();
    let finished = false;
    const read = async (): Promise<void> => {
      while (!subscriber.closed) {
        const { done, value } = await iterator.next();
        if (done === true) {
          finished = true;
          subscriber.complete();
        } else {
          subscriber.next(value);
        }
      }
    };
    read().catch((error: unknown) => {
      finished = true;
      subscriber.error(error);
    });
    const leave = async (): Promise<void> => {
      await iterator.return?.();
    };
    return () => {
      // Nobody listens any more, so what goes wrong while it leaves has nobody to be told to.
      if (!finished) leave().catch(() => undefined);
    };
  });
