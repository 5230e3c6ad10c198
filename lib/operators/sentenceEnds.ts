import type { End, Find } from './cutting.js';

/**
 * Finds where the sentences of a text end.
 *
 * In doubt there is no end: a sentence that is let through late, together with the next one, does less harm
 * than half of one. A stop that might belong to a number, an abbreviation or a quotation is decided when what
 * follows it is there.
 */
export const sentenceEnds: Find = (text, seen, begun) => {
  const ends: End[] = [];
  for (const match of text
    .slice(seen)
    .matchAll(/([\p{STerm}…]+)([\p{Pe}\p{Pf}\p{Pi}"'*_`]*)|\n/gu)) {
    const [, stops, closing = ''] = match;
    const at = seen + match.index;
    const verdict =
      stops === undefined
        ? atLineBreak(text, at, ends.at(-1)?.next ?? begun)
        : fullWidth.test(stops)
          ? atFullWidth(text, at + stops.length, closing)
          : atStop(text, at, stops, closing);
    if (verdict === 'unknown') return { ends, seen: at };
    if (verdict !== 'none') ends.push({ end: verdict, next: verdict });
  }
  return { ends, seen: text.length };
};

/** Where a sentence ends; or that it does not; or that it depends on what follows. */
type Verdict = number | 'none' | 'unknown';

// After these no space is written.
const fullWidth = /[。！？｡]/u;

/** After its stop, a sentence without spaces ends with the brackets and quotes that it closes. */
const atFullWidth = (text: string, after: number, closing: string): Verdict => {
  const [closed = ''] = /^[\p{Pe}\p{Pf}]*/u.exec(closing) ?? [];
  const end = after + closed.length;
  if (end === text.length) return 'unknown';
  return /^[\p{STerm}…]/u.test(text.slice(end, end + 2)) ? 'none' : end;
};

const atStop = (text: string, at: number, stops: string, closing: string): Verdict => {
  const end = at + stops.length + closing.length;
  if (end === text.length) return 'unknown';
  if (!/\s/u.test(text.charAt(end))) return 'none';
  const word = stops === '.' ? wordBefore(text, at) : undefined;
  if (word !== undefined && isShort(word)) return 'none';
  const pauses = closing !== '' || /…|\.\./u.test(stops);
  const counts = word !== undefined && beforeNumbers.has(word.toLowerCase());
  if (!pauses && !counts) return end;
  const [, next] = /^\s*(\S)/u.exec(text.slice(end)) ?? [];
  if (next === undefined) return 'unknown';
  // 'Well... maybe', '"Why?" she asked', 'p. 5'
  return (pauses && /\p{Ll}/u.test(next)) || (counts && /\p{Nd}/u.test(next)) ? 'none' : end;
};

/** The word that a stop follows: `''` after a space, `undefined` after something else. */
const wordBefore = (text: string, at: number): string | undefined => {
  const before = text.slice(Math.max(0, at - 16), at);
  if (/(?:^|\s)$/u.test(before)) return '';
  return /[\p{L}\p{M}\p{N}.]+$/u.exec(before)?.[0];
};

/** Whether the stop after it belongs to the word: '1.', 'J.', 'e.g.', 'Dr.'; 'I' is more often a word. */
const isShort = (word: string): boolean =>
  word === '' ||
  /^(?:\p{Nd}{1,2}|(?!I$)\p{Lu}|(?:\p{L}\.)+\p{L})$/u.test(word) ||
  abbreviations.has(word.toLowerCase());

const listed = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const abbreviations = listed(
  'mr mrs ms dr prof st mt sr jr hr fr mme mlle rev gen col capt lt sgt gov sen rep ' +
    'vs etc cf al approx ca inc ltd co corp dept bzw usw vgl ggf evtl inkl sog',
);

const beforeNumbers = listed(
  'no nr fig abb p pp s vol ch sec art jan feb mar apr jun jul aug sep sept oct nov dec',
);

/**
 * A line break ends a sentence before a blank line, before an item of a list, and after a heading. Any other
 * may stand within a sentence.
 */
const atLineBreak = (text: string, at: number, begun: number): Verdict => {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  // The line break before a blank line was the end.
  const said = line.trim() === '' ? '' : text.slice(begun, at).trimEnd();
  if (said === '') return 'none';
  const end = begun + said.length;
  if (/^\s*#{1,6}\s/u.test(line)) return end;
  const after = /^[^\S\n]*(?:(\n)|(\S{1,6})(\s?))/u.exec(text.slice(at + 1));
  if (after === null) return 'unknown';
  const [, blank, first = '', space] = after;
  if (blank !== undefined) return end;
  if (!/^(?:#{1,6}|[-*+•>|]|\d{1,3}[.)]?)$/u.test(first)) return 'none';
  // Without a space, the mark may be the beginning of something else, or of a longer one.
  if (space === '') return at + 1 + after[0].length === text.length ? 'unknown' : 'none';
  return /^\d+$/u.test(first) ? 'none' : end;
};
