/**
 * What the compiler knows of a flow: whether every task gets what it needs, and which outputs may be missing.
 *
 * Everything here is one pass over tasks or paths, never over pairs of them. Where a line looks roundabout, it
 * is because the straight one costs the square of the size of the flow; and where a record stands behind
 * `extends object`, it is because there the compiler shows what is in it instead of what it is called.
 *
 * @module
 */

import type { Either } from 'fp-ts/lib/Either.js';
import type { AnyCodec } from '../core/codec.js';
import type { TaskFault } from '../core/errors.js';
import type { Join } from '../core/graph.js';
import type { Audio, Image } from '../core/media.js';
import type { Modalities, Modality } from '../core/modality.js';
import type { UnknownTask } from '../core/typedEvent.js';
import type { TypedRoute } from './route.js';
import type { OutOf, TaskTypes, Typed } from './task.js';

/** What a task needs is not what its predecessors give. Only what differs is told. */
interface WiringMismatch<Task, Needs, Gets> {
  readonly '~task': Task;
  readonly '~needs': Needs;
  readonly '~gets': Gets;
}

/** A place of the instruction of a task is the name of none of its predecessors. */
interface UnknownPlace<Task, Place, Predecessors> {
  readonly '~task': Task;
  readonly '~place': Place;
  readonly '~predecessors': Predecessors;
}

/** An agent gets bytes that it cannot read, or not those that it is there for. */
interface ModalityMismatch<Task, Agent, Needs, Gets> {
  readonly '~task': Task;
  readonly '~agent': Agent;
  readonly '~needs': Needs;
  readonly '~gets': Gets;
}

/** A task that is given one value itself has no predecessor, or several. */
interface OnePredecessor<Task, Predecessors> {
  readonly '~task': Task;
  readonly '~predecessors': Predecessors;
}

/** A task has the name of an input. */
interface DuplicateName<Name> {
  readonly '~name': Name;
}

/** The types of the inputs of a flow. */
export type InputsOf<I> = I extends object
  ? { readonly [Name in keyof I]: I[Name] extends AnyCodec ? I[Name]['_A'] : never }
  : never;

/** The outputs of the tasks of a flow. */
export type Values<T> = T extends object ? { readonly [Name in keyof T]: OutOf<T[Name]> } : never;

/** What the outputs of the tasks of a flow look like while they grow. */
export type Snapshots<T> = T extends object
  ? { readonly [Name in keyof T]: T[Name] extends Typed ? T[Name]['~task']['snapshot'] : never }
  : never;

/** The results of a flow: without the tasks that are excluded; those of `Missing` may be missing. */
export type Outputs<T, Missing> = T extends object
  ? {
      readonly [Name in keyof T as T[Name] extends Kept ? Name : never]: Name extends Missing
        ? OutOf<T[Name]> | undefined
        : OutOf<T[Name]>;
    }
  : never;

interface Kept {
  readonly '~task': { readonly exclude: false };
}

/** The tasks whose results may be missing from those of a run that succeeds. */
export type MayBeMissing<T, P, R> =
  | Skipped<T, R, Edges<P, R>, Parents<Edges<P, R>>, OptionalOf<T> | NotTaken<T, R>>
  | Spared<T, Edges<P, R>>;

/** Parent → its children, as a union. */
type Edges<P, R> = [keyof R] extends [never]
  ? { readonly [Parent in keyof P]-?: P[Parent] extends readonly (infer Child)[] ? Child : never }
  : {
      readonly [Parent in keyof P | keyof R]:
        | (Parent extends keyof P
            ? P[Parent] extends readonly (infer Child)[]
              ? Child
              : never
            : never)
        | (Parent extends keyof R ? TargetsOf<R[Parent]> : never);
    };

/** Where a route may lead, as a union. */
type TargetsOf<R> = R extends TypedRoute
  ? EndsOf<R['~route']['table'][keyof R['~route']['table']]>
  : never;

/** Where a way leads, as a union. */
type EndsOf<Way> = Way extends string ? Way : Way extends readonly (infer Child)[] ? Child : never;

/** The tasks that are skipped when a route leads elsewhere. */
type NotTaken<T, R> = [keyof R] extends [never]
  ? never
  : {
      [Target in TargetsOf<R[keyof R]> & keyof T]: JoinOf<T, Target> extends 'settled'
        ? never
        : Target;
    }[TargetsOf<R[keyof R]> & keyof T];

/** Child → its parents, as a union: equal keys of an `as` clause unite what they came from. */
type Parents<E> = { readonly [Parent in keyof E as E[Parent] & PropertyKey]: Parent };

/** The parents of one task. `keyof Parents` is never asked for, since it would be computed anew for each task. */
// eslint-disable-next-line @typescript-eslint/consistent-indexed-object-style -- `Record` costs more
type ParentsOf<B, Child> = B extends { readonly [C in Child & PropertyKey]: infer Parent }
  ? Parent
  : never;

/** `unknown` when everything fits; otherwise what stands in the way, at the task or the path where it does. */
export type Sound<I, T, P, R> = SoundOf<
  Misfits<T, Offers<I, T>, Parents<Edges<P, R>>>,
  StrangeParents<keyof P, keyof T | keyof I>,
  string extends keyof I | keyof T ? never : keyof T & keyof I,
  keyof T | keyof I
> &
  SoundRoutes<T, R>;

/** `unknown` when every route fits; otherwise what stands in the way, at the route where it does. */
type SoundRoutes<T, R> = [keyof R] extends [never] ? unknown : SoundRoutesOf<RouteMisfits<T, R>>;

type SoundRoutesOf<M> = [M[keyof M]] extends [never]
  ? unknown
  : {
      readonly routes: {
        readonly [Name in keyof M as [M[Name]] extends [never] ? never : Name]: M[Name];
      };
    };

/** By route, what is wrong with it; `never` where nothing is. */
type RouteMisfits<T, R> = {
  readonly [Name in keyof R]: Name extends keyof T
    ? R[Name] extends TypedRoute
      ? | RouteMisfit<Name, R[Name]['~route']['in'], OutOf<T[Name]>>
        | StrangeTarget<Exclude<TargetsOf<R[Name]>, keyof T>, keyof T>
      : never
    : UnknownTask<Name, keyof T>;
};

type RouteMisfit<Name, In, Out> = unknown extends In
  ? never
  : [Out] extends [In]
    ? never
    : WiringMismatch<Name, In, Out>;

type StrangeTarget<Strange, Known> = [Strange] extends [never]
  ? never
  : string extends Strange
    ? never
    : string extends Known
      ? never
      : UnknownTask<Strange, Known>;

// Names that are plain strings are checked when the flow is made.
type StrangeParents<Parent extends PropertyKey, Name> = [Parent] extends [Name]
  ? never
  : string extends Parent
    ? never
    : Exclude<Parent, Name>;

type SoundOf<M, StrangeParent extends PropertyKey, Twice extends PropertyKey, Known> = [
  M[keyof M] | StrangeParent | Twice,
] extends [never]
  ? unknown
  : {
      readonly tasks: {
        readonly [Name in keyof M as [M[Name]] extends [never] ? never : Name]: M[Name];
      } & { readonly [Name in Twice]: DuplicateName<Name> };
      readonly paths: { readonly [Name in StrangeParent]: UnknownTask<Name, Known> };
    };

/** What inputs and tasks give, by name. */
type Offers<I, T> = {
  readonly [Name in keyof T | keyof I]: Name extends keyof T
    ? OutOf<T[Name]>
    : Name extends keyof I
      ? I[Name] extends AnyCodec
        ? I[Name]['_A']
        : never
      : never;
};

/** By task, what is wrong with it; `never` where nothing is. */
type Misfits<T, V, B> = {
  readonly [Name in keyof T]: T[Name] extends Typed
    ? Misfit<Name, T[Name]['~task'], V, ParentsOf<B, Name>>
    : never;
};

// What a task needs is `unknown` when it needs nothing, and `any` when its author wanted no check.
type Misfit<Name, Types extends TaskTypes, V, Parent> = unknown extends Types['in']
  ? never
  : Types['in'] extends { readonly '~only': infer A }
    ? OnlyMisfit<Name, A, V, Parent>
    : Types['in'] extends { readonly '~asks': infer M extends Modality }
      ? | (Types['join'] extends 'settled' ? never : BytesMisfit<Name, M, V, Parent>)
        | (Types['in'] extends { readonly '~places': infer Place }
            ? PlacesMisfit<Name, Exclude<Place, Parent>, Parent>
            : Types['in'] extends { readonly '~told': infer In }
              ? RecordMisfit<Name, In, Gets<Types['join'], V, Parent>>
              : never)
      : Types['in'] extends { readonly '~places': infer Place }
        ? PlacesMisfit<Name, Exclude<Place, Parent>, Parent>
        : RecordMisfit<Name, Types['in'], Gets<Types['join'], V, Parent>>;

type OnlyMisfit<Name, A, V, Parent> = [Parent] extends [never]
  ? OnePredecessor<Name, never>
  : string extends Parent
    ? never
    : IsUnion<Parent> extends true
      ? OnePredecessor<Name, Parent>
      : [V[Parent & keyof V]] extends [A]
        ? never
        : WiringMismatch<Name, A, V[Parent & keyof V]>;

type IsUnion<A, B = A> = A extends unknown ? ([B] extends [A] ? false : true) : never;

/** What a task gets of its predecessors. */
type Gets<J extends Join, V, Parent> = J extends 'all'
  ? { readonly [Name in Parent & keyof V]: V[Name] }
  : J extends 'any' | 'first'
    ? { readonly [Name in Parent & keyof V]?: V[Name] }
    : { readonly [Name in Parent & keyof V]: Either<TaskFault, V[Name]> };

type RecordMisfit<Name, In, Given> = [Given] extends [In]
  ? never
  : In extends object
    ? Differing<In, Given> extends infer Part
      ? [Part] extends [never]
        ? WiringMismatch<Name, In, Given>
        : // Written out twice, because an alias would be shown by its name.
          WiringMismatch<
            Name,
            { -readonly [Need in keyof In as Need extends Part ? Need : never]: In[Need] },
            { -readonly [Gift in keyof Given as Gift extends Part ? Gift : never]: Given[Gift] }
          >
      : never
    : WiringMismatch<Name, In, Given>;

/** The names whose needs are not met by what is given. */
type Differing<In, Given> = {
  [Name in keyof In]-?: [Pick<Given, Name & keyof Given>] extends [Pick<In, Name>] ? never : Name;
}[keyof In];

// A name that is only known to be a string may be any; it is checked when the flow is made.
type PlacesMisfit<Name, Strange, Parent> = [Strange] extends [never]
  ? never
  : string extends Strange
    ? never
    : UnknownPlace<Name, Strange, Parent>;

type BytesMisfit<Name, M extends Modality, V, Parent> = unknown extends V[Parent & keyof V]
  ? never
  : [BytesOf<V[Parent & keyof V]>] extends [Modalities[M]['bytes']]
    ? [Modalities[M]['must']] extends [BytesOf<V[Parent & keyof V]>]
      ? never
      : ModalityMismatch<Name, M, Modalities[M]['must'], { [Part in Parent & keyof V]: V[Part] }>
    : ModalityMismatch<
        Name,
        M,
        Modalities[M]['bytes'],
        {
          [
            Part in Parent & keyof V as [BytesOf<V[Part]>] extends [Modalities[M]['bytes']]
              ? never
              : Part
          ]: V[Part];
        }
      >;

type BytesOf<Value> = Extract<Value, Image | Audio>;

type OptionalOf<T> = {
  [Name in keyof T]: T[Name] extends Typed
    ? T[Name]['~task']['optional'] extends false
      ? never
      : Name
    : never;
}[keyof T];

/**
 * What may be skipped when those of `Front` are: forward along the paths, a frontier at a time. It keeps what it
 * has seen, so that it ends in a circle too.
 */
type Skipped<T, R, E, B, Front, Seen = Front> = [Front] extends [never]
  ? Seen
  : Exclude<Next<T, R, B, E[Front & keyof E], Seen>, Seen> extends infer Found
    ? Skipped<T, R, E, B, Found, Seen | Found>
    : never;

/** Those of some children that are skipped with their parents. */
type Next<T, R, B, Child, Seen> = Child extends keyof T
  ? T[Child] extends Typed
    ? 'all' extends T[Child]['~task']['join']
      ? Child
      : [T[Child]['~task']['join'] & ('any' | 'first')] extends [never]
        ? never
        : [ParentsOf<B, Child>] extends [Seen]
          ? [keyof R] extends [never]
            ? Child
            : [Covering<T, R, B, Exclude<keyof R, Seen>, ParentsOf<B, Child>>] extends [never]
              ? Child
              : never
          : never
    : never
  : never;

/**
 * The routes of which every way leads to one of some parents, and to one that runs whenever it is taken. So one of
 * these parents always comes, unless a failure does.
 */
type Covering<T, R, B, Router extends keyof R, Parent> = Router extends keyof R
  ? R[Router] extends TypedRoute
    ? [UncoveredWay<T, B, Router, R[Router]['~route']['table'], Parent>] extends [never]
      ? Router
      : never
    : never
  : never;

type UncoveredWay<T, B, Router, Table, Parent> = {
  [Way in keyof Table]: [Sure<T, B, Router, EndsOf<Table[Way]> & Parent>] extends [never]
    ? Way
    : never;
}[keyof Table];

/** Those of some targets that nothing but their router can skip. */
type Sure<T, B, Router, Target> = Target extends keyof T
  ? [ParentsOf<B, Target>] extends [Router]
    ? T[Target] extends Typed
      ? T[Target]['~task']['optional'] extends false
        ? Target
        : never
      : never
    : never
  : never;

/**
 * The tasks that all their successors can do without. A failure of theirs does not fail the run, so that their
 * own results may be missing; it does not travel on.
 */
type Spared<T, E> = [JoinOf<T, keyof T>] extends ['all']
  ? never
  : {
      [Parent in keyof E]: [E[Parent]] extends [never]
        ? never
        : 'all' extends JoinOf<T, E[Parent]>
          ? never
          : Parent;
    }[keyof E];

type JoinOf<T, Name> = Name extends keyof T
  ? T[Name] extends Typed
    ? T[Name]['~task']['join']
    : never
  : never;
