/**
 * What is done when a model calls a tool.
 *
 * @module
 */

import {
  catchError,
  defaultIfEmpty,
  defer,
  map,
  of,
  switchMap,
  takeLast,
  type Observable,
} from 'rxjs';
import { messageOf } from '../core/errors.js';
import { isAudio, isImage } from '../core/media.js';
import { NobodyToAsk } from '../core/peopleErrors.js';
import { textOf } from '../core/template.js';
import { ToolMisused, ToolRefused, UnknownTool } from '../core/toolErrors.js';
import { fromSource } from '../internal/fromSource.js';
import { nearest } from '../internal/nearest.js';
import { answerOf } from './asking.js';
import type { Answers, Called, ToolResult } from './ports.js';
import type { Tool, Tools } from './tool.js';

/** Who calls tools, and who is told. */
export interface Toolbox {
  /** What the task is called. */
  readonly label: string;
  readonly tools: Tools;
  /** Who may allow calls. */
  readonly answers: Answers | undefined;
  /** Is told what becomes of a call. */
  readonly tell: (told: ToolTold) => void;
  /** Puts a limit to how long a tool may take. */
  readonly limited: <A>(work: Observable<A>) => Observable<A>;
  /** Time in which a person is asked does not count. */
  readonly asking: <A>(answer: Observable<A>) => Observable<A>;
}

/** What has become of a call. */
export type ToolTold =
  | { readonly state: 'called'; readonly call: Called }
  | { readonly state: 'succeeded'; readonly call: Called; readonly output: unknown }
  | { readonly state: 'failed'; readonly call: Called; readonly error: unknown };

/** Calls a tool: what the model is told of it. What the tool fails with is told, too; only nobody to ask ends it. */
export const useTool = (call: Called, box: Toolbox): Observable<ToolResult> =>
  defer(() => {
    box.tell({ state: 'called', call });
    return outputOf(call, box).pipe(
      map((output): ToolResult => {
        const text = textFor(output);
        box.tell({ state: 'succeeded', call, output });
        return resultOf(call, text, false);
      }),
      catchError((error: unknown) => {
        if (error instanceof NobodyToAsk) throw error;
        box.tell({ state: 'failed', call, error });
        return of(resultOf(call, messageOf(error), true));
      }),
    );
  });

/** What a call gives, once it is finished, allowed where it has to be. */
const outputOf = (call: Called, box: Toolbox): Observable<unknown> =>
  defer(() => {
    const tool = toolOf(call.tool, box.tools);
    const read = tool.read(call.input);
    if (read._tag === 'Left') throw new ToolMisused(call.tool, read.left);
    const input = read.right;
    const work = defer(() => fromSource(tool.run?.(input))).pipe(
      takeLast(1),
      defaultIfEmpty(undefined),
    );
    const limited = box.limited(work);
    return tool.asks(input)
      ? box.asking(allowed(call, input, box)).pipe(switchMap(() => limited))
      : limited;
  });

const toolOf = (name: string, tools: Tools): Tool => {
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (tool !== undefined) return tool;
  const names = Object.keys(tools);
  throw new UnknownTool(name, nearest(name, names), names);
};

/** A person allows a call, or it fails. */
const allowed = (
  { tool }: Called,
  input: unknown,
  { label, answers }: Toolbox,
): Observable<unknown> =>
  answerOf(
    {
      task: `${label}/${tool}`,
      question: `May "${tool}" be called with ${textFor(input)}? (yes, no, or no with a reason)`,
      given: { input },
      complaint: (answer) =>
        typeof answer === 'boolean' || typeof answer === 'string'
          ? undefined
          : 'The answer is neither yes nor no.',
    },
    answers,
  ).pipe(
    map((answer) => {
      const said = typeof answer === 'string' ? answer.trim() : answer;
      if (said === true || (typeof said === 'string' && /^(?:y|yes|true)$/iu.test(said))) return;
      const isPlain = typeof said !== 'string' || /^(?:n|no|false|)$/iu.test(said);
      throw new ToolRefused(tool, isPlain ? undefined : said);
    }),
  );

const resultOf = ({ id, tool }: Called, text: string, isError: boolean): ToolResult => ({
  id,
  tool,
  text,
  isError,
});

/** What a tool gave, as a text for the model. Models are told of bytes, and do not get them. */
const textFor = (output: unknown): string => {
  if (isImage(output) || isAudio(output)) {
    return `(${output.mime}, ${String(output.bytes.length)} bytes)`;
  }
  // A function has no JSON.
  const text: unknown = textOf(output);
  return typeof text === 'string' ? text : '';
};
