import { isImage, type FlowEvent } from 'rivulet';
import { pad, seconds, widthOf } from './wrap.js';

/** What became of every task of a run, by its events: states, times and sizes. */
export const table = (events: readonly FlowEvent[], columns = 80): string => {
  const rows = rowsOf(events);
  const start = Math.min(...rows.map(({ begin }) => begin ?? Infinity));
  const end = Math.max(...rows.map((row) => row.end ?? -Infinity));
  const cells = [
    ['task', 'state', 'begins', 'takes', 'size'],
    ...rows.map(({ task, state, begin, end: over, size }) => [
      task,
      state,
      begin === undefined ? '' : seconds(begin - start),
      begin === undefined || over === undefined ? '' : seconds(over - begin),
      size,
    ]),
  ];
  const widths = cells[0]?.map((_, column) =>
    Math.max(...cells.map((row) => widthOf(row[column] ?? ''))),
  );
  const lines = cells.map((row) =>
    row.map((cell, column) => pad(cell, widths?.[column] ?? 0)).join('  '),
  );
  const room = Math.min(40, columns - widthOf(lines[0] ?? '') - 2);
  const bars = ['', ...rows.map((row) => (room < 10 ? '' : barOf(row, start, end, room)))];
  return lines.map((line, index) => `${line}  ${bars[index] ?? ''}`.trimEnd()).join('\n');
};

interface Row {
  readonly task: string;
  readonly state: string;
  readonly begin: number | undefined;
  readonly end: number | undefined;
  readonly size: string;
}

const rowsOf = (events: readonly FlowEvent[]): readonly Row[] => {
  const rows = new Map<string, Row>();
  const change = (task: string, news: Partial<Row>): void => {
    const row = rows.get(task) ?? {
      task,
      state: 'waiting',
      begin: undefined,
      end: undefined,
      size: '',
    };
    rows.set(task, { ...row, ...news });
  };
  for (const event of events) {
    switch (event.type) {
      case 'run-started':
        for (const { name } of event.graph.tasks) change(name, {});
        break;
      case 'started':
        change(event.task, { state: 'at work', begin: event.time, size: '' });
        break;
      case 'partial':
        change(event.task, { size: sizeOf(event.value) });
        break;
      case 'succeeded':
        change(event.task, { state: 'done', end: event.time, size: sizeOf(event.value) });
        break;
      case 'skipped':
      case 'failed':
      case 'cancelled':
        change(event.task, { state: event.type, end: event.time });
        break;
      default:
    }
  }
  return [...rows.values()];
};

const sizeOf = (value: unknown): string =>
  typeof value === 'string'
    ? `${String(value.length)} characters`
    : isImage(value)
      ? `${String(value.bytes.length)} bytes`
      : '';

const barOf = ({ begin, end: over }: Row, start: number, end: number, room: number): string => {
  if (begin === undefined || over === undefined) return '';
  const at = (time: number): number =>
    Math.round(((time - start) / Math.max(1, end - start)) * room);
  return ' '.repeat(at(begin)) + '━'.repeat(Math.max(1, at(over) - at(begin)));
};
