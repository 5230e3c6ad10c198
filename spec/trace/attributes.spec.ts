import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import { expect } from 'chai';
import { throwError } from 'rxjs';
import type { FlowEvent, ToolCall } from '../../lib/core/event.js';
import type { Graph, GraphAgent } from '../../lib/core/graph.js';
import { ProviderFailed } from '../../lib/core/providerErrors.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { trace, tracing, type TraceOptions } from '../../lib/trace/index.js';
import { graphOf, told } from '../support/events.js';
import { storyOf } from '../support/story.js';
import { recorder, type Recorder } from './recorder.js';

/** What is told of events. */
const toldOf = (events: readonly FlowEvent[], options: TraceOptions = {}): Recorder => {
  const recorded = recorder();
  const observe = tracing(recorded.tracer, options);
  for (const event of events) observe(event);
  return recorded;
};

/** A graph of one task of an agent. */
const graphBy = (by: GraphAgent): Graph => {
  const { inputs, tasks, edges } = graphOf(['draft']);
  return { inputs, tasks: tasks.map((each) => ({ ...each, agent: by })), edges };
};

const openai = { type: 'text', provider: 'openai', model: 'gpt-5-mini' };
const begun = [told.runStarted(graphBy(openai)), told.started('draft')];
const succeeded = told.succeeded('draft', 'A secret poem');
const at = { task: 'draft', wave: 1, attempt: 1, time: 0 } as const;

const everything = ({ spans }: Recorder): string =>
  JSON.stringify(
    spans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
  );

describe('a span of an agent', () => {
  it('says who is asked for what, in the words of the conventions', () => {
    const asked = (by: GraphAgent): readonly [string, SpanKind, Attributes] => {
      const { spans } = toldOf([
        told.runStarted(graphBy(by)),
        told.started('draft'),
        succeeded,
        told.runCompleted,
      ]);
      const [span] = spans();
      if (span === undefined) throw new Error('There is none.');
      const attributes = Object.entries(span.attributes).filter(([name]) =>
        name.startsWith('gen_ai'),
      );
      return [span.name, span.kind, Object.fromEntries(attributes)];
    };

    expect(asked(openai)).to.deep.equal([
      'chat gpt-5-mini',
      SpanKind.CLIENT,
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-5-mini',
      },
    ]);
    expect(asked({ type: 'image', provider: 'gemini' })).to.deep.equal([
      'generate_content',
      SpanKind.CLIENT,
      {
        'gen_ai.operation.name': 'generate_content',
        'gen_ai.provider.name': 'gcp.gemini',
        'gen_ai.output.type': 'image',
      },
    ]);
    expect(asked({ type: 'embed', provider: 'mistral', model: 'e' })[0]).to.equal('embeddings e');
    expect(asked({ type: 'mine', provider: 'mine', model: 'm' }).slice(0, 2)).to.deep.equal([
      'mine m',
      SpanKind.CLIENT,
    ]);
  });

  it('says what it took, why it ended, and when its first piece came', () => {
    const usage = {
      input: 5,
      output: 3,
      cached: 2,
      requests: 1,
      money: 0.5,
      isAtLeast: true,
    } as const;
    const { span } = toldOf([
      ...begun,
      { ...told.partial('draft', 'A'), time: 250 },
      { ...told.partial('draft', 'A s'), time: 300 },
      { type: 'succeeded', ...at, time: 400, value: 'A s', from: 'run', usage, finish: 'length' },
      { type: 'run-completed', time: 400, usage },
    ]);
    const taken = {
      'gen_ai.usage.input_tokens': 5,
      'gen_ai.usage.output_tokens': 3,
      'gen_ai.usage.cache_read.input_tokens': 2,
      'rivulet.usage.requests': 1,
      'rivulet.usage.money': 0.5,
      'rivulet.usage.is_at_least': true,
    };

    expect(span('chat gpt-5-mini').attributes).to.deep.equal({
      'rivulet.task': 'draft',
      'rivulet.attempt': 1,
      'rivulet.outcome': 'succeeded',
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-5-mini',
      'gen_ai.response.finish_reasons': ['length'],
      'gen_ai.response.time_to_first_chunk': 0.25,
      ...taken,
    });
    expect(span('task draft').attributes).to.deep.equal({
      'rivulet.task': 'draft',
      'rivulet.wave': 1,
      'rivulet.outcome': 'succeeded',
    });
    expect(span('invoke_workflow').attributes).to.deep.equal({
      'gen_ai.operation.name': 'invoke_workflow',
      'rivulet.run.id': 'run',
      'rivulet.outcome': 'completed',
      ...taken,
    });
  });

  it('says when it was to the part of a millisecond, and never that it ended before it began', () => {
    const { spans } = toldOf([
      { ...told.runStarted(graphBy(openai)), time: 1999.9999999 },
      { type: 'started', ...at, time: 2000.25 },
      { type: 'succeeded', ...at, time: 1000, value: '', from: 'run' },
      told.runCompleted,
    ]);

    expect(spans().map(({ startTime, endTime }) => [startTime, endTime])).to.deep.equal([
      [
        [2, 250_000],
        [2, 250_000],
      ],
      [
        [2, 250_000],
        [2, 250_000],
      ],
      [
        [2, 0],
        [2, 250_000],
      ],
    ]);
  });
});

describe('a span of a failure', () => {
  const failing = (options: TraceOptions) => {
    const recorded = recorder();
    const error = new ProviderFailed('far', 529, 'Overloaded by "a secret question".');
    storyOf((scheduler) =>
      flow({
        tasks: {
          draft: task({ run: () => throwError(() => error), retry: { attempts: 2, delay: 0 } }),
          thrown: task({
            run: () => {
              // eslint-disable-next-line @typescript-eslint/only-throw-error
              throw 'a secret';
            },
          }),
        },
        onFailure: 'isolate',
      })
        .run({}, { scheduler })
        .pipe(trace(recorded.tracer, options)),
    );
    return recorded;
  };

  it('says what kind of error it was, and never what it says', () => {
    const recorded = failing({});
    const { span } = recorded;

    expect(span('task draft').attributes).to.include({
      'error.type': 'ProviderFailed',
      'http.response.status_code': 529,
    });
    expect(span('attempt').attributes).to.include({ 'error.type': 'ProviderFailed' });
    expect(span('invoke_workflow').attributes).to.include({ 'error.type': 'ProviderFailed' });
    expect(span('task thrown').attributes).to.include({ 'error.type': '_OTHER' });
    expect(span('task draft').status).to.deep.equal({ code: SpanStatusCode.ERROR });
    expect(everything(recorded)).not.to.contain('secret');
  });

  it('says it where that is asked for', () => {
    const { span } = failing({ content: true });

    expect(span('task draft').status).to.deep.equal({
      code: SpanStatusCode.ERROR,
      message: '"far" failed with status 529: Overloaded by "a secret question".',
    });
  });
});

describe('a span of a tool', () => {
  const call: ToolCall = { tool: 'weather', input: { city: 'a secret place' }, id: 'call_1' };
  const other: ToolCall = { tool: 'weather', input: { city: 'a secret place' } };
  const tool = (
    state: 'called' | 'succeeded' | 'failed',
    of: ToolCall,
    time: number,
  ): FlowEvent => ({
    type: 'tool',
    ...at,
    time,
    state,
    call: of,
    ...(state === 'succeeded' && { output: { sky: 'a secret cloud' } }),
    ...(state === 'failed' && { error: new RangeError('no secret') }),
  });
  const events: readonly FlowEvent[] = [
    ...begun,
    tool('called', call, 1),
    tool('called', other, 1),
    tool('failed', other, 3),
    tool('succeeded', call, 4),
    { ...succeeded, time: 5 },
    { type: 'run-completed', time: 6 },
  ];

  it('is within the attempt, and several at once are told apart', () => {
    const { tree, span } = toldOf(events);

    expect(tree()).to.deep.equal([
      'invoke_workflow 0-6 completed',
      '  task draft 0-5 succeeded',
      '    chat gpt-5-mini 0-5 succeeded',
      '      execute_tool weather 1-3 failed RangeError',
      '      execute_tool weather 1-4 succeeded',
    ]);
    expect(span('execute_tool weather').kind).to.equal(SpanKind.INTERNAL);
  });

  it('says which tool it is, and nothing of what it was called with', () => {
    const recorded = toldOf(events);
    const attributes = recorded
      .spans()
      .filter(({ name }) => name.startsWith('execute_tool'))
      .at(-1)?.attributes;

    expect(attributes).to.deep.equal({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.name': 'weather',
      'gen_ai.tool.call.id': 'call_1',
      'rivulet.outcome': 'succeeded',
    });
    expect(everything(recorded)).not.to.contain('secret');
  });

  it('says it where that is asked for', () => {
    const { spans } = toldOf(events, { content: true });
    const [failed, done] = spans();

    expect(done?.attributes).to.include({
      'gen_ai.tool.call.arguments': '{"city":"a secret place"}',
      'gen_ai.tool.call.result': '{"sky":"a secret cloud"}',
    });
    expect(failed?.status).to.deep.equal({ code: SpanStatusCode.ERROR, message: 'no secret' });
  });

  it('ends with the attempt where it has not ended', () => {
    const { tree } = toldOf([
      ...begun,
      tool('called', call, 1),
      { type: 'cancelled', ...at, time: 2 },
      { type: 'run-cancelled', time: 2 },
    ]);

    expect(tree().at(-1)).to.equal('      execute_tool weather 1-2 cancelled');
  });

  it('is not called by what a model makes up', () => {
    const made: ToolCall = { tool: 'tell my secret', input: {} };
    const recorded = toldOf([
      ...begun,
      tool('called', made, 1),
      tool('failed', made, 2),
      succeeded,
      told.runCompleted,
    ]);

    expect(recorded.tree().at(-1)).to.equal('      execute_tool 1-2 failed RangeError');
    expect(everything(recorded)).not.to.contain('secret');
  });
});

describe('a span of an output', () => {
  it('does not say what it is', () => {
    expect(everything(toldOf([...begun, succeeded, told.runCompleted]))).not.to.contain('secret');
  });

  it('says it where that is asked for, as a message', () => {
    const calls = [{ tool: 'send', input: { to: 'me' }, id: 'call_2' }];
    const { span } = toldOf(
      [
        ...begun,
        { type: 'succeeded', ...at, value: 'A poem', from: 'run', finish: 'tool_calls', calls },
        told.runCompleted,
      ],
      { content: true },
    );

    expect(
      JSON.parse(String(span('chat gpt-5-mini').attributes['gen_ai.output.messages'])),
    ).to.deep.equal([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'A poem' },
          { type: 'tool_call', name: 'send', arguments: { to: 'me' }, id: 'call_2' },
        ],
        finish_reason: 'tool_calls',
      },
    ]);
  });

  it('says of a picture what it is, and not its bytes', () => {
    const image = { _tag: 'Image', mime: 'image/png', bytes: new Uint8Array(9) };
    const { span } = toldOf([...begun, told.succeeded('draft', image), told.runCompleted], {
      content: true,
    });

    expect(span('chat gpt-5-mini').attributes['gen_ai.output.messages']).to.contain(
      '{"type":"image","mime_type":"image/png","size":9}',
    );
  });

  it('says what code gives, and of what has no JSON how large it is', () => {
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    const gives = (value: unknown): unknown => {
      const { span } = toldOf(
        [
          told.runStarted(graphOf(['draft'])),
          told.started('draft'),
          told.succeeded('draft', value),
          told.runCompleted,
        ],
        { content: true },
      );
      return span('attempt').attributes['rivulet.output'];
    };

    expect(gives('text')).to.equal('text');
    expect(gives({ a: [1] })).to.equal('{"a":[1]}');
    expect(
      gives({ picture: { _tag: 'Image', mime: 'image/png', bytes: new Uint8Array(9) } }),
    ).to.equal('{"picture":"9 bytes image/png"}');
    expect(gives(circle)).to.equal('1 field');
    expect(gives(1n)).to.equal('a bigint');
    expect(gives(undefined)).to.equal('nothing');
  });
});
