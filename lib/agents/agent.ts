import { defer, from, of, switchMap, type Observable } from 'rxjs';
import type { Codec } from '../core/codec.js';
import { InvalidOptions } from '../core/errors.js';
import type { Modalities, Modality } from '../core/modality.js';
import { MissingKey, UnknownProvider, UnsupportedModality } from '../core/providerErrors.js';
import { MissingVariable } from '../core/variableErrors.js';
import { CannotCallTools } from '../core/toolErrors.js';
import { checkedLimits, type Limits } from '../flow/limits.js';
import type { Account, Agent, AgentOrigin, Answer, Question, Variable } from '../flow/ports.js';
import { checkedPrice, type Price } from '../flow/price.js';
import { checkedRetry, type RetryOptions } from '../flow/retry.js';
import { checkedTimeouts, type TimeoutOptions } from '../flow/timeout.js';
import { toolSources, type ToolSource } from '../flow/tool.js';
import { nearest } from '../internal/nearest.js';
import { askAlone } from './askAlone.js';
import { inWords } from './inWords.js';
import { known, type AnyProvider, type KnownProvider, type Providers } from './known.js';
import { defaultModel } from './models.js';
import { priceOf } from './prices.js';
import type { AgentSettings, Provider } from './provider.js';
import { checkVariable, isVariable, valueOf } from './variable.js';

/** The names of the providers that have agents of type `M`. */
export type ProviderOf<M extends Modality> = {
  [P in keyof Providers]: M extends Providers[P] ? P : never;
}[keyof Providers];

/** What an agent is. */
export interface AgentOptions<M extends Modality, A = Modalities[M]['gives']> {
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
   * What its answers have to be: a codec, of whose form the model is told. Only for agents that answer with a text. See the
   * option of the same name of a task, which counts more.
   *
   * @defaultValue they are what the type of the agent gives
   */
  readonly output?: Codec<A>;
  /**
   * What its model may call: tools by their names, or where they come from. Only for agents that answer with a text.
   *
   * @defaultValue none
   */
  readonly tools?: ToolSource | readonly ToolSource[];
  /**
   * How many requests one answer may take; every call of tools needs one more.
   *
   * @defaultValue `10`
   */
  readonly maxSteps?: number;
  /**
   * How much its provider is asked, by all agents with its key together.
   *
   * @defaultValue ten requests at once
   */
  readonly limits?: Limits;
  /**
   * What its model costs.
   *
   * @defaultValue what is known of it, which changes when vendors change it
   */
  readonly price?: Price;
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
export const agent = <M extends Modality, A = Modalities[M]['gives']>({
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
  output,
  tools: givenTools = [],
  maxSteps = 10,
  limits = {},
  price,
}: AgentOptions<M, A>): Agent<M, A> => {
  const source = typeof provider === 'string' ? knownBy(provider) : passed(provider);
  const name = typeof provider === 'string' ? provider : provider.name;
  if (!source.has.includes(type)) throw unsupported(name, type, source.has);

  const tools = toolSources(givenTools);
  checkAbilities(type, tools, maxSteps, output);
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
  const answers: Agent<M, A>['answers'] = (question, occasion) =>
    defer(() => {
      const opened = open();
      return (opened instanceof Promise ? from(opened) : of(opened)).pipe(
        switchMap(
          ({ agents, forms }) =>
            // What a codec makes of it is read by whoever asks.
            agents[type](settings())(
              forms === true ? question : inWords(question),
              occasion,
            ) as Observable<Answer<A>>,
        ),
      );
    });
  const accountOf = ({ account, model: usual }: Provider<M>): Account => {
    const set = settings();
    const named = model ?? usual ?? defaultModel(name, type);
    return {
      id: account === undefined ? JSON.stringify([name, set.key, set.baseURL]) : account(set),
      limits: own.limits,
      model: named,
      // Models of the AI SDK are called `openai.chat` and the like.
      price: own.price ?? priceOf(name.split('.', 1).join(''), named),
    };
  };
  const own = {
    limits: Object.freeze({ ...checkedLimits(limits) }),
    price: price === undefined ? undefined : Object.freeze({ ...checkedPrice(price) }),
  };
  const preparing = (loaded: Provider<M>, task: string): void | PromiseLike<void> => {
    if (tools.length > 0 && loaded.tools !== true) throw new CannotCallTools(name, task);
    return loaded.prepare?.(settings(task), task);
  };

  const made: Agent<M, A> = {
    type,
    provider: name,
    mission,
    model,
    timeout: Object.freeze(checkedTimeouts(timeout)),
    retry: Object.freeze(checkedRetry(retry)),
    fallback: Object.freeze([fallback].flat()),
    // What it gives is what its codec reads, or else what its type gives.
    ask: (question) => askAlone(made, asQuestion(question), output) as Observable<A>,
    origin: () => ({
      isNamed: typeof provider === 'string',
      params,
      key: toldOf(key),
      baseURL: toldOf(baseURL),
      limits: own.limits,
      price: own.price,
    }),
    account: () => {
      const opened = open();
      return opened instanceof Promise ? opened.then(accountOf) : accountOf(opened);
    },
    abilities: () => ({ tools, maxSteps, output }),
    prepare: (task) => {
      // A variable that is missing is told before anything is loaded.
      settings(task);
      const opened = open();
      return opened instanceof Promise
        ? opened.then((loaded) => preparing(loaded, task))
        : preparing(opened, task);
    },
    answers,
  };
  return Object.freeze(made);
};

const checkAbilities = (
  type: string,
  tools: readonly ToolSource[],
  maxSteps: number,
  output: unknown,
): void => {
  if (!(Number.isInteger(maxSteps) && maxSteps >= 1)) {
    throw new RangeError(`maxSteps must be a whole number from 1 on, not ${String(maxSteps)}.`);
  }
  if (type === 'text' || type === 'vision') return;
  if (tools.length > 0) {
    throw new InvalidOptions(
      undefined,
      `An agent of type "${type}" cannot call tools; text and vision can.`,
    );
  }
  if (output !== undefined && type !== 'mcp') {
    throw new InvalidOptions(
      undefined,
      `The answers of an agent of type "${type}" cannot have an output codec; those of text, vision and mcp can.`,
    );
  }
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
