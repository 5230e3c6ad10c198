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
import {
  FlowFailed,
  InputFailed,
  isRivuletError,
  TaskFailed,
  type SkipCause,
} from '../core/errors.js';
import type { FlowEvent, TaskMoment, TaskPartial, TaskSucceeded } from '../core/event.js';
import { join, type Joined, type Values } from '../core/join.js';
import { same } from '../core/same.js';
import { pending, type Signal } from '../core/signal.js';
import { unstamped } from '../core/stamp.js';
import { fifo } from '../internal/fifo.js';
import { heap } from '../internal/heap.js';
import { close, execute, feed, type Execution, type Listener } from './execution.js';
import { decode } from './finished.js';
import { outcomeOf, tell } from './outcome.js';
import type { Plan, TaskVertex } from './plan.js';
import { delayOf } from './retry.js';
import {
  levelOf,
  vertexOf,
  type InputState,
  type Level,
  type Trouble,
  type Vertex,
} from './vertex.js';

/** One run of a plan. */
export interface Engine extends Door {
  /** Begins: every task waits for what it needs. The inputs come through the door, while it begins or later. */
  readonly start: (open: () => void) => void;
  /** Stops everything, and tells `cancelled` of what had not settled. */
  readonly cancel: () => void;
}

/** Where inputs come in. */
export interface Door {
  /** Gives an input a value. One that is the same as before is none. */
  readonly set: (input: number, value: unknown) => void;
  /** No more values will come for an input. */
  readonly complete: (input: number) => void;
  /** An input cannot give values any more, and the run fails. */
  readonly fail: (input: number, error: unknown) => void;
  /** Whether every task has settled. */
  readonly isIdle: () => boolean;
}

/** What a run is made with. */
export interface EngineOptions {
  readonly plan: Plan;
  /** Whether inputs may change while it runs. */
  readonly isLive: boolean;
  readonly runId: string;
  readonly concurrency: number;
  /** The source of time. */
  readonly scheduler: SchedulerLike;
  /** The source of chance. */
  readonly random: () => number;
  /** Where turns end. */
  readonly turns: SchedulerLike;
  /** Is told every event. */
  readonly emit: (event: FlowEvent) => void;
  /** Is told once that the run is over, with the error that its stream ends with, where there is one. */
  readonly done: (error?: FlowFailed) => void;
  /** Is told when every task has settled and inputs may still change. */
  readonly idle: () => void;
}

/** Makes the engine of one run. */
export const engine = ({
  plan,
  isLive,
  runId,
  concurrency,
  scheduler,
  random,
  turns,
  emit,
  done,
  idle,
}: EngineOptions): Engine => {
  const vertices = plan.vertices.map(vertexOf);
  const changed = fifo<Vertex>();
  const endings = fifo<Execution>();
  const recalled = fifo<Vertex>();
  const deliveries = fifo<Vertex>();
  const starting = fifo<Vertex>();
  // Of those that wait for a slot, who has the longest chain below it goes first; of equals, who was declared first.
  const queue = heap<Vertex>(({ index, height }) => index - height * plan.vertices.length);
  const refreshes = heap<Vertex>(({ rank }) => rank);
  let becameReady: Vertex[] = [];
  let isOver = false;
  let isDraining = false;
  let unsettled = plan.vertices.length - plan.inputCount;
  let openInputs = plan.inputCount;
  let wasIdle = false;
  let running = 0;
  let turn: Subscription | undefined;
  let turnIsUnderWay = false;
  let turnTook = 0;
  let turnBeforeTook = 0;
  let turnHasEnded = false;

  const context = { scheduler, random };

  const at = (index: number): Vertex => {
    const vertex = vertices[index];
    if (vertex === undefined) throw new RangeError(`There is no vertex ${String(index)}.`);
    return vertex;
  };

  // Whoever is told an event may end the run: a function, so that the compiler does not remember the answer.
  const hasEnded = (): boolean => isOver;

  const start = (open: () => void): void => {
    isDraining = true;
    const time = scheduler.now();
    emit({ type: 'run-started', runId, time, graph: plan.graph });
    for (const vertex of vertices) {
      if (isOver) return;
      if (vertex.task !== undefined) emit(moment('waiting', vertex, vertex.task, time));
    }
    open();
    for (const vertex of vertices) {
      if (vertex.task !== undefined && vertex.unsettled === 0) arrive(vertex, vertex.task);
    }
    isDraining = false;
    drain();
  };

  // ── inputs

  const set = (index: number, value: unknown): void => {
    const vertex = at(index);
    const { source } = vertex;
    if (isOver || source === undefined) return;
    if (source.version > 0 && same(source.value, value)) return;
    source.value = value;
    source.version++;
    if (source.version === 1) sayInput(vertex, source);
    else {
      // What stood on the old value is stopped at once. The new one is said when the turn ends: of several inputs
      // that change together, each is heard once.
      changed.push(vertex);
      noteNews(vertex);
    }
    drain();
  };

  const complete = (index: number): void => {
    const vertex = at(index);
    const { source } = vertex;
    if (isOver || source?.isOpen !== true) return;
    source.isOpen = false;
    openInputs--;
    if (source.version === 0) {
      const because: SkipCause = { task: source.name, reason: 'empty' };
      vertex.phase = 'settled';
      say(vertex, { _tag: 'Skipped', because, stamp: unstamped });
    }
    drain();
  };

  const failInput = (index: number, cause: unknown): void => {
    if (isOver) return;
    const name = at(index).source?.name ?? '';
    const error = isRivuletError(cause) ? cause : new InputFailed(name, cause);
    stopWith(new FlowFailed({ [name]: error }, resultsOf(vertices), error));
  };

  const sayInput = (vertex: Vertex, { name, value, version }: InputState): void => {
    vertex.phase = 'settled';
    say(vertex, { _tag: 'Final', value, stamp: { [name]: version } });
  };

  // The trampoline: one thing at a time, until there is nothing left to do in this turn.
  const drain = (): void => {
    if (isDraining) return;
    isDraining = true;
    while (!isOver) {
      const input = changed.shift();
      if (input !== undefined) {
        takeBack(input);
        continue;
      }
      const execution = endings.shift();
      if (execution !== undefined) {
        endExecution(execution);
        continue;
      }
      const wanted = recalled.shift();
      if (wanted !== undefined) {
        // Its predecessors may have settled long ago, and will not say so again.
        const { task, phase } = wanted;
        const isFirst = task?.join === 'first';
        if (task !== undefined && phase === 'waiting' && (isFirst || wanted.unsettled === 0)) {
          becomeReady(wanted, task);
        }
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
    if (isOver || unsettled > 0) wasIdle = false;
    else if (openInputs === 0) finish();
    else if (!wasIdle && !hasPendingInput()) {
      wasIdle = true;
      idle();
    }
  };

  // An input whose new value has not been said yet makes its run anything but idle.
  const hasPendingInput = (): boolean =>
    vertices.slice(0, plan.inputCount).some(({ hasNews }) => hasNews);

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
      if (isVoid && task.definition.partials && retract(child)) takeBackFrom(child);
      const isFirst = task.join === 'first' && signal._tag === 'Final';
      if (child.unsettled === 0 || isFirst) arrive(child, task);
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

  // Takes back what a vertex said, and all that stands on it. Everything is stopped before anything is begun.
  const takeBack = (vertex: Vertex): void => {
    vertex.signal = pending;
    if (vertex.heard === 0) return;
    hear(vertex, 0);
    takeBackFrom(vertex);
  };

  const takeBackFrom = (vertex: Vertex): void => {
    const voided = vertex.children.map(at);
    for (let next = voided.pop(); next !== undefined; next = voided.pop()) {
      if (retract(next)) for (const child of next.children) voided.push(at(child));
    }
  };

  // What a task did for what is void now, is void as well. Whether its successors have heard of it.
  const retract = (vertex: Vertex): boolean => {
    const { task, phase } = vertex;
    if (task === undefined || phase === 'waiting' || isGivenUp(vertex)) return false;
    const hadSaid = vertex.heard > 0;
    halt(vertex);
    vertex.signal = pending;
    hear(vertex, 0);
    if (phase === 'settled') unsettled++;
    else emit(moment('cancelled', vertex, task));
    beginWave(vertex, task);
    if (task.join === 'first') {
      recallLosers(task);
      recalled.push(vertex);
    }
    return hadSaid;
  };

  const beginWave = (vertex: Vertex, task: TaskVertex): void => {
    vertex.phase = 'waiting';
    vertex.wave++;
    vertex.attempt = 1;
    vertex.trouble = undefined;
    emit(moment('waiting', vertex, task));
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
      case 'Ready':
      case 'Growing':
        if (input._tag === 'Growing' && !task.definition.partials) return;
        vertex.stamp = input.stamp;
        if (vertex.kept !== undefined && same(vertex.kept.values, input.values)) {
          succeed(vertex, task, vertex.kept.value, 'unchanged');
          return;
        }
        vertex.values = input.values;
        vertex.phase = 'ready';
        becameReady.push(vertex);
        if (task.join === 'first') dismissLosers(task);
    }
  };

  // Who lost against another, and is wanted by nobody else, is given up.
  const dismissLosers = ({ parents }: TaskVertex): void => {
    for (const index of parents) {
      const loser = at(index);
      if (loser.task === undefined || loser.phase === 'settled' || !isUnwanted(loser)) continue;
      halt(loser);
      loser.phase = 'settled';
      loser.signal = pending;
      unsettled--;
      emit(moment('cancelled', loser, loser.task));
    }
  };

  /** Whether all who would hear a task have chosen another. */
  const isUnwanted = ({ children }: Vertex): boolean =>
    children.every((index) => {
      const { task, phase } = at(index);
      return task?.join === 'first' && phase !== 'waiting';
    });

  const isGivenUp = (vertex: Vertex): boolean =>
    vertex.phase === 'settled' && vertex.signal._tag === 'Pending' && isUnwanted(vertex);

  // When the winner takes back what it said, those that were given up are wanted again.
  const recallLosers = ({ parents }: TaskVertex): void => {
    for (const index of parents) {
      const loser = at(index);
      const { task, phase, signal } = loser;
      if (task === undefined || phase !== 'settled' || signal._tag !== 'Pending') continue;
      unsettled++;
      beginWave(loser, task);
      recalled.push(loser);
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
    // Those who are slow to hear are told less often: for as long as they took, snapshots replace each other. One slow
    // turn may be a pause of the machine; two are somebody's.
    const took = Math.min(turnTook, turnBeforeTook);
    turn =
      took < slow
        ? turns.schedule(endTurn)
        : scheduler.schedule(endTurn, Math.min(took, longestTurn));
  };

  const endTurn = (): void => {
    turnIsUnderWay = false;
    turnHasEnded = true;
    const began = scheduler.now();
    drain();
    turnBeforeTook = turnTook;
    turnTook = scheduler.now() - began;
  };

  // The turn ends: who has grown says so, and who works on growing outputs reads them. By rank, so that
  // everybody reads once, after all that it reads from.
  const refresh = (vertex: Vertex): void => {
    const { task, source } = vertex;
    if (vertex.hasNews && source !== undefined) {
      vertex.hasNews = false;
      sayInput(vertex, source);
    }
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
      const actor = task.definition.attempts[vertex.trouble?.actor ?? 0];
      vertex.execution = execute(task, actor, input, isGrowing, context, listener);
      if (isLive) vertex.values = values;
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
        succeed(vertex, task, outcome.value, 'run');
        return;
      case 'Empty':
        skip(vertex, task, { task: task.name, reason: 'empty' });
        return;
      case 'Failed':
        endAttempt(vertex, task, outcome.cause);
    }
  };

  // ── attempts

  const endAttempt = (vertex: Vertex, task: TaskVertex, error: unknown): void => {
    const trouble: Trouble = (vertex.trouble ??= {
      errors: [],
      actor: 0,
      failed: 0,
      wait: undefined,
    });
    trouble.errors.push(error);
    trouble.failed++;
    const { attempts } = task.definition;
    const policy = attempts[trouble.actor]?.retry;
    const delay = policy && delayOf(policy, trouble.failed, error, random);
    if (delay === undefined && trouble.actor + 1 >= attempts.length) {
      fail(vertex, task, error);
      return;
    }
    if (delay === undefined) {
      trouble.actor++;
      trouble.failed = 0;
    }
    halt(vertex);
    vertex.phase = 'delayed';
    takeBack(vertex);
    emit({ ...moment('retrying', vertex, task), error, delay: delay ?? 0 });
    if (hasEnded()) return;
    trouble.wait = scheduler.schedule(() => {
      trouble.wait = undefined;
      vertex.attempt++;
      vertex.phase = 'waiting';
      becomeReady(vertex, task);
      drain();
    }, delay ?? 0);
  };

  const halt = (vertex: Vertex): void => {
    vertex.trouble?.wait?.unsubscribe();
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
    value: unknown,
    from: 'run' | 'unchanged',
  ): void => {
    const { execution, values } = vertex;
    const delta = execution === undefined ? wholeOf(value) : tell(execution, value);
    const usage = execution?.usage;
    const end = execution?.finish;
    if (isLive && values !== undefined) vertex.kept = { values, value };
    settle(vertex, { _tag: 'Final', value, stamp: vertex.stamp });
    const event: Writable<TaskSucceeded<string, unknown>> = {
      type: 'succeeded',
      task: task.name,
      wave: vertex.wave,
      attempt: vertex.attempt,
      time: scheduler.now(),
      value,
      from,
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
    const before = vertex.trouble?.errors ?? [];
    const errors = before.at(-1) === cause ? before : [...before, cause];
    const error = new TaskFailed(task.name, vertex.attempt, errors, partial);
    settle(vertex, { _tag: 'Failed', error, stamp: vertex.stamp });
    emit({ ...moment('failed', vertex, task), error });
    if (plan.onFailure === 'stop' && !task.spared && !isOver) {
      stopWith(failureOf(vertices) ?? new FlowFailed({}, {}, cause));
    }
  };

  const stopWith = (failure: FlowFailed): void => {
    stopAll();
    emit({ type: 'run-failed', time: scheduler.now(), error: failure });
    done(failure);
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

  return { start, cancel, set, complete, fail: failInput, isIdle: () => unsettled === 0 };
};

/** From how many milliseconds on those who hear a turn are slow, and how long they are spared at the most. */
const slow = 10;
const longestTurn = 1000;

type Writable<A> = { -readonly [Key in keyof A]: A[Key] };

const byDeclaration = (one: Vertex, other: Vertex): number => one.index - other.index;

const decodeInput = ({ name, definition: { input } }: TaskVertex, values: Values): Values =>
  // A codec of the input reads a record: that is what the types of the task ask of it.
  input === undefined ? values : (decode(name, 'input', input, values) as Values);

const wholeOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** The error of a run in which tasks failed that somebody needed. */
const failureOf = (vertices: readonly Vertex[]): FlowFailed | undefined => {
  if (!vertices.some(({ task, signal }) => signal._tag === 'Failed' && task?.spared === false)) {
    return undefined;
  }
  const causes: Record<string, unknown> = {};
  let first: TaskFailed | undefined;
  for (const { task, signal } of vertices) {
    if (task === undefined || signal._tag !== 'Failed') continue;
    causes[task.name] = signal.error.cause;
    if (!task.spared) first ??= signal.error;
  }
  return first === undefined ? undefined : new FlowFailed(causes, resultsOf(vertices), first.cause);
};

const resultsOf = (vertices: readonly Vertex[]): Readonly<Record<string, unknown>> => {
  const results: Record<string, unknown> = {};
  for (const { task, signal } of vertices) {
    if (task !== undefined && signal._tag === 'Final') results[task.name] = signal.value;
  }
  return results;
};
