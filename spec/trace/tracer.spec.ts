import {
  context,
  createContextKey,
  ROOT_CONTEXT,
  trace as openTelemetry,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { lastValueFrom } from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import { scripted } from '../../lib/agents/scripted.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import * as rivulet from '../../lib/trace/index.js';
import { recorder } from './recorder.js';

const writer = agent({ type: 'text', provider: scripted({ delay: 0 }), mission: 'write' });
const story = flow({
  tasks: { plot: task('Write', writer), size: task({ run: () => 1 }) },
  paths: { plot: ['size'] },
});

describe('what is used of OpenTelemetry', () => {
  it('is what its tracers, spans and contexts have', () => {
    expectTypeOf<Tracer>().toExtend<rivulet.Tracer>();
    expectTypeOf<Span>().toExtend<rivulet.Span>();
    expectTypeOf<Context>().toExtend<rivulet.Context>();
    expectTypeOf<rivulet.Context>().toExtend<Context>();
  });

  it('is nothing, where OpenTelemetry has not been set up', async () => {
    const tracer = openTelemetry.getTracer('nobody');

    const last = await lastValueFrom(story.run().pipe(rivulet.trace(tracer)));

    expect(last.type).to.equal('run-completed');
  });

  it('is a script, too', async () => {
    const names: string[] = [];
    const span: rivulet.Span = {
      spanContext: () => ({ traceId: '', spanId: '', traceFlags: 0 }),
      setAttributes: () => undefined,
      addEvent: () => undefined,
      setStatus: () => undefined,
      end: () => undefined,
    };
    const tracer: rivulet.Tracer = {
      startSpan: (name) => {
        names.push(name);
        return span;
      },
    };
    await story.start({}, { observe: rivulet.tracing(tracer) });

    expect(names).to.deep.equal(['invoke_workflow', 'task plot', 'chat', 'task size', 'attempt']);
  });
});

describe('the span that is active', () => {
  const manager = new AsyncLocalStorageContextManager();
  before(() => context.setGlobalContextManager(manager.enable()));
  after(() => {
    context.disable();
    manager.disable();
  });

  const within = async (work: (tracer: Tracer) => Promise<unknown>): Promise<readonly string[]> => {
    const { tracer, tree } = recorder();
    const request = tracer.startSpan('GET /story');
    await context.with(openTelemetry.setSpan(context.active(), request), () => work(tracer));
    request.end();
    return tree().map((line) => line.replace(/ \d.*/u, ''));
  };
  const expected = [
    'GET /story',
    '  invoke_workflow',
    '    task plot',
    '      chat',
    '    task size',
    '      attempt',
  ];

  it('is the parent of a run that is subscribed to within it', async () => {
    expect(
      await within((tracer) => lastValueFrom(story.run().pipe(rivulet.trace(tracer)))),
    ).to.deep.equal(expected);
  });

  it('is the parent of a run that is started within it', async () => {
    expect(
      await within((tracer) => story.start({}, { observe: rivulet.tracing(tracer) })),
    ).to.deep.equal(expected);
  });

  it('is the parent of a run whose agent is loaded first', async () => {
    const loaded = { ...scripted({ delay: 0 }), prepare: async () => Promise.resolve() };
    const slow = flow({
      tasks: { plot: task('Write', agent({ type: 'text', provider: loaded, mission: 'write' })) },
    });
    const lines = await within((tracer) => slow.start({}, { observe: rivulet.tracing(tracer) }));

    expect(lines).to.deep.equal(expected.slice(0, 4));
  });

  it('keeps runs apart that are started in different requests', async () => {
    const { tracer, tree } = recorder();
    await Promise.all(
      ['GET /one', 'GET /two', 'GET /three'].map(async (name) => {
        const request = tracer.startSpan(name);
        await context.with(openTelemetry.setSpan(ROOT_CONTEXT, request), () =>
          lastValueFrom(story.run().pipe(rivulet.trace(tracer))),
        );
        request.end();
      }),
    );

    expect(
      tree()
        .map((line) => line.replace(/ \d.*/u, ''))
        .filter((line) => !line.startsWith('   ')),
    ).to.deep.equal([
      'GET /one',
      '  invoke_workflow',
      'GET /two',
      '  invoke_workflow',
      'GET /three',
      '  invoke_workflow',
    ]);
  });

  it('hands what else is in its context to all spans', async () => {
    const session = createContextKey('session');
    const seen: unknown[] = [];
    const provider = new BasicTracerProvider({
      spanProcessors: [
        {
          onStart: (_, given) => void seen.push(given.getValue(session)),
          onEnd: () => undefined,
          forceFlush: async () => undefined,
          shutdown: async () => undefined,
        },
      ],
    });
    await context.with(context.active().setValue(session, 7), () =>
      story.start({}, { observe: rivulet.tracing(provider.getTracer('spec')) }),
    );

    expect(seen).to.deep.equal([7, 7, 7, 7, 7]);
  });
});
