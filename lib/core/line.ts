import { isRivuletError, reasonOf } from './errors.js';
import type { FlowEvent, ToolCall, Usage } from './event.js';
import { isAudio, isImage } from './media.js';

/**
 * One event as a line of text. It tells sizes, names and kinds, never what was asked or answered: messages of
 * errors may quote that, so errors are told by their names.
 */
export const lineOf = (event: FlowEvent): string => {
  const time = new Date(event.time).toISOString().slice(11, 23);
  return 'task' in event
    ? `${time} ${event.task} ${taskLine(event)}${again(event)}`
    : `${time} ${runLine(event)}`;
};

type TaskEvent = Extract<FlowEvent, { readonly task: unknown }>;
type RunEvent = Exclude<FlowEvent, TaskEvent>;

const runLine = (event: RunEvent): string => {
  switch (event.type) {
    case 'run-started':
      return `run ${event.runId} started: ${count(event.graph.tasks.length, 'task')}, ${count(event.graph.edges.length, 'path')}`;
    case 'run-completed':
      return 'run completed';
    case 'run-failed':
      return `run failed: ${Object.keys(event.error.causes).join(', ')}`;
    case 'run-cancelled':
      return 'run cancelled';
  }
};

const taskLine = (event: TaskEvent): string => {
  switch (event.type) {
    case 'waiting':
    case 'queued':
    case 'started':
    case 'cancelled':
      return event.type;
    case 'partial':
      return `partial: ${sizeOf(event.value)}`;
    case 'retrying':
      return `retrying in ${String(Math.ceil(event.delay))} ms: ${causesOf(event.error).join(' ← ')}`;
    case 'succeeded':
      return `succeeded: ${sizeOf(event.value)}${usageOf(event.usage)}${
        event.finish === undefined || event.finish === 'stop' ? '' : `, ended by ${event.finish}`
      }${event.file === undefined ? '' : ', saved'}`;
    case 'skipped':
      return event.because.task === event.task
        ? 'skipped: it gave nothing'
        : `skipped: ${event.because.task} ${reasonOf(event.because)}`;
    case 'routed':
      return `routed: ${event.ways.join(', ')}`;
    case 'tool':
      return `tool ${toolOf(event.call)} ${event.state}${event.state === 'failed' ? `: ${causesOf(event.error).join(' ← ')}` : ''}`;
    case 'inner':
      return `▸ ${'task' in event.event ? `${event.event.task} ${taskLine(event.event)}${again(event.event)}` : runLine(event.event)}`;
    case 'failed':
      return `failed: ${causesOf(event.error.cause).join(' ← ')}`;
  }
};

const again = ({ wave, attempt }: TaskEvent): string =>
  `${wave > 1 ? ` (wave ${String(wave)})` : ''}${attempt > 1 ? ` (attempt ${String(attempt)})` : ''}`;

// A model may call what is no tool, by a name of whatever it likes.
const toolOf = ({ tool }: ToolCall): string =>
  /^[\w-]{1,64}$/u.test(tool) ? tool : 'without a name';

const usageOf = (usage: Usage | undefined): string =>
  usage === undefined
    ? ''
    : `, tokens ${String(usage.input ?? '?')} in / ${String(usage.output ?? '?')} out`;

/** How large a value is, in words that do not tell what it says. */
export const sizeOf = (value: unknown): string => {
  if (typeof value === 'string') return count(value.length, 'character');
  if (isImage(value) || isAudio(value)) return `${count(value.bytes.length, 'byte')} ${value.mime}`;
  if (value instanceof Uint8Array) return count(value.length, 'byte');
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object' && value !== null) return count(Object.keys(value).length, 'field');
  return value === undefined || value === null ? 'nothing' : `a ${typeof value}`;
};

const count = (size: number, thing: string): string =>
  `${String(size)} ${thing}${size === 1 ? '' : 's'}`;

/** What an error is, and what it came of, at most three deep. */
export const causesOf = (error: unknown, depth = 3): readonly string[] => {
  if (!(error instanceof Error)) return [`a thrown ${typeof error}`];
  const status =
    isRivuletError(error) && 'status' in error && typeof error.status === 'number'
      ? ` ${String(error.status)}`
      : '';
  const deeper = error.cause === undefined || depth === 1 ? [] : causesOf(error.cause, depth - 1);
  return [`${error.name}${status}`, ...deeper];
};
