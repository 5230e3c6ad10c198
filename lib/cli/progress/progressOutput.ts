import type { TerminalOutput } from '../../terminal/streams.js';

/** Where the progress is shown: `process.stderr`, or any other Writable of Node. */
export interface ProgressOutput extends TerminalOutput {
  /** How many columns the window of a terminal has. */
  readonly columns?: number;
  /** How many rows it has. */
  readonly rows?: number;
}
