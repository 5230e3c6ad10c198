import { defer, finalize, type SchedulerLike, type Subscription } from 'rxjs';
import { frameOf } from './frame.js';
import { gathering } from './gathering.js';
import type { ProgressOutput } from './progressOutput.js';
import { painted } from './paint.js';
import { pictureOn } from './picture.js';
import { tableOf } from './table.js';
import type { Shown } from './telling.js';

/** Shows a run on a terminal: a picture that is drawn anew ten times a second, and a table in its place at the end. */
export const drawing = (
  output: ProgressOutput,
  color: boolean,
  scheduler: SchedulerLike,
): Shown => {
  const run = gathering();
  const picture = pictureOn(output, color);
  let frames: Subscription | undefined;
  let talks = 0;
  const draw = (): void => {
    const state = run.state();
    if (talks === 0) picture.draw(frameOf(state, picture.size(), scheduler.now()));
    // A run that has ended does not keep a program from ending.
    if (state.end !== undefined) frames?.unsubscribe();
  };
  const begin = (): Subscription =>
    scheduler.schedule(function () {
      draw();
      this.schedule(undefined, 100);
    });
  return {
    tell: (event) => {
      run.add(event);
      frames ??= begin();
    },
    aside: (talk) =>
      defer(() => {
        // Those who talk need the end of the terminal for themselves, and the cursor.
        if (talks++ === 0) picture.close();
        return talk.pipe(finalize(() => talks--));
      }),
    stop: () => frames?.unsubscribe(),
    end: () => {
      frames?.unsubscribe();
      picture.close();
      if (frames === undefined) return;
      const { columns } = picture.size();
      const table = tableOf(run.state(), columns - 1, scheduler.now());
      output.write(table.map((line) => `${painted(line, color)}\n`).join(''));
    },
  };
};
