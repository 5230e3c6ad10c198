import { asyncScheduler, defer, distinctUntilChanged, from, map, of, switchMap } from 'rxjs';
import type { Modalities, Modality } from '../core/modality.js';
import { MissingKey, UnknownProvider, UnsupportedModality } from '../core/providerErrors.js';
import { MissingVariable } from '../core/variableErrors.js';
import type { Agent, AgentOrigin, Question, Variable } from '../flow/ports.js';
import { checkedRetry, type RetryOptions } from '../flow/retry.js';
import { checkedTimeouts, type TimeoutOptions } from '../flow/timeout.js';
import { nearest } from '../internal/nearest.js';
import { known, type AnyProvider, type KnownProvider, type Providers } from './known.js';
import type { AgentSettings, Provider } from './provider.js';
import { checkVariable, isVariable, valueOf } from './variable.js';

/** The names of the providers that have agents of type `M`. */
export type ProviderOf<M extends Modality> = {
  [P in keyof Providers]: M extends Providers[P] ? P : never;
}[keyof Providers];

/** What an agent is. */
export interface AgentOptions<M extends Modality> {
  /** What it gives: a text, an image, … */
  readonly type: M;
  /** Who is asked: a known provider by its name, or any other as an object. */
  readonly provider: NoInfer<ProviderOf<M> | Provider<M>>;
  /** What it is there for; the system instruction of a text agent. */
  readonly mission: string;
  /**
   * Which model is asked.
   *
   * @defaultValue the provider's, which change when vendors retire them
   */
  readonly model?: string;
  /**
   * The key, or where it is: `{ env: 'MY_API_KEY' }` is the environment variable of that name, and no other is looked at. It
   * is shown nowhere.
   *
   * @defaultValue that in the provider's usual environment variable, such as `OPENAI_API_KEY`
   */
  readonly key?: string | Variable;
  /**
   * Where the API is, or where that is written: `{ env: 'VLLM_BASE_URL' }`.
   *
   * @defaultValue that in the provider's usual environment variable, such as `OPENAI_BASE_URL`, or else the vendor's
   */
  readonly baseURL?: string | Variable;
  /**
   * How long a task that asks it may take for an attempt.
   *
   * @defaultValue as long as it takes
   */
  readonly timeout?: TimeoutOptions;
  /**
   * How a task that asks it tries again when it fails for a passing reason. `ask` itself makes one request.
   *
   * @defaultValue three attempts, at most half a second apart at first and half a minute in the end
   */
  readonly retry?: RetryOptions;
  /**
   * Who a task asks when it has failed for good, in this order.
   *
   * @defaultValue nobody
   */
  readonly fallback?: NoInfer<
    Agent<M, Modalities[M]['gives']> | readonly Agent<M, Modalities[M]['gives']>[]
  >;
  /**
   * Passed on to the provider as they are, such as `{ seed: 7 }`. What there is, the vendor says: not every model takes a
   * `temperature`.
   *
   * @defaultValue `{}`
   */
  readonly params?: Readonly<Record<string, unknown>>;
}

/**
 * An agent: somebody with a mission who can be asked.
 *
 * Tasks ask it; without a flow, `ask` does. Nothing is loaded and no key is looked for before that.
 *
 * @example
 * ```ts
 * import { agent } from 'rivulet';
 *
 * const writer = agent({ type: 'text', provider: 'scripted', mission: 'write poems' });
 *
 * writer.ask('A haiku about rain').subscribe((soFar) => {
 *   console.log(soFar);
 * });
 * ```
 *
 * @throws {@link UnknownProvider} when there is no provider of this name
 * @throws {@link UnsupportedModality} when the provider does not have agents of this type
 * @category agents
 */
export const agent = <M extends Modality>({
  type,
  provider,
  mission,
  model,
  key,
  baseURL,
  params = {},
  timeout = {},
  retry = {},
  fallback = [],
}: AgentOptions<M>): Agent<M, Modalities[M]['gives']> => {
  const source = typeof provider === 'string' ? knownBy(provider) : passed(provider);
  const name = typeof provider === 'string' ? provider : provider.name;
  if (!source.has.includes(type)) throw unsupported(name, type, source.has);

  checkVariable('key', key);
  checkVariable('baseURL', baseURL);

  // Only functions see the settings, so whoever prints the agent sees no key.
  const settings = (task?: string): AgentSettings => ({
    mission,
    model,
    key: valueOf(key, (variable) => new MissingKey(name, variable, task)),
    keyVariable: isVariable(key) ? key.env : undefined,
    baseURL: valueOf(baseURL, (variable) => new MissingVariable(name, 'baseURL', variable, task)),
    params,
  });
  const open = opening(source, type);
  const answers: Agent<M, Modalities[M]['gives']>['answers'] = (question, occasion) =>
    defer(() => {
      const opened = open();
      return (opened instanceof Promise ? from(opened) : of(opened)).pipe(
        switchMap(({ agents }) => agents[type](settings())(question, occasion)),
      );
    });

  const made: Agent<M, Modalities[M]['gives']> = {
    type,
    provider: name,
    mission,
    model,
    timeout: Object.freeze(checkedTimeouts(timeout)),
    retry: Object.freeze(checkedRetry(retry)),
    fallback: Object.freeze([fallback].flat()),
    ask: (question) =>
      answers(asQuestion(question), { scheduler: asyncScheduler }).pipe(
        map(({ value }) => value),
        distinctUntilChanged(),
      ),
    origin: () => ({
      isNamed: typeof provider === 'string',
      params,
      key: toldOf(key),
      baseURL: toldOf(baseURL),
    }),
    prepare: (task) => {
      const set = settings(task);
      const opened = open();
      return opened instanceof Promise
        ? opened.then((loaded) => loaded.prepare?.(set, task))
        : opened.prepare?.(set, task);
    },
    answers,
  };
  return Object.freeze(made);
};

const toldOf = (given: string | Variable | undefined): AgentOrigin['key'] =>
  typeof given === 'string' ? 'text' : given;

const knownBy = (name: string): KnownProvider => {
  const names = Object.keys(known);
  const found = Object.entries(known).find(([each]) => each === name)?.[1];
  if (found === undefined) throw new UnknownProvider(name, nearest(name, names), names);
  return found;
};

const passed = (provider: AnyProvider): KnownProvider => ({
  has: Object.keys(provider.agents),
  open: () => provider,
});

const unsupported = (name: string, type: string, has: readonly string[]): UnsupportedModality => {
  const others = Object.entries(known).filter(([, other]) => other.has.includes(type));
  return new UnsupportedModality(
    name,
    type,
    has,
    others.map(([other]) => other),
  );
};

/** Opens a provider once, and once more when that failed. */
const opening = <M extends Modality>(
  { open }: KnownProvider,
  type: M,
): (() => Provider<M> | Promise<Provider<M>>) => {
  let opened: Provider<M> | undefined;
  const having = (provider: AnyProvider): Provider<M> => {
    if (has(provider, type)) return (opened = provider);
    throw unsupported(provider.name, type, Object.keys(provider.agents));
  };
  return () => {
    if (opened !== undefined) return opened;
    const provider = open();
    return provider instanceof Promise ? provider.then(having) : having(provider);
  };
};

const has = <M extends Modality>(provider: AnyProvider, type: M): provider is Provider<M> =>
  Object.hasOwn(provider.agents, type);

const asQuestion = (question: string | Question): Question =>
  typeof question === 'string' ? { text: question, images: [], audio: [] } : question;
