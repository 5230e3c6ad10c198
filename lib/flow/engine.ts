/**
 * The engine of one run: signals travel along the edges of the graph, one at a time, on a trampoline.
 *
 * Every vertex says one signal at a time, and knows how many of its predecessors are pending and how many
 * have not settled. So a task is begun in constant time when the last of them arrives, whatever the size of
 * the graph, and nothing recurs. What is void is said before anything new: a vertex that takes back what it
 * said stops all below it that stood on it, before the next value is delivered.
 *
 * What happens while the trampoline is at work (a task that gives its output at once, a subscriber that
 * leaves) is only noted down, and done in its turn.
 *
 * @module
 */

import type { SchedulerLike, Subscription } from 'rxjs';
import { FlowFailed, TaskFailed, type SkipCause } from '../core/errors.js';
import type { FlowEvent, TaskMoment, TaskPartial, TaskSucceeded } from '../core/event.js';
import { join, type Joined, type Values } from '../core/join.js';
import { pending, type Signal } from '../core/signal.js';
import { fifo } from '../internal/fifo.js';
import { heap } from '../internal/heap.js';
import { close, execute, feed, type Execution, type Listener } from './execution.js';
import { decode, outcomeOf, tell } from './outcome.js';
import type { Plan, TaskVertex } from './plan.js';
import { levelOf, vertexOf, type Level, type Vertex } from './vertex.js';

/** One run of a plan. */
export interface Engine {
  /** Begins: every input says its value, and every task waits for what it needs. */
  readonly start: () => void;
  /** Stops everything, and tells `cancelled` of what had not settled. */
  readonly cancel: () => void;
}

/** What a run is made with. */
export interface EngineOptions {
  readonly plan: Plan;
  /** The decoded inputs, in declaration order. */
  readonly inputs: readonly unknown[];
  readonly runId: string;
  readonly concurrency: number;
  /** The source of time. */
  readonly scheduler: SchedulerLike;
  /** Where turns end. */
  readonly turns: SchedulerLike;
  /** Is told every event. */
  readonly emit: (event: FlowEvent) => void;
  /** Is told once that the run is over, with the error that its stream ends with, where there is one. */
  readonly done: (error?: FlowFailed) => void;
}

/** Makes the engine of one run. */
export const engine = ({
  plan,
  inputs,
  runId,
  concurrency,
  scheduler,
  turns,
  emit,
  done,
}: EngineOptions): Engine => {
  const vertices = plan.vertices.map(vertexOf);
  const endings = fifo<Execution>();
  const deliveries = fifo<Vertex>();
  const starting = fifo<Vertex>();
  // Of those that wait for a slot, who has the longest chain below it goes first; of equals, who was declared first.
  const queue = heap<Vertex>(({ index, height }) => index - height * plan.vertices.length);
  const refreshes = heap<Vertex>(({ rank }) => rank);
  let becameReady: Vertex[] = [];
  let isOver = false;
  let isDraining = false;
  let unsettled = plan.vertices.length - plan.inputCount;
  let running = 0;
  let turn: Subscription | undefined;
  let turnIsUnderWay = false;
  let turnHasEnded = false;

  const at = (index: number): Vertex => {
    const vertex = vertices[index];
    if (vertex === undefined) throw new RangeError(`There is no vertex ${String(index)}.`);
    return vertex;
  };

  // Whoever is told an event may end the run: a function, so that the compiler does not remember the answer.
  const hasEnded = (): boolean => isOver;

  const start = (): void => {
    isDraining = true;
    const time = scheduler.now();
    emit({ type: 'run-started', runId, time, graph: plan.graph });
    for (const vertex of vertices) {
      if (isOver) return;
      if (vertex.task !== undefined) emit(moment('waiting', vertex, vertex.task, time));
    }
    for (const vertex of vertices) {
      if (vertex.task === undefined) {
        const { name = '' } = plan.vertices[vertex.index] ?? {};
        vertex.phase = 'settled';
        say(vertex, { _tag: 'Final', value: inputs[vertex.index], stamp: { [name]: 1 } });
      } else if (vertex.unsettled === 0) arrive(vertex, vertex.task);
    }
    isDraining = false;
    drain();
  };

  // The trampoline: one thing at a time, until there is nothing left to do in this turn.
  const drain = (): void => {
    if (isDraining) return;
    isDraining = true;
    while (!isOver) {
      const execution = endings.shift();
      if (execution !== undefined) {
        endExecution(execution);
        continue;
      }
      const speaker = deliveries.shift();
      if (speaker !== undefined) {
        deliver(speaker);
        continue;
      }
      const next = (running < concurrency ? queue.pop() : undefined) ?? starting.shift();
      if (next !== undefined) {
        takeSlot(next);
        continue;
      }
      if (becameReady.length > 0) {
        if (becameReady.length > 1) becameReady.sort(byDeclaration);
        for (const vertex of becameReady) starting.push(vertex);
        becameReady = [];
        continue;
      }
      const dirty = turnHasEnded ? refreshes.pop() : undefined;
      if (dirty === undefined) break;
      refresh(dirty);
    }
    turnHasEnded = false;
    isDraining = false;
    if (!isOver && unsettled === 0) finish();
  };

  // ── signals

  const say = (vertex: Vertex, signal: Signal): void => {
    vertex.signal = signal;
    if (vertex.children.length > 0) deliveries.push(vertex);
  };

  const deliver = (vertex: Vertex): void => {
    const { heard, signal, children } = vertex;
    const level = levelOf(signal);
    if (level === 0) return;
    // What came of an unfinished output that failed in the end stood on nothing.
    const isVoid = heard === 1 && level === 2 && signal._tag !== 'Final';
    hear(vertex, level);
    for (const index of children) {
      const child = at(index);
      const { task } = child;
      if (task === undefined) continue;
      if (isVoid && task.definition.partials) retract(child);
      if (child.unsettled === 0) arrive(child, task);
      else if (task.definition.partials && child.pending === 0) noteNews(child);
    }
  };

  // Tells the successors' counters how much the vertex has said.
  const hear = (vertex: Vertex, level: Level): void => {
    const isPending = Number(level === 0) - Number(vertex.heard === 0);
    const isUnsettled = Number(level < 2) - Number(vertex.heard < 2);
    vertex.heard = level;
    for (const index of vertex.children) {
      const child = at(index);
      child.pending += isPending;
      child.unsettled += isUnsettled;
    }
  };

  // Takes back what a vertex said and all that stands on it. Everything is stopped before anything is begun.
  const retract = (first: Vertex): void => {
    const voided = [first];
    for (let vertex = voided.pop(); vertex !== undefined; vertex = voided.pop()) {
      const { task, phase } = vertex;
      if (task === undefined || phase === 'waiting') continue;
      const hadSaid = vertex.heard > 0;
      halt(vertex);
      vertex.phase = 'waiting';
      vertex.signal = pending;
      hear(vertex, 0);
      if (phase === 'settled') unsettled++;
      else emit(moment('cancelled', vertex, task));
      vertex.wave++;
      vertex.attempt = 1;
      emit(moment('waiting', vertex, task));
      if (hadSaid) for (const child of vertex.children) voided.push(at(child));
    }
  };

  // ── joins

  const joined = (vertex: Vertex, task: TaskVertex): Joined =>
    join(
      task,
      task.parents.map((parent) => at(parent).signal),
    );

  // All predecessors have settled.
  const arrive = (vertex: Vertex, task: TaskVertex): void => {
    if (vertex.phase === 'running' && vertex.execution?.inlet !== undefined) {
      read(vertex, task);
    } else if (vertex.phase === 'waiting') {
      becomeReady(vertex, task);
    }
  };

  const becomeReady = (vertex: Vertex, task: TaskVertex): void => {
    const input = joined(vertex, task);
    switch (input._tag) {
      case 'Incoherent':
        return;
      case 'Skipped':
        vertex.stamp = input.stamp;
        skip(vertex, task, input.because);
        return;
      case 'Failed':
        vertex.stamp = input.stamp;
        fail(vertex, task, input.error);
        return;
      default:
        vertex.stamp = input.stamp;
        vertex.values = input.values;
        vertex.phase = 'ready';
        becameReady.push(vertex);
    }
  };

  // A task that works on partials and runs gets its next input.
  const read = (vertex: Vertex, task: TaskVertex): void => {
    const { execution } = vertex;
    const input = joined(vertex, task);
    if (execution === undefined || (input._tag !== 'Growing' && input._tag !== 'Ready')) return;
    try {
      feed(execution, decodeInput(task, input.values), input._tag === 'Growing');
    } catch (cause) {
      fail(vertex, task, cause);
    }
  };

  // ── turns

  const noteNews = (vertex: Vertex): void => {
    if (vertex.hasNews) return;
    vertex.hasNews = true;
    noteRefresh(vertex);
  };

  const noteRefresh = (vertex: Vertex): void => {
    refreshes.push(vertex);
    if (turnHasEnded || turnIsUnderWay) return;
    turnIsUnderWay = true;
    turn = turns.schedule(() => {
      turnIsUnderWay = false;
      turnHasEnded = true;
      drain();
    });
  };

  // The turn ends: who has grown says so, and who works on growing outputs reads them. By rank, so that
  // everybody reads once, after all that it reads from.
  const refresh = (vertex: Vertex): void => {
    const { task } = vertex;
    if (task === undefined) return;
    if (vertex.hasNews) {
      vertex.hasNews = false;
      if (vertex.pending > 0) return;
      if (vertex.phase === 'waiting') becomeReady(vertex, task);
      else if (vertex.phase === 'running') read(vertex, task);
    }
    if (vertex.hasGrown) {
      vertex.hasGrown = false;
      const { execution } = vertex;
      if (execution?.state !== 'running' || !execution.hasValue) return;
      const { value } = execution;
      const delta = tell(execution, value);
      const event: Writable<TaskPartial<string, unknown>> = {
        type: 'partial',
        task: task.name,
        wave: vertex.wave,
        attempt: vertex.attempt,
        time: scheduler.now(),
        value,
      };
      if (delta !== undefined) event.delta = delta;
      emit(event);
      say(vertex, { _tag: 'Partial', value, stamp: vertex.stamp });
    }
  };

  // ── executions

  const takeSlot = (vertex: Vertex): void => {
    const { task, phase } = vertex;
    // What was taken back while it stood in a queue is no longer ready.
    if (task === undefined || (phase !== 'ready' && phase !== 'queued')) return;
    if (running < concurrency) {
      begin(vertex, task);
      return;
    }
    vertex.phase = 'queued';
    queue.push(vertex);
    emit(moment('queued', vertex, task));
  };

  const begin = (vertex: Vertex, task: TaskVertex): void => {
    running++;
    vertex.phase = 'running';
    emit(moment('started', vertex, task));
    if (hasEnded()) return;
    const { partials } = task.definition;
    // While a task that works on partials waited for its slot, its input may have grown.
    const latest = partials ? joined(vertex, task) : undefined;
    const values = latest !== undefined && 'values' in latest ? latest.values : vertex.values;
    vertex.values = undefined;
    const isGrowing = partials && vertex.unsettled > 0;
    try {
      const input = decodeInput(task, values ?? {});
      vertex.execution = execute(task, input, isGrowing, scheduler, listener);
    } catch (cause) {
      fail(vertex, task, cause);
      return;
    }
    if (hasEnded()) close(vertex.execution);
  };

  const listener: Listener = {
    grown: ({ owner }) => {
      const vertex = at(owner);
      if (vertex.hasGrown) return;
      vertex.hasGrown = true;
      noteRefresh(vertex);
    },
    ended: (execution) => {
      endings.push(execution);
      drain();
    },
  };

  const endExecution = (execution: Execution): void => {
    const vertex = at(execution.owner);
    const { task } = vertex;
    if (task === undefined || vertex.execution !== execution) return;
    const outcome = outcomeOf(task, execution);
    switch (outcome._tag) {
      case 'Given':
        succeed(vertex, task, execution, outcome.value);
        return;
      case 'Empty':
        skip(vertex, task, { task: task.name, reason: 'empty' });
        return;
      case 'Failed':
        fail(vertex, task, outcome.cause);
    }
  };

  const halt = (vertex: Vertex): void => {
    const { execution, phase } = vertex;
    vertex.execution = undefined;
    vertex.values = undefined;
    if (phase === 'running') running--;
    if (execution !== undefined) close(execution);
  };

  // ── ends

  const settle = (vertex: Vertex, signal: Signal): void => {
    halt(vertex);
    vertex.phase = 'settled';
    unsettled--;
    say(vertex, signal);
  };

  const succeed = (
    vertex: Vertex,
    task: TaskVertex,
    execution: Execution,
    value: unknown,
  ): void => {
    const delta = tell(execution, value);
    const { usage, finish: end } = execution;
    settle(vertex, { _tag: 'Final', value, stamp: vertex.stamp });
    const event: Writable<TaskSucceeded<string, unknown>> = {
      type: 'succeeded',
      task: task.name,
      wave: vertex.wave,
      attempt: vertex.attempt,
      time: scheduler.now(),
      value,
      from: 'run',
    };
    if (delta !== undefined) event.delta = delta;
    if (usage !== undefined) event.usage = usage;
    if (end !== undefined) event.finish = end;
    emit(event);
  };

  const skip = (vertex: Vertex, task: TaskVertex, because: SkipCause): void => {
    settle(vertex, { _tag: 'Skipped', because, stamp: vertex.stamp });
    emit({ ...moment('skipped', vertex, task), because });
  };

  const fail = (vertex: Vertex, task: TaskVertex, cause: unknown): void => {
    const partial = vertex.execution?.value;
    const error = new TaskFailed(task.name, vertex.attempt, cause, partial);
    settle(vertex, { _tag: 'Failed', error, stamp: vertex.stamp });
    emit({ ...moment('failed', vertex, task), error });
    if (plan.onFailure === 'stop' && !task.spared && !isOver) {
      const failure = failureOf(vertices) ?? new FlowFailed({}, {}, cause);
      stopAll();
      emit({ type: 'run-failed', time: scheduler.now(), error: failure });
      done(failure);
    }
  };

  const finish = (): void => {
    stopAll();
    const time = scheduler.now();
    const failure = failureOf(vertices);
    emit(
      failure === undefined
        ? { type: 'run-completed', time }
        : { type: 'run-failed', time, error: failure },
    );
    done();
  };

  const cancel = (): void => {
    if (isOver) return;
    stopAll();
    emit({ type: 'run-cancelled', time: scheduler.now() });
    done();
  };

  const stopAll = (): void => {
    isOver = true;
    turn?.unsubscribe();
    const open = vertices.filter(({ phase }) => phase !== 'settled');
    for (const vertex of open) halt(vertex);
    for (const vertex of open) {
      if (vertex.task !== undefined) emit(moment('cancelled', vertex, vertex.task));
    }
  };

  const moment = <Type extends string>(
    type: Type,
    { wave, attempt }: Vertex,
    { name }: TaskVertex,
    time = scheduler.now(),
  ): TaskMoment<string> & { readonly type: Type } => ({
    type,
    task: name,
    wave,
    attempt,
    time,
  });

  return { start, cancel };
};

type Writable<A> = { -readonly [Key in keyof A]: A[Key] };

const byDeclaration = (one: Vertex, other: Vertex): number => one.index - other.index;

const decodeInput = ({ name, definition: { input } }: TaskVertex, values: Values): Values =>
  // A codec of the input reads a record: that is what the types of the task ask of it.
  input === undefined ? values : (decode(name, 'input', input, values) as Values);

/** The error of a run in which tasks failed that somebody needed. */
const failureOf = (vertices: readonly Vertex[]): FlowFailed | undefined => {
  if (!vertices.some(({ task, signal }) => signal._tag === 'Failed' && task?.spared === false)) {
    return undefined;
  }
  const causes: Record<string, unknown> = {};
  const results: Record<string, unknown> = {};
  let first: TaskFailed | undefined;
  for (const { task, signal } of vertices) {
    if (task === undefined) continue;
    if (signal._tag === 'Final') results[task.name] = signal.value;
    if (signal._tag !== 'Failed') continue;
    causes[task.name] = signal.error.cause;
    if (!task.spared) first ??= signal.error;
  }
  return first === undefined ? undefined : new FlowFailed(causes, results, first.cause);
};
