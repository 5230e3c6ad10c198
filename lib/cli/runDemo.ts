import { planOf } from '../flow/planOf.js';
import { demo } from './demo.js';
import { execute } from './execute.js';
import { interruption } from './interruption.js';
import { tell } from './streams.js';

/** Runs the demonstration. */
export const runDemo = async ({ json }: { readonly json?: true }): Promise<number> => {
  const { signal, end } = interruption();
  tell(
    'The answers are scripted, so they are no real ones: no model, no key and no network is used.\n',
  );
  try {
    const code = await execute(planOf(demo), {}, { signal, isJson: json === true });
    if (!signal.aborted) tell('Next:  npx rivulet init story\n');
    return code;
  } finally {
    end();
  }
};
