/**
 * What the types of a run's events say of its tasks.
 *
 * They are read off the union itself: what made it cannot be told any more once a `filter` has narrowed it.
 *
 * @module
 */

/** An event, as operators on events ask for it. */
export interface AnyEvent {
  readonly type: string;
}

/** The names of the tasks that events tell of. */
export type TaskOf<E> = E extends { readonly task: infer Name } ? Name : never;

/** What the snapshots and the output of a task are, by the events that tell them. */
export type SnapshotOf<E, Name> = E extends {
  readonly task: infer Told;
  readonly value: infer Value;
}
  ? Name extends Told
    ? Value
    : never
  : never;

/** The results of a run, by the events that tell them; any may be missing. */
export type ResultsOf<E> = ResultsBy<Extract<E, { readonly type: 'succeeded' }>>;

type ResultsBy<S> = [S] extends [{ readonly task: string; readonly value: unknown }]
  ? { readonly [Told in S as Told['task']]?: Told['value'] }
  : never;

/** `unknown` for the name of a task that events tell of. */
export type Known<E, Name> = [Name] extends [TaskOf<E>] ? unknown : UnknownTask<Name, TaskOf<E>>;

/** A name that none of the tasks has. */
export interface UnknownTask<Name, Tasks> {
  readonly '~name': Name;
  readonly '~tasks': Tasks;
}
