/**
 * Measures the library beside what it is held against, and prints a table.
 *
 *     npm run bench                       all workloads
 *     npm run bench -- overhead partials  some of them
 *
 * @module
 */

import { runProgram } from './support/program.js';
import { isMet, tableOf, type Row } from './support/row.js';

const workloads: Readonly<Record<string, URL>> = {
  overhead: new URL('./overhead.ts', import.meta.url),
  langGraph: new URL('./langGraph.ts', import.meta.url),
  growth: new URL('./growth.ts', import.meta.url),
  makespan: new URL('./makespan.ts', import.meta.url),
  partials: new URL('./partials.ts', import.meta.url),
  diamonds: new URL('./diamonds.ts', import.meta.url),
  firstPartial: new URL('./firstPartial.ts', import.meta.url),
  memory: new URL('./memory.ts', import.meta.url),
  door: new URL('./door.ts', import.meta.url),
  layout: new URL('./layout.ts', import.meta.url),
};

const names = process.argv.slice(2);
const rows: Row[] = [];
for (const name of names.length === 0 ? Object.keys(workloads) : names) {
  const program = workloads[name];
  if (program === undefined) {
    throw new Error(
      `There is no workload ${name}. There are: ${Object.keys(workloads).join(', ')}.`,
    );
  }
  const found = await runProgram(program);
  console.log(`\n${name}\n\n${tableOf(found)}`);
  rows.push(...found);
}
const goals = rows.filter(({ goal }) => goal !== undefined);
const missed = goals.filter((row) => !isMet(row));
console.log(`\n${String(missed.length)} of ${String(goals.length)} goals are missed.`);
