/**
 * A marble diagram of the documents: what is drawn of it, and how it is proved. Both read the same lanes.
 *
 * @module
 */

/** A marble diagram. */
export interface Diagram {
  /** The name of its file, without its ending. */
  readonly name: string;
  readonly title: string;
  /** What it shows, in a sentence or two. */
  readonly says: string;
  /** What is drawn, from above to below. */
  readonly rows: readonly Row[];
  /** What the letters stand for. */
  readonly values: Values;
  /**
   * Letters that have a colour of their own, and not that of their lane. Two colours are for what is made of two things.
   *
   * @defaultValue none
   */
  readonly tones?: Readonly<Record<string, Tone | readonly [Tone, Tone]>>;
  /**
   * What happens to all lanes at once, such as that somebody leaves.
   *
   * @defaultValue nothing
   */
  readonly marks?: readonly Mark[];
  /** Runs it in virtual time, and throws where a lane is not what happens. */
  readonly prove: Proof;
}

/** What letters stand for. */
export type Values = Readonly<Record<string, unknown>>;

/** Throws where a lane is not what happens, and gives the names of the lanes that it has looked at. */
export type Proof = (diagram: Pick<Diagram, 'rows' | 'values'>) => readonly string[];

/** Something that is drawn in a line of its own. */
export type Row = LaneRow | BoxRow;

/** A lane: something that is said over time. */
export interface LaneRow {
  readonly _tag: 'Lane';
  readonly name: string;
  /** The marbles, as `expectFlow` takes them; a character is a millisecond. */
  readonly marbles: string;
  /** What is written under the name. */
  readonly note: string;
  readonly tone: Tone;
  /** When it begins; before that, it waits. */
  readonly from: number;
}

/** What stands between lanes: what is done with those above. */
export interface BoxRow {
  readonly _tag: 'Box';
  readonly code: string;
}

/** Something that happens at some time. */
export interface Mark {
  readonly time: number;
  readonly label: string;
}

/** The colours of lanes and letters. */
export type Tone = 'blue' | 'violet' | 'teal' | 'amber' | 'rose' | 'slate';

/** Makes a lane. */
export const lane = (
  name: string,
  marbles: string,
  { note = '', tone = 'slate', from = 0 }: Partial<Omit<LaneRow, '_tag' | 'name' | 'marbles'>> = {},
): LaneRow => ({ _tag: 'Lane', name, marbles, note, tone, from });

/** Makes what stands between lanes. */
export const box = (code: string): BoxRow => ({ _tag: 'Box', code });

/** The lanes of a diagram. */
export const lanesIn = ({ rows }: Pick<Diagram, 'rows'>): readonly LaneRow[] =>
  rows.flatMap((row) => (row._tag === 'Lane' ? [row] : []));
