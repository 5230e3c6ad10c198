/**
 * What is told of a measurement.
 *
 * @module
 */

/** One line of the table. */
export interface Row {
  /** What was measured. */
  readonly what: string;
  /** The absolute median. */
  readonly measured: string;
  /** What it is held against, with its absolute median. */
  readonly limit: string;
  /** How it compares, in the unit of the goal. */
  readonly value: number;
  readonly unit: 'x' | 'B' | 'KB' | 'ms';
  /** The most that `value` may be. Rows without one are there to compare with. */
  readonly goal?: number;
}

/** Whether the goal of a row is met; rows without a goal have nothing to meet. */
export const isMet = ({ value, goal }: Row): boolean => goal === undefined || value <= goal;

/** Tells the rows of a workload to the program that started it, or prints them when nobody did. */
export const report = (rows: readonly Row[]): void => {
  if (process.send === undefined) console.log(tableOf(rows));
  else process.send(rows);
};

/** Rows as a table of Markdown. */
export const tableOf = (rows: readonly Row[]): string => {
  const cells = rows.map((row) => [
    row.what,
    row.measured,
    row.limit,
    `${numberOf(row.value)} ${row.unit}`,
    row.goal === undefined ? '' : `≤ ${String(row.goal)} ${row.unit}`,
    row.goal === undefined ? '' : isMet(row) ? 'yes' : '**no**',
  ]);
  const all = [['what', 'measured', 'held against', 'value', 'goal', 'met'], ...cells];
  const widths = all[0]?.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const lineOf = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${(widths ?? []).map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [lineOf(head), rule, ...body.map(lineOf)].join('\n');
};

/** A number with three digits that count. */
export const numberOf = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);

/** A time in milliseconds, in the unit that suits it. */
export const timeText = (milliseconds: number): string =>
  milliseconds >= 1
    ? `${numberOf(milliseconds)} ms`
    : milliseconds >= 0.001
      ? `${numberOf(milliseconds * 1_000)} µs`
      : `${numberOf(milliseconds * 1_000_000)} ns`;
