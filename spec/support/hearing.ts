import { asyncScheduler, type Observable } from 'rxjs';
import type { AgentSettings } from '../../lib/agents/provider.js';
import type { Answer, Occasion, Question } from '../../lib/flow/ports.js';

/** All that was heard until the end. */
export interface Heard<Out> {
  readonly answers: readonly Answer<Out>[];
  /** The last answer. */
  readonly last: Answer<Out> | undefined;
  /** What it ended with, unless it completed. */
  readonly error: unknown;
}

/** Listens to the end. */
export const heard = <Out>(source: Observable<Answer<Out>>): Promise<Heard<Out>> =>
  new Promise((resolve) => {
    const answers: Answer<Out>[] = [];
    const end = (error?: unknown) => resolve({ answers, last: answers.at(-1), error });
    source.subscribe({ next: (answer) => answers.push(answer), error: end, complete: end });
  });

/** A question of a text only. */
export const asked = (text = 'Why?'): Question => ({ text, images: [], audio: [] });

/** Settings with a key that is easy to find. */
export const set = (settings: Partial<AgentSettings> = {}): AgentSettings => ({
  mission: 'explain',
  model: undefined,
  key: secret,
  baseURL: undefined,
  params: {},
  ...settings,
});

/** A key that must not be seen. */
export const secret = 'sk-proj-V3ry+S3cret/0123456789abcdefghijklmnop';

/** Now and here. */
export const now: Occasion = { scheduler: asyncScheduler };

/** A door that is closed until somebody opens it. */
export const door = (): { readonly opened: Promise<void>; readonly open: () => void } => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};
