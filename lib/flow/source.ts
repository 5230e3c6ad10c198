import type { Observable } from 'rxjs';

/** What a task of code may give: a value, or something that brings it. A string or a list is one value. */
export type Source<A> = A | Observable<A> | PromiseLike<A> | AsyncIterable<A>;
