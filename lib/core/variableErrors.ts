import { RivuletError } from './errors.js';

/** An agent is made with the name of an environment variable that is not set. */
export class MissingVariable extends RivuletError<'MissingVariable'> {
  /** Who is to be asked. */
  readonly provider: string;
  /** The option of the agent that names the variable. */
  readonly option: string;
  /** The variable. */
  readonly variable: string;
  /** The task that needs it, when a flow asked. */
  readonly task: string | undefined;

  constructor(provider: string, option: string, variable: string, task?: string) {
    super(
      'MissingVariable',
      `${task === undefined ? 'An agent' : `Task "${task}"`} of "${provider}" takes its ${option} from the variable ` +
        `${variable}, which is not set. Set it, or take the option away. Nothing was sent, and no task was started.`,
    );
    this.provider = provider;
    this.option = option;
    this.variable = variable;
    this.task = task;
  }
}
