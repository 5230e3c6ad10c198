import { RivuletError } from './errors.js';

/** A task saves its output, and the run was not told where. */
export class NowhereToSave extends RivuletError<'NowhereToSave'> {
  /** The task. */
  readonly task: string;

  constructor(task: string) {
    super(
      'NowhereToSave',
      `Task "${task}" saves its output, and the run was not told where. Pass { files: folder('out') } with ` +
        `folder from 'rivulet/files', or take "save" from the task. Nothing was started.`,
    );
    this.task = task;
  }
}
