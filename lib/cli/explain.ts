import { nearest } from '../internal/nearest.js';
import { exits } from './exits.js';
import { explanations } from './explanations.js';
import { give } from './streams.js';
import { WrongUsage } from './wrongUsage.js';

/** Says what an error means, why it comes, and what to do. */
export const explain = (tag: string): number => {
  const names = Object.keys(explanations);
  const name = names.find((each) => each.toLowerCase() === tag.toLowerCase());
  const found = name === undefined ? undefined : explanations[name];
  if (name === undefined || found === undefined) {
    const like = nearest(tag, names);
    throw new WrongUsage(
      `There is no error ${JSON.stringify(tag)}. ${
        like === undefined ? 'All are listed in the documentation.' : `Did you mean "${like}"?`
      }${like === undefined ? '' : `\nTry:  rivulet explain ${like}`}`,
    );
  }
  give(pageOf(name, found));
  return exits.ok;
};

/** All that there is to know of an error, as it is printed. */
export const pageOf = (name: string, { means, why, todo }: (typeof explanations)[string]): string =>
  [
    name,
    means,
    '',
    'Why',
    `  ${why}`,
    '',
    'What to do',
    ...todo.map((each) => `  - ${each}`),
    '',
  ].join('\n');
