/** A search box: its text changes while the flow runs, and only what a change touches is run again. */

import * as t from 'io-ts';
import { agent, flow, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { concatMap, debounceTime, delay, from, of, tap } from 'rxjs';

// The answers are scripted: no model is asked.
const provider = scripted({
  script: ({ text }) =>
    text.startsWith('Who is')
      ? 'Ada likes short answers, maps, and rivers that nobody has measured.'
      : text.startsWith('Find')
        ? `Ten pages about "${text.slice(5)}", three of which have been read by anybody.`
        : 'Read the second one, Ada.',
  delay: 65,
});
const librarian = agent({ type: 'text', provider, mission: 'look things up' });

const search = flow({
  inputs: { query: t.string, reader: t.string },
  tasks: {
    words: task({ run: ({ query }: { query: string }) => query.trim().toLowerCase() }),
    pages: task('Find {{words}}', librarian),
    profile: task('Who is {{reader}}?', librarian),
    advice: task('Which of {{pages}} is for {{profile}}?', librarian),
  },
  paths: {
    query: ['words'],
    words: ['pages'],
    reader: ['profile'],
    pages: ['advice'],
    profile: ['advice'],
  },
});

const begin = Date.now();
const tell = (what: string, more: string): void => {
  const time = `${((Date.now() - begin) / 1000).toFixed(2)} s`;
  console.log(`${time}  ${what.padEnd(8)} ${more}`);
};

// Somebody types quickly, thinks of something better, and adds a space in the end.
const typing = from([
  { text: 'r', pause: 0 },
  { text: 'ri', pause: 50 },
  { text: 'riv', pause: 450 },
  { text: 'rivulet', pause: 50 },
  { text: 'rivulet ', pause: 1500 },
]).pipe(
  concatMap(({ text, pause }) => of(text).pipe(delay(pause))),
  tap((text) => tell('you', `type "${text}"`)),
);

// Letters that follow each other quickly are one change; a text that is the same as before is none.
const query = typing.pipe(debounceTime(120));

search.live({ query, reader: of('Ada') }).subscribe((event) => {
  if (event.type === 'started') tell(event.task, 'starts');
  if (event.type === 'cancelled') tell(event.task, 'is cancelled');
  if (event.type === 'succeeded') {
    tell(event.task, event.from === 'unchanged' ? 'stays as it is' : `= ${event.value}`);
  }
});
