/**
 * Rivulet: AI workflows as streams.
 *
 * @module
 */

export { agent, type AgentOptions, type ProviderOf } from './agents/agent.js';
export type { Providers } from './agents/known.js';
export type { AgentSettings, Ask, Provider } from './agents/provider.js';
export {
  standard,
  type AnyCodec,
  type Codec,
  type StandardIssue,
  type StandardResult,
  type StandardSchema,
} from './core/codec.js';
export * from './core/errors.js';
export * from './core/event.js';
export type { Graph, GraphAgent, GraphEdge, GraphTask, Join } from './core/graph.js';
export { Audio, Image, isAudio, isImage } from './core/media.js';
export type { Mismatch } from './core/mismatch.js';
export type { Modalities, Modality } from './core/modality.js';
export * from './core/providerErrors.js';
export type { Source } from './flow/definition.js';
export * from './flow/flow.js';
export type { FlowOptions } from './flow/plainFlow.js';
export type { OnFailure, Print } from './flow/plan.js';
export type { Agent, Answer, AnyAgent, Occasion, Question } from './flow/ports.js';
export type { RunOptions } from './flow/runOptions.js';
export { task } from './flow/task.js';
export { deltas, type Delta } from './operators/deltas.js';
export { log } from './operators/log.js';
export { progress, type Progress, type TaskProgress } from './operators/progress.js';
export { results } from './operators/results.js';
export { select } from './operators/select.js';
