/**
 * The errors of the SDK in our words.
 *
 * @module
 */

import { isRivuletError } from '../core/errors.js';
import { McpFailed, McpToolFailed } from './errors.js';
import type { Target } from './target.js';
import type { Asked } from './transport.js';

/** An error that a server answered with, or another that is none of the network. */
export const saidBy = (
  { label, mask }: Target,
  error: unknown,
  { tool, hasAnswered }: Asked,
): Error => {
  if (isRivuletError(error)) return error;
  const cause = causeOf(error, mask);
  if (cause.name === 'McpError') {
    // The SDK puts the code before what the server said.
    const text = cause.message.replace(/^MCP error -?\d+: /u, '');
    return tool === undefined
      ? new McpFailed(label, 'protocol', `answers with an error: ${text}`, false, { cause })
      : new McpToolFailed(label, tool, text, { cause });
  }
  return new McpFailed(
    label,
    'protocol',
    hasAnswered
      ? 'gave an answer that is not what MCP says.'
      : 'does not speak MCP, or another version of it.',
    false,
    { tool, cause },
  );
};

/** A copy of an error that holds its name, its code and a masked text only. */
export const causeOf = (error: unknown, mask: Target['mask']): Error => {
  const copy = new Error(mask(error instanceof Error ? error.message : String(error)));
  const code = codeOf(error);
  Object.defineProperty(copy, 'name', { value: error instanceof Error ? error.name : 'Error' });
  return code === undefined ? copy : Object.assign(copy, { code });
};

/** The code of an error of Node, such as `ENOENT`. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
