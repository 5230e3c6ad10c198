import { InvalidArgumentError } from 'commander';
import type { Budget } from '../flow/budget.js';
import { nearest } from '../internal/nearest.js';

/** The budget that an option says, such as `requests=10,money=0.5`. Repeated options add to each other. */
export const budgetOf = (text: string, before: Budget = {}): Budget => ({
  ...before,
  ...Object.fromEntries(text.split(',').map(limitOf)),
});

const limitOf = (part: string): readonly [string, number] => {
  const [name = '', value = ''] = part.split('=', 2).map((side) => side.trim());
  if (!kinds.includes(name)) {
    const like = nearest(name, kinds);
    throw new InvalidArgumentError(
      `${JSON.stringify(name)} is no limit. ${
        like === undefined ? `There are: ${kinds.join(', ')}.` : `Did you mean "${like}"?`
      }`,
    );
  }
  const limit = Number(value);
  if (value === '' || !(limit >= 0)) {
    throw new InvalidArgumentError(`${name} has to be a number from 0 on, as in ${name}=10.`);
  }
  return [name, limit];
};

const kinds: readonly string[] = [
  'requests',
  'tokens',
  'money',
  'time',
] satisfies readonly (keyof Budget)[];
