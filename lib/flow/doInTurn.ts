import type { Observable } from 'rxjs';
import { outputOf, type Composite } from './nest.js';
import type { SequenceWork } from './plan.js';
import type { Answer } from './ports.js';

/** One task after the other: the growing output of the last one. */
export const doInTurn = (
  { steps }: SequenceWork,
  { values, isBare, nest }: Composite,
): Observable<Answer<unknown>> =>
  nest(steps, { given: () => values, isBare }).pipe(outputOf(steps));
