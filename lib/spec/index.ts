/**
 * Flows as data: written down, read, and written by a model.
 *
 * @module
 */

export { InvalidSpec, NotWritable, PlanFailed, type SpecProblem } from '../core/specErrors.js';
export type {
  ContentData,
  DeciderData,
  KindData,
  LengthData,
  PresenceData,
  ToolsData,
} from '../flow/decider.js';
export { codecOf } from './codecOf.js';
export type { Json, JsonRecord } from './json.js';
export { edit } from './edit.js';
export { FlowSpec } from './flowSpec.js';
export type * from './form.js';
export { fromSpec, type UntypedFlow, type UntypedParts } from './fromSpec.js';
export { plan } from './plan.js';
export type { AnyFlow } from '../flow/planOf.js';
export type { PlanOptions } from './rules.js';
export { toSpec } from './toSpec.js';
export { until, type Until } from './until.js';
