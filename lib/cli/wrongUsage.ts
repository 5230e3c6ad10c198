import { RivuletError } from '../core/errors.js';

/** The command line asks for something that cannot be. Nothing was started. */
export class WrongUsage extends RivuletError<'WrongUsage'> {
  constructor(what: string, options?: ErrorOptions) {
    super('WrongUsage', what, options);
  }
}
