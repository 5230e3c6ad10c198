import { defer, type Observable } from 'rxjs';
import type { Values } from '../core/join.js';
import { results } from '../operators/results.js';
import { itself } from './checkNeeds.js';
import { decodeInputs } from './inputs.js';
import type { Composite } from './nest.js';
import type { FlowWork } from './plan.js';

/** A flow: its results, when it has completed. */
export const runFlow = (
  { plan }: FlowWork,
  { values, isBare, nest }: Composite,
): Observable<unknown> =>
  defer(() => {
    const given = isBare ? values[itself] : values;
    const record: Values = isRecord(given) ? given : {};
    const known = plan.graph.inputs.filter((name) => Object.hasOwn(record, name));
    const inputs = decodeInputs(
      plan,
      Object.fromEntries(known.map((name) => [name, record[name]])),
    );
    return nest(plan, { inputs }).pipe(results());
  });

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
