/**
 * The pictures of the documents: those of runs are made of marbles, in virtual time.
 *
 * @module
 */

import * as t from 'io-ts';
import { flow, task, type FlowEvent, type RunOptions } from 'rivulet';
import { draw, drawTimeline } from 'rivulet/draw';
import { marbleAgent, record } from 'rivulet/testing';
import { concat, map, of, timer, type Observable } from 'rxjs';
import { blog } from '../../examples/blog.js';

/** A picture of the documents. */
export interface Picture {
  readonly file: string;
  /** Draws it, into a file where one is given. */
  readonly draw: (file?: string) => Promise<string>;
}

const page = flow({
  inputs: { topic: t.string, style: t.string },
  tasks: {
    facts: task('Facts about {{topic}}', marbleAgent(['----a--b--c--(d|)', '----a--b--c--(d|)'])),
    cover: task('A cover in the style of {{style}}', marbleAgent('------a----(b|)')),
    text: task('Write it up', marbleAgent(['---a--b', '---a--b--c--d--(e|)'])),
  },
  paths: { topic: ['facts'], style: ['cover'], facts: ['text'], cover: ['text'] },
});

/** The topic changes when the text has begun. */
const changing = (_: unknown, options: RunOptions): Observable<FlowEvent> =>
  page.live(
    {
      topic: concat(of('brooks'), timer(22, options.scheduler).pipe(map(() => 'rivulets'))),
      style: of('woodcut'),
    },
    options,
  );

const retried = flow({
  tasks: {
    draft: task('Write', marbleAgent(['--a--b--c--#', '---a--b--c--d--(e|)']), {
      retry: { delay: 40 },
    }),
    loud: task({
      partials: true,
      operator: (input: Observable<{ draft: string }>) =>
        input.pipe(map(({ draft }) => draft.toUpperCase())),
    }),
    review: task('Judge this: {{draft}}', marbleAgent('---a--(b|)')),
  },
  paths: { draft: ['loud', 'review'] },
});

export const pictures: readonly Picture[] = [
  {
    file: 'docs/images/blog.svg',
    draw: (file) => draw(blog(false), { title: 'Blog', ...(file !== undefined && { file }) }),
  },
  {
    file: 'docs/images/live.svg',
    draw: (file) =>
      drawTimeline(record({ run: changing }), {
        title: 'A topic that changes',
        ...(file !== undefined && { file }),
      }),
  },
  {
    file: 'docs/images/retry.svg',
    draw: (file) =>
      drawTimeline(record(retried), {
        title: 'A draft that breaks off',
        ...(file !== undefined && { file }),
      }),
  },
];
