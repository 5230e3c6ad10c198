import { throwError } from 'rxjs';

/** Reports an error that nobody can be told of, as RxJS reports its own: outside, and once. */
export const report = (error: unknown): void => {
  const asError = error instanceof Error ? error : new Error(String(error), { cause: error });
  throwError(() => asError).subscribe();
};
