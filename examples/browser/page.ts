/// <reference lib="dom" />

/** The topic and the style are live inputs of one run, which goes on until it is cancelled. */

import { deltas, progress, type FlowEvent } from 'rivulet';
import {
  connectable,
  debounceTime,
  defer,
  distinctUntilChanged,
  filter,
  fromEvent,
  map,
  merge,
  repeat,
  scan,
  share,
  startWith,
  Subject,
  takeUntil,
} from 'rxjs';
import { studio } from './studio.js';
import { find, isBusy, summaryOf, viewOf } from './view.js';

const box = find('topic', HTMLInputElement);
const choice = find('style', HTMLSelectElement);
const cancel = find('cancel', HTMLButtonElement);
const summary = find('summary', HTMLElement);

const topicNow = (): string => box.value.trim();
const typed = fromEvent(box, 'input').pipe(debounceTime(300), map(topicNow));
const chosen = fromEvent(choice, 'change').pipe(map(() => choice.value));

const topic = defer(() => typed.pipe(startWith(topicNow()))).pipe(
  filter((text) => text !== ''),
  distinctUntilChanged(),
);
const style = defer(() => chosen.pipe(startWith(choice.value)));

// Observers also hear what a run tells when its subscriber has left: who was cancelled.
const told = new Subject<FlowEvent>();

// `takeUntil` unsubscribes, which cancels the run; the next change begins another.
const run = studio
  .live({ topic, style }, { observe: (event) => told.next(event) })
  .pipe(takeUntil(fromEvent(cancel, 'click')));
const events = connectable(run.pipe(repeat({ delay: () => merge(typed, chosen) })));

const states = told.pipe(progress(), share());

states.subscribe((now) => {
  summary.textContent = summaryOf(now);
  cancel.disabled = !Object.values(now.tasks).some(isBusy);
});

for (const name of ['facts', 'text', 'quiz', 'title'] as const) {
  const needs = studio.graph.edges.filter(({ to }) => to === name).map(({ from }) => from);
  const view = viewOf(name, needs);

  events.pipe(deltas(name)).subscribe({
    next: view.grow,
    error: (error: unknown) => (summary.textContent = String(error)),
  });
  states.subscribe(({ tasks: { [name]: state } }) => state && view.show(state));
  told
    .pipe(
      filter((event) => event.type === 'started' && event.task === name),
      scan((times) => times + 1, 0),
    )
    .subscribe(view.asked);
}

events.connect();
