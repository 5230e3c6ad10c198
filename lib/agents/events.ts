/** Takes pieces of a stream of server-sent events, and gives the texts of the events in plain form. */
export interface Rewriting {
  readonly push: (piece: Uint8Array) => string;
  readonly end: () => string;
}

/**
 * Rewrites server-sent events into the plainest form there is, `data: …` and an empty line: without
 * comments, other fields, and all that the standard leaves open about spaces and line ends.
 */
export const plainEvents = (): Rewriting => {
  const decoder = new TextDecoder();
  let rest = '';
  let halfEnded = false;
  let data: string[] = [];
  const event = (): string => {
    const text = data.join(' ');
    data = [];
    return text === '' ? '' : `data: ${text}\n\n`;
  };
  const line = (text: string): string => {
    if (text === '') return event();
    if (text.startsWith('data:')) data.push(text.slice(text.startsWith('data: ') ? 6 : 5));
    return '';
  };
  return {
    push: (piece) => {
      const text = decoder.decode(piece, { stream: true });
      const ends = halfEnded || /[\r\n]/u.test(text);
      rest += text;
      if (!ends) return '';
      // A carriage return at the end may be the first half of a line end.
      const lines = rest.split(/\r\n|\n|\r(?!$)/u);
      rest = lines.pop() ?? '';
      halfEnded = rest.endsWith('\r');
      return lines.map(line).join('');
    },
    // An event that was cut off counts only if nothing of it is missing.
    end: () => {
      const last = line(rest.replace(/\r$/u, ''));
      const text = data.join(' ');
      return last + (isJSON(text) ? event() : '');
    },
  };
};

const isJSON = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
