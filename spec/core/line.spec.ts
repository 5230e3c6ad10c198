import { expect } from 'chai';
import { TaskFailed } from '../../lib/core/errors.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { lineOf } from '../../lib/core/line.js';
import { RateLimited } from '../../lib/core/providerErrors.js';
import { flowFailure, graphOf, told } from '../support/events.js';

const said = (event: FlowEvent): string => lineOf(event).slice('00:00:00.000 '.length);

describe('a line of the log', () => {
  it('begins with the time', () => {
    expect(lineOf({ ...told.runCompleted, time: Date.UTC(2024, 1, 2, 3, 4, 5, 6) })).to.equal(
      '03:04:05.006 run completed',
    );
  });

  it('tells what becomes of a run', () => {
    expect(said(told.runStarted(graphOf(['a', 'b'], ['a>b'])))).to.equal(
      'run run started: 2 tasks, 1 path',
    );
    expect(said(told.runCancelled)).to.equal('run cancelled');
    expect(said(told.runFailed(flowFailure({ a: 1, b: 2 })))).to.equal('run failed: a, b');
  });

  it('tells sizes', () => {
    const image = { _tag: 'Image', mime: 'image/png', bytes: new Uint8Array(3) };
    expect(said(told.partial('a', 'x'))).to.equal('a partial: 1 character');
    expect(said(told.succeeded('a', image))).to.equal('a succeeded: 3 bytes image/png');
    expect(said(told.succeeded('a', ['x', 'y']))).to.equal('a succeeded: a list of 2');
    expect(said(told.succeeded('a', { x: 1, y: 2 }))).to.equal('a succeeded: 2 fields');
    expect(said(told.succeeded('a', 12))).to.equal('a succeeded: a number');
    expect(said(told.succeeded('a', undefined))).to.equal('a succeeded: nothing');
  });

  it('tells tokens and an end at the limit', () => {
    const event: FlowEvent = {
      type: 'succeeded',
      task: 'a',
      wave: 2,
      attempt: 3,
      time: 0,
      value: 'xy',
      from: 'run',
      usage: { input: 10, output: 2 },
      finish: 'length',
    };
    expect(said(event)).to.equal(
      'a succeeded: 2 characters, tokens 10 in / 2 out, ended by length (wave 2) (attempt 3)',
    );
  });

  it('tells why a task was skipped', () => {
    expect(said(told.skipped('a', { task: 'b', reason: 'failed' }))).to.equal(
      'a skipped: b failed',
    );
    expect(said(told.skipped('a', { task: 'b', reason: 'empty' }))).to.equal(
      'a skipped: b gave nothing',
    );
    expect(said(told.skipped('a', { task: 'a', reason: 'empty' }))).to.equal(
      'a skipped: it gave nothing',
    );
  });

  it('tells how long a new attempt waits, and why', () => {
    const limited = new RateLimited('openai', 1000, { status: 429 });
    expect(said(told.retrying('a', limited, 1199.2))).to.equal(
      'a retrying in 1200 ms: RateLimited 429',
    );
    expect(said(told.retrying('a', 'no', 5, { attempt: 2 }))).to.equal(
      'a retrying in 5 ms: a thrown string (attempt 2)',
    );
  });

  it('tells errors by their names, since messages quote answers', () => {
    const limited = new RateLimited('openai', 1000, { status: 429 });
    expect(said(told.failed('a', new TaskFailed('a', 1, [limited])))).to.equal(
      'a failed: RateLimited 429',
    );
    const cause = new TypeError('secret', { cause: new Error('secret', { cause: 'secret' }) });
    expect(said(told.failed('a', new TaskFailed('a', 1, [cause])))).to.equal(
      'a failed: TypeError ← Error ← a thrown string',
    );
  });
});
