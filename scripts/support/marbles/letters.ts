/**
 * Texts in the pictures of the documents.
 *
 * @module
 */

import type { BaseType, Selection } from 'd3-selection';
import type { Canvas } from '../../../lib/draw/canvas.js';
import { widthOf, type Weight } from '../../../lib/draw/text.js';

/** The letters of code. */
export const mono = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** Where a text stands, and how it looks. */
export interface Letters {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly ink: string;
  /**
   * How thick it is.
   *
   * @defaultValue as thick as texts are
   */
  readonly weight?: 'bold';
}

/** Writes a text; an empty one leaves nothing. */
export const paintText = (
  place: Canvas,
  text: string,
  { x, y, size, ink, weight }: Letters,
): Selection<SVGTextElement, unknown, BaseType, unknown> | undefined =>
  text === ''
    ? undefined
    : place
        .append('text')
        .attr('x', x)
        .attr('y', y)
        .attr('font-size', size)
        .attr('font-weight', weight ?? null)
        .attr('fill', ink)
        .text(text);

/** A text in lines that are narrower than that. */
export const linesOf = (
  text: string,
  size: number,
  weight: Weight,
  narrower: number,
): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && widthOf(longer, size, weight) < narrower)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};
