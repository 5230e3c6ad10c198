/**
 * The same graphs as flows of this library.
 *
 * @module
 */

import { flow, task } from 'rivulet';
import { nameOf, pathsOf, type Parents } from './graphs.js';

/** A flow of a graph whose tasks all do what `work` makes for their places. */
export const flowOf = (graph: Parents, work: (place: number) => () => unknown) =>
  flow({
    tasks: Object.fromEntries(
      graph.map((_, place) => [nameOf(place), task({ run: work(place) })] as const),
    ),
    paths: pathsOf(graph),
  });
