import type { ModelRules } from './rules.js';
import type { Shape } from './shape.js';
import { wholeFlow } from './table.js';

/** The form of a flow as a model may write it, in the language of types: the table by which it is read. */
export const describe = (model: ModelRules): string => {
  const told = new Map<string, string>();
  const refer = (name: string, shape: Shape<unknown>): string => {
    if (!told.has(name)) {
      // Its place comes before those that it refers to, and it may refer to itself.
      told.set(name, '');
      told.set(name, shape.tell({ model, refer }));
    }
    return name;
  };
  wholeFlow.tell({ model, refer });
  return [...told].map(([name, text]) => `type ${name} = ${text};`).join('\n');
};
