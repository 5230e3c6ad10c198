/**
 * Rivulet: AI workflows as streams.
 *
 * @module
 */

export { agent, type AgentOptions, type ProviderOf } from './agents/agent.js';
export type { Providers } from './agents/known.js';
export { searchBy } from './agents/searchBy.js';
export type { AgentSettings, Ask, Provider } from './agents/provider.js';
export {
  standard,
  type AnyCodec,
  type Codec,
  type StandardIssue,
  type StandardJsonSchema,
  type StandardResult,
  type StandardSchema,
} from './core/codec.js';
export * from './core/budgetErrors.js';
export * from './core/errors.js';
export * from './core/event.js';
export type { Graph, GraphAgent, GraphEdge, GraphInside, GraphTask, Join } from './core/graph.js';
export * from './core/guardErrors.js';
export * from './core/fileErrors.js';
export { Audio, Image, isAudio, isImage } from './core/media.js';
export * from './core/memoryErrors.js';
export type { Mismatch } from './core/mismatch.js';
export type { JsonSchema } from './core/jsonSchema.js';
export type { Found, Modalities, Modality } from './core/modality.js';
export * from './core/peopleErrors.js';
export * from './core/providerErrors.js';
export { type Kind, type Said } from './core/said.js';
export * from './core/timeoutErrors.js';
export * from './core/toolErrors.js';
export * from './core/variableErrors.js';
export type { AnyEvent, Known, ResultsOf, SnapshotOf, TaskOf } from './core/typedEvent.js';
export { byContent, type ContentOptions } from './flow/byContent.js';
export { byLength } from './flow/byLength.js';
export { byPresence } from './flow/byPresence.js';
export { byTools } from './flow/byTools.js';
export { byType } from './flow/byType.js';
export type {
  ContentData,
  Decider,
  DeciderData,
  KindData,
  LengthData,
  PresenceData,
  ToolsData,
} from './flow/decider.js';
export type { KeyOf } from './flow/deciderKeys.js';
export { deciderOf } from './flow/deciderOf.js';
export { ask, type PersonalQuestion, type QuestionNeeds } from './flow/ask.js';
export * from './flow/flow.js';
export type { Budget } from './flow/budget.js';
export { forEach, type ForEachOptions } from './flow/forEach.js';
export type { Limits } from './flow/limits.js';
export { loop, type LoopOptions } from './flow/loop.js';
export type { FlowOptions } from './flow/parts.js';
export type { OnFailure, Print } from './flow/plan.js';
export type {
  Abilities,
  Account,
  Agent,
  AgentOrigin,
  Answer,
  AnswerForm,
  Answers,
  AnyAgent,
  Asked,
  Called,
  Files,
  FileToSave,
  Memory,
  Occasion,
  Question,
  ToolForm,
  ToolResult,
  Turn,
  Variable,
} from './flow/ports.js';
export type { Price } from './flow/price.js';
export { hedge, race } from './flow/race.js';
export type { RetryOptions } from './flow/retry.js';
export {
  route,
  type AnyRoute,
  type OneOrMore,
  type Route,
  type TypedRoute,
  type Ways,
} from './flow/route.js';
export type { LiveOptions, Policy, RunOptions } from './flow/runOptions.js';
export { sequence, type SequenceOf } from './flow/sequence.js';
export type { Growing } from './flow/snapshot.js';
export type { Source } from './flow/source.js';
export { tool, type Tool, type ToolOptions, type Tools, type ToolSource } from './flow/tool.js';
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
  type Named,
  type Needs,
  type Only,
  type OutOf,
  type PartialsOf,
  type Places,
  type RecalledNames,
  type Something,
  type TextChunk,
  type Task,
  type TaskOptions,
  type TaskTypes,
  type Told,
  type Typed,
  type Unrecalled,
} from './flow/task.js';
export type { SaveOption } from './flow/makeTask.js';
export type { InputsOf, MayBeMissing, Outputs, Snapshots, Sound, Values } from './flow/wiring.js';
export type { Bare, Chained, ItemOf, Takes } from './flow/within.js';
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
