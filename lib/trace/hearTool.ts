import type { TaskTool } from '../core/event.js';
import { textOf } from './content.js';
import { openSpan, type OpenSpan } from './openSpan.js';
import type { AttemptSpan, Tracing } from './spanTree.js';

/** A tool is called, or has ended: a span within the attempt. */
export const hearTool = (
  tracing: Tracing,
  attempt: AttemptSpan,
  event: TaskTool<string>,
  time: number,
): void => {
  const { tools } = attempt;
  const { state, call, output, error } = event;
  if (state === 'called') {
    if (!tools.has(call)) tools.set(call, called(tracing, attempt, event, time));
    return;
  }
  const tool = tools.get(call);
  tools.delete(call);
  const isTold = tracing.content && state === 'succeeded';
  tool?.end(time, {
    outcome: state,
    error,
    attributes: isTold ? { 'gen_ai.tool.call.result': textOf(output) } : {},
  });
};

const called = (
  { tracer, content }: Tracing,
  { span }: AttemptSpan,
  { call: { tool, id, input } }: TaskTool<string>,
  time: number,
): OpenSpan => {
  // A model may call what is no tool, by a name of whatever it likes.
  const isName = /^[\w-]{1,64}$/u.test(tool);
  return openSpan(tracer, content, {
    name: isName ? `execute_tool ${tool}` : 'execute_tool',
    time,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.type': 'function',
      ...((isName || content) && { 'gen_ai.tool.name': tool }),
      ...(id !== undefined && { 'gen_ai.tool.call.id': id }),
      ...(content && { 'gen_ai.tool.call.arguments': textOf(input) }),
    },
    context: span.context,
  });
};
