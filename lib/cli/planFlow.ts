import { firstValueFrom, fromEvent, takeUntil } from 'rxjs';
import { agent, type ProviderOf } from '../agents/agent.js';
import { plan } from '../spec/plan.js';
import { exits } from './exits.js';
import { interruption } from './interruption.js';
import { give, tell } from './streams.js';

/** What `rivulet plan` takes besides the sentence. */
export interface PlanFlags {
  readonly provider: string;
  readonly model?: string;
}

/** Has a model write a flow for what is wanted, and prints it as JSON. */
export const planFlow = async (
  sentence: string,
  { provider, model }: PlanFlags,
): Promise<number> => {
  const architect = agent({
    type: 'text',
    // Whether there is such a provider, is seen when the agent is made.
    provider: provider as ProviderOf<'text'>,
    mission: 'You plan workflows.',
    ...(model !== undefined && { model }),
  });
  const { signal, end } = interruption();
  try {
    tell(`Asking ${provider} …\n`);
    const written = await firstValueFrom(
      plan(sentence, architect).pipe(takeUntil(fromEvent(signal, 'abort'))),
      { defaultValue: undefined },
    );
    if (written === undefined) return exits.interrupted;
    give(`${JSON.stringify(written, undefined, 2)}\n`);
    return exits.ok;
  } finally {
    end();
  }
};
