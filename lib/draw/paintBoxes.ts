/**
 * The boxes of a picture.
 *
 * @module
 */

import { inner, type BoxState, type TaskBox } from './box.js';
import { moved, type Canvas } from './canvas.js';
import type { Chip } from './mark.js';
import { paintChips } from './paintChips.js';
import { paintStates } from './paintStates.js';
import { paintSigns } from './paintSigns.js';
import type { PlacedBox } from './picture.js';
import { letters } from './text.js';
import type { Theme } from './theme.js';

/** Paints the inputs as pills and the tasks as boxes. */
export const paintBoxes = (canvas: Canvas, boxes: readonly PlacedBox[], theme: Theme): void => {
  paintInputs(
    canvas.append('g'),
    boxes.filter(({ task }) => task === undefined),
    theme,
  );
  paintTasks(
    canvas.append('g'),
    boxes.flatMap(({ task, ...box }) => (task === undefined ? [] : [{ ...box, task }])),
    theme,
  );
};

const paintInputs = (canvas: Canvas, inputs: readonly PlacedBox[], theme: Theme): void => {
  const input = canvas
    .attr('font-size', letters.name)
    .attr('font-weight', 'bold')
    .attr('text-anchor', 'middle')
    .selectAll('g')
    .data(inputs)
    .join('g')
    .attr('data-input', ({ name }) => name)
    .attr('transform', moved);
  input.append('title').text(({ name }) => `${name} (input)`);
  input
    .append('rect')
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height)
    .attr('rx', ({ height }) => height / 2)
    .attr('fill', theme.input.tint);
  input
    .append('text')
    .attr('x', ({ width }) => width / 2)
    .attr('y', ({ height }) => height / 2 + 5)
    .attr('fill', theme.input.letters)
    .text(({ label }) => label);
};

interface PlacedState extends BoxState {
  readonly y: number;
}

interface Task extends PlacedBox {
  readonly task: TaskBox;
}

const paintTasks = (canvas: Canvas, tasks: readonly Task[], theme: Theme): void => {
  const task = canvas
    .attr('font-size', letters.name)
    .selectAll<SVGGElement, Task>('g')
    .data(tasks)
    .join('g')
    .attr('data-task', ({ name }) => name)
    .attr('transform', moved);
  task
    .append('title')
    .text(
      ({ name, task }) =>
        `${name} (${[task.whole, ...task.marks.map(({ word }) => word)].join(', ')})${task.state === undefined ? '' : `: ${task.state.told}`}`,
    );
  task
    .append('rect')
    .attr('width', ({ width }) => width)
    .attr('height', ({ height }) => height)
    .attr('rx', 8)
    .attr('fill', ({ task }) => (task.state ?? task).look.tint)
    .attr('stroke', ({ task }) => (task.state ?? task).look.ink)
    .attr('stroke-width', ({ task }) => (task.state === undefined ? 1.5 : 2.5))
    .attr('stroke-dasharray', ({ task }) => task.state?.look.dashes ?? null);
  // What is made of tasks has a second edge.
  task
    .filter(({ task }) => task.isComposite)
    .append('rect')
    .attr('x', 3)
    .attr('y', 3)
    .attr('width', ({ width }) => width - 6)
    .attr('height', ({ height }) => height - 6)
    .attr('rx', 5.5)
    .attr('fill', 'none')
    .attr('stroke', ({ task }) => (task.state ?? task).look.ink)
    .attr('stroke-opacity', 0.45);
  paintSigns(
    task
      .append('g')
      .attr('transform', ({ height }) => moved({ x: inner.pad - 1, y: (height - inner.sign) / 2 })),
    inner.sign,
    ({ task }) => task.look,
    theme,
  );
  task
    .append('text')
    .attr('x', inner.text)
    .attr('y', 21)
    .attr('font-weight', 'bold')
    .attr('fill', theme.strong)
    .text(({ label }) => label);
  task
    .append('text')
    .attr('x', inner.text)
    .attr('y', 37)
    .attr('font-size', letters.small)
    .attr('fill', theme.soft)
    .text(({ task }) => task.who);
  task
    .filter(({ task }) => task.within !== undefined)
    .append('text')
    .attr('x', inner.text)
    .attr('y', 37 + inner.line)
    .attr('font-size', letters.small)
    .attr('fill', theme.soft)
    .text(({ task }) => task.within ?? '');
  // The marks end where the box ends.
  paintChips(
    task
      .filter(({ task }) => task.marks.length > 0)
      .selectAll<SVGGElement, Chip>('g.mark')
      .data(({ width, task: { marks } }) => {
        const last = marks.at(-1);
        const first = width - inner.pad - (last === undefined ? 0 : last.x + last.width);
        return marks.map((mark) => ({ ...mark, x: first + mark.x }));
      })
      .join('g')
      .attr('transform', ({ x }) => moved({ x, y: 9 })),
    theme,
  );
  paintStates(
    task
      .selectAll<SVGGElement, PlacedState>('g.state')
      .data(({ height, task: { state } }) =>
        state === undefined ? [] : [{ ...state, y: height - inner.badge - 9 }],
      )
      .join('g')
      .attr('data-state', ({ outcome }) => outcome)
      .attr('transform', ({ y }) => moved({ x: inner.text, y })),
    theme,
  );
};
