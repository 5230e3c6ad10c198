import type { AnyAgent } from '../flow/ports.js';
import type { AnyTask } from '../flow/task.js';
import type { Json } from './json.js';
import type { FlowBody } from './form.js';
import type { Place } from './place.js';
import type { Problems } from './problems.js';
import type { ModelRules } from './rules.js';

/** What is known while the parts of a flow are made. */
export interface Making {
  readonly problems: Problems;
  readonly model: ModelRules | undefined;
  /** All that was written, also what could not be read. */
  readonly data: Json;
  readonly agents: ReadonlyMap<string, AnyAgent>;
  /** How often what is made is done at the most, by the loops around it. */
  readonly rounds: number;
  /** Makes a flow that is a task. */
  readonly flow: (body: FlowBody, place: Place, making: Making) => AnyTask | undefined;
}
