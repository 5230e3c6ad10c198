import { RivuletError } from '../core/errors.js';

/** Two runs are told of at once, and their events cannot be told apart. */
export class RunsMixed extends RivuletError<'RunsMixed'> {
  /** The run whose events began to mix with those of another. */
  readonly runId: string;

  constructor(runId: string) {
    super(
      'RunsMixed',
      `Run "${runId}" began while another one was being traced by the same observer or operator, so neither is traced ` +
        'any further. Give each run its own: run(inputs, { observe: tracing(tracer) }), or run(inputs).pipe(trace(tracer)).',
    );
    this.runId = runId;
  }
}
