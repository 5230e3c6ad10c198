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
export * from './core/guardErrors.js';
export { Audio, Image, isAudio, isImage } from './core/media.js';
export type { Mismatch } from './core/mismatch.js';
export type { Modalities, Modality } from './core/modality.js';
export * from './core/providerErrors.js';
export * from './core/timeoutErrors.js';
export type { AnyEvent, Known, ResultsOf, SnapshotOf, TaskOf } from './core/typedEvent.js';
export type { Source } from './flow/definition.js';
export * from './flow/flow.js';
export type { FlowOptions } from './flow/plainFlow.js';
export type { OnFailure, Print } from './flow/plan.js';
export type { Agent, Answer, AnyAgent, Occasion, Question } from './flow/ports.js';
export { hedge, race } from './flow/race.js';
export type { RetryOptions } from './flow/retry.js';
export type { LiveOptions, Policy, RunOptions } from './flow/runOptions.js';
export type { TimeoutOptions } from './flow/timeout.js';
export type { AttemptOptions } from './flow/actors.js';
export {
  task,
  type AgentTaskOptions,
  type AnyTask,
  type Anything,
  type Asks,
  type CodeCodecs,
  type CodeOperator,
  type CodeRun,
  type Fallback,
  type Giving,
  type Instruction,
  type JoinsOf,
  type Needs,
  type OutOf,
  type PartialsOf,
  type Places,
  type TextChunk,
  type Task,
  type TaskOptions,
  type TaskTypes,
  type Told,
  type Typed,
} from './flow/task.js';
export type { InputsOf, MayBeMissing, Outputs, Snapshots, Sound, Values } from './flow/wiring.js';
export { deltas, type Delta, type KnownText, type NoText } from './operators/deltas.js';
export { eachLine } from './operators/eachLine.js';
export { eachSentence } from './operators/eachSentence.js';
export { guard, type Guard, type Verdict } from './operators/guard.js';
export { json } from './operators/json.js';
export { lines } from './operators/lines.js';
export { log } from './operators/log.js';
export { progress, type Progress, type TaskProgress } from './operators/progress.js';
export { results } from './operators/results.js';
export { select } from './operators/select.js';
export { sentences } from './operators/sentences.js';
export { words } from './operators/words.js';
