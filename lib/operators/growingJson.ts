/**
 * The value of a JSON text that is not finished: as far as it goes, with what is open closed.
 *
 * The text is read once, to know what is open; whether it is JSON, `JSON.parse` decides.
 *
 * @module
 */

/** How far a text has been read. It is moved on in place. */
export interface JsonReading {
  text: string;
  /** Where the value so far ends; 0 while there is none. It moves when, and only when, the value changes. */
  end: number;
  /** What closes the text that is cut there. */
  closing: string;
  /** Whether a text is open there. */
  isWithinText: boolean;
  /** What closes the lists and objects that are open now, the innermost first. */
  open: string;
  within: 'text' | 'key' | 'scalar' | undefined;
  isKeyNext: boolean;
  /** How many more characters belong to an escape; -1 where the first of them will say it. */
  escape: number;
}

/** Nothing has been read. */
export const unread = (): JsonReading => ({
  text: '',
  end: 0,
  closing: '',
  isWithinText: false,
  open: '',
  within: undefined,
  isKeyNext: false,
  escape: 0,
});

/** Reads what a text has grown by. */
export const readOn = (reading: JsonReading, text: string): void => {
  const from = reading.text.length;
  reading.text = text;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (reading.within === 'scalar' && /[\s,\]}]/u.test(char)) {
      endAt(reading, at);
      reading.within = undefined;
    }
    if (reading.within === undefined) readBetween(reading, char, at);
    else if (reading.within !== 'scalar') readWithinText(reading, char, at);
  }
};

/** The value so far; `undefined` when there is none or the text is no JSON. */
export const soFar = ({ text, end, isWithinText, closing }: JsonReading): unknown => {
  if (end === 0) return undefined;
  try {
    return JSON.parse(`${text.slice(0, end)}${isWithinText ? '"' : ''}${closing}`);
  } catch {
    // It is told at the end, with the whole text.
    return undefined;
  }
};

const endAt = (reading: JsonReading, end: number): void => {
  reading.end = end;
  reading.closing = reading.open;
  reading.isWithinText = reading.within === 'text';
};

const readBetween = (reading: JsonReading, char: string, at: number): void => {
  switch (char) {
    case '{':
    case '[':
      reading.open = (char === '{' ? '}' : ']') + reading.open;
      reading.isKeyNext = char === '{';
      endAt(reading, at + 1);
      break;
    case '}':
    case ']':
      reading.open = reading.open.slice(1);
      break;
    case ',':
      reading.isKeyNext = reading.open.startsWith('}');
      break;
    case ':':
      reading.isKeyNext = false;
      break;
    case '"':
      reading.within = reading.isKeyNext ? 'key' : 'text';
      if (reading.within === 'text') endAt(reading, at + 1);
      break;
    default:
      if (/\S/u.test(char)) reading.within = 'scalar';
  }
};

const readWithinText = (reading: JsonReading, char: string, at: number): void => {
  const wasEscape = reading.escape !== 0;
  if (reading.escape === -1) reading.escape = char === 'u' ? 4 : 0;
  else if (reading.escape > 0) reading.escape--;
  else if (char === '\\') reading.escape = -1;
  else if (char === '"') {
    // Half a pair of surrogates at the end was waited with, and nothing has come.
    if (reading.within === 'text') endAt(reading, at);
    reading.within = undefined;
    return;
  }
  if (reading.within === 'key' || reading.escape !== 0) return;
  const last = wasEscape ? reading.text.slice(at - 5, at + 1) : char;
  if (!/^(?:\\u[dD][89abAB]..|[\uD800-\uDBFF])$/.test(last)) endAt(reading, at + 1);
};
