import { asapScheduler, Observable, type MonoTypeOperatorFunction, type Subscription } from 'rxjs';

/**
 * Waits until those have ended that wanted the same thing before.
 *
 *     one                  -a--|
 *     other                (begins at once) -b|
 *     one, inTurn(thing)   -a--|
 *     other, inTurn(thing) -----b|
 *
 * Who leaves before it is their turn never begins.
 */
export const inTurn =
  <A>(thing: object): MonoTypeOperatorFunction<A> =>
  (source) =>
    new Observable((subscriber) => {
      const line = lineFor(thing);
      let link: Subscription | undefined;
      const begin = (): void => {
        // Not `subscribe(subscriber)`: this one has to end before the next one begins.
        link = source.subscribe({
          next: (value) => subscriber.next(value),
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        });
      };
      line.push(begin);
      if (line.length === 1) begin();
      return () => {
        link?.unsubscribe();
        const place = line.indexOf(begin);
        line.splice(place, 1);
        const [next] = line;
        if (place !== 0 || next === undefined) return;
        // Not within the end of this one, or a long line of those that end at once would end on the stack.
        asapScheduler.schedule(() => {
          if (line[0] === next) next();
        });
      };
    });

/** Those who wait for a thing; the first has it. */
type Line = (() => void)[];

// Kept for the thing and not for whoever asks for it: two who read one input would take each other's lines.
const lines = new WeakMap<object, Line>();

const lineFor = (thing: object): Line => {
  const line = lines.get(thing) ?? [];
  lines.set(thing, line);
  return line;
};
