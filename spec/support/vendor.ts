/**
 * A vendor in virtual time, whose agents have an account, and which notes what it is asked.
 *
 * @module
 */

import { concat, defer, finalize, map, timer } from 'rxjs';
import { agent, type AgentOptions } from '../../lib/agents/agent.js';
import type { Provider } from '../../lib/agents/provider.js';
import type { Agent, Answer, Question } from '../../lib/flow/ports.js';

/** A request as the vendor saw it. */
export interface Seen {
  readonly time: number;
  readonly question: Question;
}

/** A vendor, and what it saw. */
export interface Vendor {
  readonly provider: Provider<'text'>;
  readonly seen: readonly Seen[];
  /** How many requests were under way at once, at the most. */
  readonly most: () => number;
  /** How many are under way. */
  readonly open: () => number;
  /** An agent of it. */
  readonly agent: (
    options?: Omit<Partial<AgentOptions<'text', string>>, 'type' | 'provider'>,
  ) => Agent<'text', string>;
}

let vendors = 0;

/** A vendor that says one thing after the other, each after so many milliseconds, or fails after as many. */
export const vendor = (
  says: (question: Question, nth: number) => readonly Answer<string>[] | Error,
  ms = 1,
): Vendor => {
  const seen: Seen[] = [];
  let open = 0;
  let most = 0;
  vendors++;
  const id = `vendor ${String(vendors)}`;
  const provider: Provider<'text'> = {
    name: 'far',
    tools: true,
    forms: true,
    account: () => id,
    agents: {
      text:
        () =>
        (question, { scheduler }) =>
          defer(() => {
            seen.push({ time: scheduler.now(), question });
            open++;
            most = Math.max(most, open);
            const said = says(question, seen.length);
            const answers = said instanceof Error ? [said] : said;
            return concat(
              ...answers.map((answer) =>
                timer(ms, scheduler).pipe(
                  map(() => {
                    if (answer instanceof Error) throw answer;
                    return answer;
                  }),
                ),
              ),
            ).pipe(finalize(() => open--));
          }),
    },
  };
  return {
    provider,
    seen,
    open: () => open,
    most: () => most,
    agent: (options = {}) => agent({ type: 'text', provider, mission: 'answer', ...options }),
  };
};

/** The whole of a text at once. */
export const whole = (
  value: string,
  more: Partial<Answer<string>> = {},
): readonly Answer<string>[] => [{ value, delta: value, finish: 'stop', ...more }];
