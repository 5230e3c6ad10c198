import type { FlowEvent } from '../core/event.js';
import type { Budget } from '../flow/budget.js';
import { askAtTerminal } from './askAtTerminal.js';
import { checkedPicture, drawPlan } from './drawPlan.js';
import { execute } from './execute.js';
import { exits } from './exits.js';
import { inputsFor } from './inputs.js';
import { interruption } from './interruption.js';
import { loadFlow } from './loadFlow.js';
import { recast } from './recast.js';

/** What `rivulet run` takes besides the file. */
export interface RunFlags {
  readonly flow?: string;
  readonly input?: readonly string[];
  readonly inputFile?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly json?: true;
  readonly save?: string;
  readonly timeout?: number;
  readonly budget?: Budget;
  readonly concurrency?: number;
  readonly svg?: string;
}

/** Runs the flow in a file. */
export const runFile = async (file: string, flags: RunFlags): Promise<number> => {
  const { flow, input = [], inputFile, provider, model, timeout, svg } = flags;
  const { signal, end } = interruption();
  try {
    if (svg !== undefined) checkedPicture(svg);
    const plan = recast(await loadFlow(file, flow), { provider, model, timeout });
    const inputs = await inputsFor(plan, { input, inputFile, ask: askAtTerminal(signal) });
    // Now, so that what cannot be drawn is told before anything is asked.
    if (svg !== undefined) await drawPlan(plan, svg, file);
    const events: FlowEvent[] = [];
    const code = await execute(plan, inputs, {
      signal,
      isJson: flags.json === true,
      save: flags.save,
      budget: flags.budget,
      concurrency: flags.concurrency,
      ...(svg !== undefined && { observe: (event) => void events.push(event) }),
    });
    if (svg !== undefined) await drawPlan(plan, svg, file, events);
    return code;
  } catch (error) {
    // Whoever interrupts does not want to hear what that broke.
    if (signal.aborted) return exits.interrupted;
    throw error;
  } finally {
    end();
  }
};
