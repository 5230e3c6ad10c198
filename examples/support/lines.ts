import { isImage, progress, type FlowEvent } from 'rivulet';
import {
  concatMap,
  connect,
  defer,
  endWith,
  finalize,
  ignoreElements,
  interval,
  merge,
  startWith,
  switchMap,
  takeUntil,
  tap,
  withLatestFrom,
  type Observable,
} from 'rxjs';
import { saying } from './saying.js';
import { plain } from './wrap.js';

/**
 * Lets all events through and writes texts as whole lines, each behind the name of its task. Who waits for
 * ten seconds without a line is told on standard error that there is still something going on.
 */
export const lines =
  (out: NodeJS.WritableStream) =>
  <E extends FlowEvent>(events: Observable<E>): Observable<E> =>
    events.pipe(
      connect((told) => {
        const ended = told.pipe(ignoreElements(), endWith('ended'));
        const written = told.pipe(
          linesOf,
          tap((line) => out.write(`${line}\n`)),
        );
        const signsOfLife = written.pipe(
          startWith(''),
          switchMap(() => interval(10_000)),
          withLatestFrom(told.pipe(progress())),
          tap(([, now]) => console.error(`… ${saying(now)}`)),
          takeUntil(ended),
        );
        return merge(signsOfLife.pipe(ignoreElements()), told);
      }),
      finalize(() => out.write('\n')),
    );

const linesOf = (events: Observable<FlowEvent>): Observable<string> =>
  defer(() => {
    const begun = new Map<string, string>();
    let width = 0;
    const behind =
      (task: string) =>
      (line: string): string =>
        `${task.padEnd(width)} │ ${line}`.trimEnd();

    return events.pipe(
      concatMap((event): readonly string[] => {
        switch (event.type) {
          case 'run-started':
            width = Math.max(...event.graph.tasks.map(({ name }) => name.length));
            return [];
          case 'partial':
          case 'succeeded': {
            const { task, value } = event;
            if (isImage(value)) {
              return [behind(task)(`${value.mime}, ${String(value.bytes.length)} bytes`)];
            }
            if (typeof value !== 'string') return [];
            const isWhole = event.type === 'succeeded';
            const said = begun.get(task) ?? '';
            const news = value.startsWith(said) ? value.slice(said.length) : value;
            // The last line may still grow.
            const end = isWhole ? news.length : news.lastIndexOf('\n') + 1;
            begun.set(task, value.slice(0, value.length - news.length + end));
            return end === 0
              ? []
              : plain(news.slice(0, end)).replace(/\n$/u, '').split('\n').map(behind(task));
          }
          case 'started':
            if (!begun.delete(event.task)) return [];
            return [behind(event.task)('(begins again)')];
          case 'failed':
          case 'cancelled':
            return [behind(event.task)(`(${event.type})`)];
          case 'skipped':
            return [behind(event.task)(`(skipped, because of ${event.because.task})`)];
          default:
            return [];
        }
      }),
    );
  });
