import { plainEvents, type Rewriting } from '../events.js';

/**
 * Rewrites server-sent events into the plainest form that the SDK of Anthropic reads. It passes over events
 * without a name, as some servers that speak this language send them, and so a piece of the answer would be
 * lost unseen. The name itself says nothing that does not stand in the event.
 */
export const namedEvents = (): Rewriting => {
  const plain = plainEvents();
  return {
    push: (piece) => named(plain.push(piece)),
    end: () => named(plain.end()),
  };
};

// A plain event is one line, so only a line end of ours stands before another one.
const named = (events: string): string =>
  events.replace(/(^|\n)data: /gu, '$1event: message\ndata: ');
