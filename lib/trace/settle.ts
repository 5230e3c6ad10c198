/**
 * How a task settles.
 *
 * @module
 */

import type { FlowEvent, TaskSucceeded } from '../core/event.js';
import { messagesOf, textOf } from './content.js';
import { endTask } from './ends.js';
import { failureAttributes, originOf } from './failure.js';
import type { Ending } from './openSpan.js';
import type { AttemptSpan, RunSpan, TaskSpan, Tracing } from './spanTree.js';
import type { Attributes } from './tracer.js';
import { usageAttributes } from './usageAttributes.js';

/** The last event of a wave of a task. */
type Settled = Extract<
  FlowEvent,
  { readonly type: 'succeeded' | 'skipped' | 'failed' | 'cancelled' }
>;

/** A task has settled: its spans end, or what became of it is noted at the run. */
export const settle = (
  { content }: Tracing,
  run: RunSpan,
  task: TaskSpan,
  event: Settled,
  time: number,
): void => {
  task.isSettled = true;
  if (event.type === 'cancelled' || event.type === 'skipped') task.source = undefined;
  if (task.span === undefined) {
    if (event.type === 'failed') task.source = undefined;
    run.span.note(`rivulet.task.${wordOf(event)}`, time, noteOf(event));
    return;
  }
  const ending = endingOf(event);
  const attributes =
    event.type === 'succeeded' && task.attempt !== undefined
      ? answerOf(task.attempt, event, content)
      : {};
  endTask(task, time, ending, { ...ending, attributes });
};

const endingOf = (event: Settled): Ending =>
  event.type === 'failed' ? { outcome: event.type, error: event.error } : { outcome: event.type };

const wordOf = (event: Settled): string => (event.type === 'succeeded' ? event.from : event.type);

/** What is noted of a task that did not run. */
const noteOf = (event: Settled): Attributes => ({
  'rivulet.task': event.task,
  'rivulet.wave': event.wave,
  ...(event.type === 'skipped' && {
    'rivulet.because.task': event.because.task,
    'rivulet.because.reason': event.because.reason,
  }),
  ...(event.type === 'failed' && failureAttributes(originOf(event.error))),
});

/** What is known of an answer. */
const answerOf = (
  { agent, began, said }: AttemptSpan,
  { value, usage, finish, calls }: TaskSucceeded<string, unknown>,
  content: boolean,
): Attributes => ({
  ...usageAttributes(usage),
  ...(finish !== undefined && { 'gen_ai.response.finish_reasons': [finish] }),
  ...(agent !== undefined &&
    said !== undefined && { 'gen_ai.response.time_to_first_chunk': (said - began) / 1000 }),
  ...(content &&
    (agent === undefined
      ? { 'rivulet.output': textOf(value) }
      : agent.type !== 'embed' && { 'gen_ai.output.messages': messagesOf(value, calls, finish) })),
});
