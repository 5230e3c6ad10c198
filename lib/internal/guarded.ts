import {
  Observable,
  Subscriber,
  type Observer,
  type Operator,
  type Subscription,
} from 'rxjs';

type Listener<A> = Partial<Observer<A>> | ((value: A) => void) | null;

/**
 * An Observable that is left when the consumer of it, or of what is piped from it, throws in `next`.
 *
 * RxJS reports such an error and goes on, which is harmless for a clock; here it would go on paying for
 * answers that nobody can take. The error is still reported by RxJS, once.
 */
export class Guarded<A> extends Observable<A> {
  override lift<R>(operator?: Operator<A, R>): Observable<R> {
    return Object.assign(new Guarded<R>(), { source: this, operator });
  }

  override subscribe(
    listener?: Listener<A>,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    // An operator, or `firstValueFrom`: what it passes on to is guarded itself.
    if (listener instanceof Subscriber) return super.subscribe(listener);
    const consumer: Partial<Observer<A>> =
      typeof listener === 'function' ? { next: listener } : (listener ?? {});
    const onError = consumer.error?.bind(consumer) ?? error;
    const onComplete = consumer.complete?.bind(consumer) ?? complete;
    let link: Subscriber<A> | undefined;
    return new Observable<A>((subscriber) => {
      link = subscriber;
      return super.subscribe(subscriber);
    }).subscribe({
      next: (value) => {
        try {
          consumer.next?.(value);
        } catch (thrown) {
          link?.unsubscribe();
          throw thrown;
        }
      },
      ...(onError && { error: onError }),
      ...(onComplete && { complete: onComplete }),
    });
  }
}
