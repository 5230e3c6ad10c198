import { asyncScheduler, type Observable, type SchedulerLike } from 'rxjs';
import type { FlowEvent } from '../../core/event.js';
import { drawing } from './drawing.js';
import type { ProgressOutput } from './progressOutput.js';
import { telling } from './telling.js';

/** How the progress of a run is shown. */
export interface ProgressViewOptions {
  /** Where it is shown: drawn again and again on a terminal, line by line elsewhere. */
  readonly output: ProgressOutput;
  /** Whether colours are used. They never are where there is no terminal. */
  readonly color: boolean;
  /**
   * Where the times come from at which something is shown; that of the run.
   *
   * @defaultValue `asyncScheduler`
   */
  readonly scheduler?: SchedulerLike;
}

/** The progress of a run, for somebody to see. */
export interface ProgressView {
  /** Takes the next event; it is the `observe` of a run. */
  readonly tell: (event: FlowEvent) => void;
  /** Keeps out of the way of a talk with somebody at the same terminal, such as the answers that tasks ask for. */
  readonly aside: <A>(talk: Observable<A>) => Observable<A>;
  /** Shows what became of every task, and leaves the terminal as it was. After that nothing is shown. */
  readonly end: () => void;
}

/**
 * Shows how far a run is.
 *
 * On a terminal every task that says something has lines of its own, which are drawn again at most ten times a second.
 * Elsewhere whole lines are written, each behind the name of its task, and one that tells who is at work when there was
 * none for ten seconds. What models and tasks say is shown and never obeyed.
 *
 * When nobody reads the output any more, nothing is shown, and the run goes on.
 */
export const progressView = ({
  output,
  color,
  scheduler = asyncScheduler,
}: ProgressViewOptions): ProgressView => {
  const isDrawn = output.isTTY === true && process.env['TERM'] !== 'dumb';
  const view = isDrawn ? drawing(output, color, scheduler) : telling(output, scheduler);
  let isOver = false;
  // It stays when the view has ended: that the last lines were not taken is told later.
  output.on('error', () => {
    isOver = true;
    view.stop();
  });
  return {
    tell: (event) => {
      if (!isOver) view.tell(event);
    },
    aside: (talk) => (isOver ? talk : view.aside(talk)),
    end: () => {
      if (isOver) return;
      isOver = true;
      view.end();
    },
  };
};
