/**
 * Reads a picture that is made of letters as people do.
 *
 * @module
 */

interface Area {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The names on the boxes, and which other each leads to when one follows the lines from it, downwards. */
export const readPlain = (
  text: string,
): { readonly names: readonly string[]; readonly paths: readonly string[] } => {
  const rows = text.split('\n').map((row) => Array.from(row));
  const at = (x: number, y: number): string => rows[y]?.[x] ?? ' ';
  const boxes = rows.flatMap((row, y) =>
    row.flatMap((corner, x) => ('┌╭╔'.includes(corner) ? (boxAt(at, x, y) ?? []) : [])),
  );
  const paths = boxes.flatMap((box) => {
    const exits = Array.from({ length: box.right - box.left }, (_, index) => box.left + index);
    const reached = new Set<string>();
    for (const x of exits) {
      if ('┬╤'.includes(at(x, box.bottom))) follow(at, boxes, x, box.bottom + 1, reached);
    }
    return Array.from(reached, (name) => `${box.name} → ${name}`);
  });
  return { names: boxes.map(({ name }) => name), paths };
};

type At = (x: number, y: number) => string;

/** A corner begins a box where its edges lead to three others. */
const boxAt = (at: At, left: number, top: number): Area | undefined => {
  let right = left + 1;
  while ('─═'.includes(at(right, top))) right++;
  let bottom = top + 1;
  while ('│║╟'.includes(at(left, bottom))) bottom++;
  if (!'┐╮╗'.includes(at(right, top)) || !'└╰╚'.includes(at(left, bottom))) return undefined;
  if (!'┘╯╝'.includes(at(right, bottom))) return undefined;
  const letters = Array.from({ length: right - left - 3 }, (_, index) =>
    at(left + 2 + index, top + 1),
  );
  return { name: letters.join('').trim(), left, right, top, bottom };
};

const follow = (
  at: At,
  boxes: readonly Area[],
  startX: number,
  startY: number,
  reached: Set<string>,
): void => {
  const seen = new Set<string>();
  const walk = (x: number, y: number, heading: 'down' | 'left' | 'right'): void => {
    const key = `${String(x)} ${String(y)} ${heading}`;
    if (seen.has(key)) return;
    seen.add(key);
    const sign = at(x, y);
    if (sign === '▼') {
      const box = boxes.find(({ top, left, right }) => top === y + 1 && left < x && x < right);
      if (box === undefined) throw new Error(`An arrow leads nowhere at ${key}.`);
      reached.add(box.name);
      return;
    }
    if (y > 2_000) throw new Error('A line has no end.');
    const has = (signs: string): boolean => signs.includes(sign);
    const isJoint = has('┘┐┤└┌├┴┬┼');
    if (isJoint ? has('┐┤┌├┬┼') : heading === 'down') walk(x, y + 1, 'down');
    if (heading !== 'right' && (isJoint ? has('┘┐┤┴┬┼') : heading === 'left'))
      walk(x - 1, y, 'left');
    if (heading !== 'left' && (isJoint ? has('└┌├┴┬┼') : heading === 'right'))
      walk(x + 1, y, 'right');
  };
  walk(startX, startY, 'down');
};
