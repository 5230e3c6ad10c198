import { Observable, Subscriber, type Observer, type Subscription } from 'rxjs';

type Listener<A> = Partial<Observer<A>> | ((value: A) => void) | null;

/**
 * Leaves an Observable when the consumer of it, or of what is piped from it, throws in `next`.
 *
 * RxJS reports such an error and goes on, which is harmless for a clock; here it would go on paying for
 * answers that nobody can take. The error is still reported by RxJS, once.
 */
export const guarded = <A>(events: Observable<A>): Observable<A> => {
  const subscribe = (
    listener?: Listener<A>,
    onError?: ((error: unknown) => void) | null,
    onComplete?: (() => void) | null,
  ): Subscription => {
    // An operator, or `firstValueFrom`: what it passes on to is guarded itself.
    if (isSubscriber(listener)) return events.subscribe(listener);
    const consumer: Partial<Observer<A>> =
      typeof listener === 'function' ? { next: listener } : (listener ?? {});
    const error = consumer.error?.bind(consumer) ?? onError;
    const complete = consumer.complete?.bind(consumer) ?? onComplete;
    let link: Subscriber<A> | undefined;
    const linked = new Observable<A>((subscriber) => {
      link = subscriber;
      return events.subscribe(subscriber);
    });
    const next = (value: A): void => {
      try {
        consumer.next?.(value);
      } catch (thrown) {
        link?.unsubscribe();
        throw thrown;
      }
    };
    const observer = { next, ...(error && { error }), ...(complete && { complete }) };
    return linked.subscribe(observer);
  };
  // What is piped is made by `lift`, so that it is guarded as well.
  const lift = (operator: unknown): Observable<unknown> =>
    guarded(Object.assign(new Observable<unknown>(), { source: events, operator }));
  return Object.assign(new Observable<A>(), { subscribe, lift });
};

const isSubscriber = <A>(listener: Listener<A> | undefined): listener is Subscriber<A> =>
  listener instanceof Subscriber;
