import type { DeciderData } from '../flow/decider.js';
import { deciderOf } from '../flow/deciderOf.js';
import { route, type AnyRoute } from '../flow/route.js';
import { nearest } from '../internal/nearest.js';
import { attempted } from './attempted.js';
import type { RouteSpec } from './form.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';

/** Makes a route. One that cannot be made is a problem. */
export const makeRoute = (
  spec: RouteSpec,
  place: Place,
  problems: Problems,
): AnyRoute | undefined => {
  const { to, ...choice } = spec;
  const there = Object.keys(to);
  for (const key of keysOf(spec)) {
    if (Object.hasOwn(to, key)) continue;
    const like = nearest(key, there);
    problems.add(
      [...place, 'to'],
      `The key ${JSON.stringify(key)} leads nowhere. Give it a task, a list of them, or [].${
        like === undefined ? '' : ` There is ${JSON.stringify(like)}.`
      }`,
    );
  }
  return attempted(place, problems, (): AnyRoute => {
    const data: DeciderData =
      choice.by === 'content' ? { ...choice, all: choice.all ?? false } : choice;
    return route(deciderOf(data), to);
  });
};

/** What a choice may give. */
const keysOf = (spec: RouteSpec): readonly string[] => {
  switch (spec.by) {
    case 'length':
      return [...Object.keys(spec.limits), spec.otherwise];
    case 'content':
      return [...Object.keys(spec.words), spec.otherwise];
    case 'type':
    case 'tools':
      return [...new Set([...Object.values(spec.ways), spec.otherwise])];
    case 'presence':
      return [spec.present, spec.missing];
  }
};
