/**
 * The decision tree as an SVG.
 *
 * @module
 */

import { round, type Canvas } from '../../../lib/draw/canvas.js';
import { pageOf } from '../../../lib/draw/page.js';
import { widthOf } from '../../../lib/draw/text.js';
import { light } from '../../../lib/draw/theme.js';
import type { Tone } from './diagram.js';
import { linesOf, mono, paintText } from './letters.js';
import { paints, sizes, type Paint } from './measures.js';
import { isCode, type Branch, type Choice } from './tree.js';

/** Draws a tree: what is asked on the left, what is answered in the middle, what does it on the right. */
export const treePictureOf = (title: string, branches: readonly Branch[]): Promise<string> => {
  const heights = branches.map(({ answers }) => answers.length * step + gap);
  const height = top + heights.reduce((sum, each) => sum + each, 0) + 8;
  const told = branches
    .flatMap(({ question, answers }) => [
      question,
      ...answers.map(({ when, take }) => `${when}: ${take.join(', ')};`),
    ])
    .join(' ');
  return pageOf({ width: sizes.width, height, title, told }, (page) => {
    const canvas = page.append('g');
    paintText(canvas, title, {
      x: sizes.margin,
      y: 46,
      size: 18,
      ink: light.strong,
      weight: 'bold',
    });
    branches.forEach((branch, index) => {
      const y = top + heights.slice(0, index).reduce((sum, each) => sum + each, 0);
      paintBranch(canvas, branch, y, paints[tones[index % tones.length] ?? 'slate']);
    });
  });
};

const tones: readonly Tone[] = ['blue', 'teal', 'violet', 'amber', 'rose', 'slate'];

const top = 72;
const step = 30;
const gap = 18;
const asked = { x: sizes.margin, width: 196 };
const answered = 280;
const taken = 520;

const paintBranch = (
  canvas: Canvas,
  { question, answers }: Branch,
  y: number,
  paint: Paint,
): void => {
  const place = canvas.append('g');
  const middle = y + (answers.length * step) / 2;
  const lines = linesOf(question, 13.5, 'bold', asked.width - 22);
  const height = lines.length * 18 + 18;
  answers.forEach((each, index) =>
    paintChoice(place, each, middle, y + index * step + step / 2, paint),
  );
  place
    .append('rect')
    .attr('x', asked.x)
    .attr('y', middle - height / 2)
    .attr('width', asked.width)
    .attr('height', height)
    .attr('rx', 10)
    .attr('fill', paint.tint)
    .attr('stroke', paint.ink)
    .attr('stroke-width', 1.6);
  lines.forEach((line, index) =>
    paintText(place, line, {
      x: asked.x + 14,
      y: middle - ((lines.length - 1) / 2 - index) * 18 + 5,
      size: 13.5,
      ink: light.strong,
      weight: 'bold',
    }),
  );
};

const paintChoice = (
  place: Canvas,
  { when, take }: Choice,
  from: number,
  y: number,
  { ink }: Paint,
): void => {
  const left = asked.x + asked.width;
  const bend = (left + answered - 8) / 2;
  place
    .append('path')
    .attr(
      'd',
      `M${String(left)},${String(round(from))}C${String(bend)},${String(round(from))} ${String(bend)},${String(y)} ${String(answered - 8)},${String(y)}`,
    )
    .attr('fill', 'none')
    .attr('stroke', ink)
    .attr('stroke-width', 1.4);
  paintText(place, when, { x: answered, y: y + 4.5, size: 13, ink: light.strong });
  let x = taken;
  for (const name of take) {
    const width = isCode(name) ? name.length * 7.3 + 16 : widthOf(name, 12, 'regular') + 16;
    place
      .append('rect')
      .attr('x', round(x))
      .attr('y', y - 11)
      .attr('width', round(width))
      .attr('height', 22)
      .attr('rx', 6)
      .attr('fill', '#f1f5f9')
      .attr('stroke', '#cbd5e1');
    const text = paintText(place, name, {
      x: round(x + width / 2),
      y: y + 4,
      size: 12,
      ink: light.strong,
    })?.attr('text-anchor', 'middle');
    if (isCode(name)) text?.attr('font-family', mono);
    x += width + 6;
  }
};
