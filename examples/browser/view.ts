/// <reference lib="dom" />

/** What is seen: a card and a row in the list for each task. */

import type { Delta, Progress, TaskProgress } from 'rivulet';

/** An element of the page by its id. */
export const find = <E extends HTMLElement>(id: string, kind: new () => E): E => {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new TypeError(`The page has no ${kind.name} with the id "${id}".`);
};

/** Shows one task, whose card stands in the page and whose row is added to the list. */
export const viewOf = (name: string, needs: readonly string[]) => {
  const card = find(`${name}-card`, HTMLElement);
  const output = find(`${name}-output`, HTMLElement);
  const state = cell('state');
  const count = cell('count');
  const row = document.createElement('li');
  row.dataset['task'] = name;
  row.append(cell('name', name), count, state, cell('needs', `from ${needs.join(', ')}`));
  find('tasks', HTMLUListElement).append(row);

  return {
    /** A piece is added to what is there already. */
    grow: (delta: Delta): void => {
      if (delta._tag === 'Append') output.append(delta.text);
      else output.replaceChildren();
    },
    show: (now: TaskProgress): void => {
      state.textContent = output.dataset['hint'] = wordsFor(now);
      row.dataset['state'] = card.dataset['state'] = now._tag;
      // Who listens to the page is read a text when it is whole.
      card.ariaBusy = String(isBusy(now));
    },
    asked: (times: number): void => {
      count.textContent = `asked ${String(times)}×`;
    },
  };
};

const cell = (className: string, text = ''): HTMLElement => {
  const span = document.createElement('span');
  span.className = className;
  span.textContent = text;
  return span;
};

const wordsFor = (state: TaskProgress): string => {
  switch (state._tag) {
    case 'waiting':
      return `waits for ${state.for.length > 0 ? state.for.join(', ') : 'a topic'}`;
    case 'connecting':
      return 'begins';
    case 'streaming':
      return `${String(state.characters ?? 0)} characters`;
    default:
      return state._tag;
  }
};

/** Whether a task is at work. */
export const isBusy = ({ _tag }: TaskProgress): boolean =>
  _tag === 'connecting' || _tag === 'streaming';

/** How far all of them are. */
export const summaryOf = ({ done, total, tasks }: Progress): string => {
  const states = Object.values(tasks);
  if (states.some(({ _tag }) => _tag === 'cancelled')) return 'Cancelled. Any change begins anew.';
  if (done === total) return 'All done. Change something.';
  return done > 0 || states.some(isBusy)
    ? `${String(done)} of ${String(total)} done`
    : 'Type a topic to begin.';
};
