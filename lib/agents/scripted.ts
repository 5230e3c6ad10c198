import {
  concatMap,
  defer,
  endWith,
  from,
  interval,
  isObservable,
  map,
  zip,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import type { ToolCall } from '../core/event.js';
import { isAudio, isImage, type Audio, type Image } from '../core/media.js';
import type { Found, Modality } from '../core/modality.js';
import type { Answer, Question } from '../flow/ports.js';
import { growing, type Piece } from './growing.js';
import { madeUp } from './scripted/madeUp.js';
import type { AgentSettings, Ask, Provider } from './provider.js';

/** What a script says: the whole answer, a text in pieces, or something that brings the one or the other. */
export type ScriptedAnswer =
  | ScriptedValue
  | Observable<ScriptedValue>
  | PromiseLike<ScriptedValue>
  | AsyncIterable<ScriptedValue>;

/** A whole answer, or a text in pieces, or the tools that are called instead. */
export type ScriptedValue =
  string | readonly string[] | readonly number[] | readonly Found[] | Image | Audio | ScriptedCalls;

/** The tools that a model is to call, and what it says besides. */
export interface ScriptedCalls {
  readonly calls: readonly ToolCall[];
  /**
   * What it says.
   *
   * @defaultValue nothing
   */
  readonly text?: string;
}

/** What a script is told of the agent that is asked. */
export interface ScriptedAgent {
  /** What is asked for. */
  readonly type: Modality;
  /** What the agent is there for. */
  readonly mission: string;
  readonly model: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * What is answered: by a function of the question, or by the first of these texts that the question holds.
 * Where it is `undefined`, the provider makes up an answer.
 */
export type Script =
  | ((question: Question, agent: ScriptedAgent) => ScriptedAnswer | undefined)
  | Readonly<Record<string, ScriptedAnswer>>;

/** What is answered, and how fast. */
export interface ScriptedOptions {
  /**
   * What is answered. An Observable, an iterable or a promise of strings brings the pieces of a text, and sets
   * its own time.
   *
   * @defaultValue an answer that says that it is scripted, and repeats the mission and the first words of the question
   */
  readonly script?: Script;
  /**
   * Milliseconds before each piece of an answer.
   *
   * @defaultValue `20`
   */
  readonly delay?: number;
  /**
   * How many words of the question a made-up answer repeats.
   *
   * @defaultValue `8`
   */
  readonly words?: number;
}

/**
 * Agents of all types that need no key and no network: they answer from a script, piece by piece. The same
 * question always gets the same answer.
 *
 *     text, delay: 2   --a-b-c(d|)
 *
 * `d` is the whole text once more, with why it ended and what it took.
 *
 * @example
 * ```ts
 * import { agent } from 'rivulet';
 * import { scripted } from 'rivulet/agents/scripted';
 *
 * const writer = agent({
 *   type: 'text',
 *   provider: scripted({ script: { haiku: ['An old ', 'silent ', 'pond'] } }),
 *   mission: 'write poems',
 * });
 * writer.ask('A haiku, please.').subscribe();
 * ```
 *
 * @category providers
 */
export const scripted = ({
  script = {},
  delay: asked = 20,
  words: repeated = 8,
}: ScriptedOptions = {}): Provider => {
  const delay = atLeast(0, 'delay', asked);
  const words = atLeast(0, 'words', repeated);

  const plays =
    <A>(
      type: Modality,
      makeUp: (question: Question, mission: string, words: number) => A,
      play: (said: ScriptedAnswer | A, timing: Timing) => Observable<Answer<A>>,
    ) =>
    ({ mission, model, params }: AgentSettings): Ask<A> =>
    (question, { scheduler }) =>
      defer(() => {
        const line = lineOf(script, question, { type, mission, model, params });
        const said = line ?? makeUp(question, mission, words);
        return play(said, { delay, scheduler, asked: `${mission} ${question.text}` });
      });

  return {
    name: 'scripted',
    tools: true,
    forms: true,
    account: () => undefined,
    agents: {
      text: plays('text', madeUp.text, spoken),
      vision: plays('vision', madeUp.vision, spoken),
      recognition: plays('recognition', madeUp.recognition, spoken),
      image: plays('image', madeUp.image, shown('a picture', isImage)),
      speech: plays('speech', madeUp.speech, shown('a sound', isAudio)),
      embed: plays('embed', madeUp.embed, shown('a list of numbers', isVector)),
      search: plays('search', madeUp.search, shown('a list of what was found', isFound)),
      mcp: plays('mcp', madeUp.mcp, shown('a value', isAnything)),
    },
  };
};

const atLeast = (least: number, name: string, value: number): number => {
  if (value >= least) return value;
  throw new RangeError(`${name} must be at least ${String(least)}, not ${String(value)}`);
};

interface Timing {
  readonly delay: number;
  readonly scheduler: SchedulerLike;
  /** What was asked, to count what it took. */
  readonly asked: string;
}

const lineOf = (
  script: Script,
  question: Question,
  agent: ScriptedAgent,
): ScriptedAnswer | undefined =>
  typeof script === 'function'
    ? script(question, agent)
    : Object.entries(script).find(([part]) => question.text.includes(part))?.[1];

/** A text, piece by piece. What is brought from outside has a time of its own. */
const spoken = (said: ScriptedAnswer, timing: Timing): Observable<Answer<string>> =>
  (isBrought(said)
    ? from(said).pipe(concatMap((value) => piecesOf(value, (text) => [text])))
    : inTime(piecesOf(said, wordsOf), timing)
  ).pipe(
    endWith({ finish: 'stop' }),
    growing('scripted', { explain: asError, facts: () => ({}) }),
    map((answer) =>
      answer.finish === undefined
        ? answer
        : {
            ...answer,
            usage: { input: wordsOf(timing.asked).length, output: wordsOf(answer.value).length },
          },
    ),
  );

/** A value, all at once. */
const shown =
  <A>(what: string, is: (value: unknown) => value is A) =>
  (said: ScriptedAnswer | A, timing: Timing): Observable<Answer<A>> =>
    (isBrought(said) ? from(said) : inTime([said], timing)).pipe(
      map((value: unknown) => {
        if (!is(value)) throw new TypeError(`The script gave no ${what}, as this agent should.`);
        return { value };
      }),
    );

const inTime = <A>(values: readonly A[], { delay, scheduler }: Timing): Observable<A> =>
  delay === 0 || values.length === 0
    ? from(values)
    : zip(from(values), interval(delay, scheduler)).pipe(map(([value]) => value));

const piecesOf = (value: unknown, cut: (text: string) => readonly string[]): readonly Piece[] => {
  if (typeof value === 'string') return cut(value).map((text) => ({ text }));
  if (Array.isArray(value) && value.every((piece) => typeof piece === 'string')) {
    return value.map((text) => ({ text }));
  }
  if (isCalls(value)) return [...piecesOf(value.text ?? '', cut), { calls: value.calls }];
  throw new TypeError('The script gave no text, as this agent should.');
};

/** Words with the spaces before them, so that together they are the text. */
const wordsOf = (text: string): readonly string[] => text.match(/\s*\S{1,12}|\s+$/gu) ?? [];

const isBrought = (
  said: unknown,
): said is Observable<unknown> | PromiseLike<unknown> | AsyncIterable<unknown> =>
  isObservable(said) ||
  (typeof said === 'object' && said !== null && ('then' in said || Symbol.asyncIterator in said));

const isCalls = (value: unknown): value is ScriptedCalls =>
  typeof value === 'object' && value !== null && 'calls' in value && Array.isArray(value.calls);

const isVector = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((number) => typeof number === 'number');

const isFound = (value: unknown): value is readonly Found[] =>
  Array.isArray(value) &&
  value.every((each: unknown) => typeof each === 'object' && each !== null && 'url' in each);

const isAnything = (value: unknown): value is unknown => value !== undefined;

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));
