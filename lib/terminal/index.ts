/**
 * A person at the terminal who answers what tasks ask.
 *
 * @module
 */

export type { TerminalInput, TerminalOutput } from './streams.js';
export { terminal, type TerminalOptions } from './terminal.js';
