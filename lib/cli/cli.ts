import { CommanderError } from 'commander';
import { isRivuletError } from '../core/errors.js';
import { exits } from './exits.js';
import { overview } from './overview.js';
import { programOf } from './program.js';
import { give, tell } from './streams.js';
import { toldOf } from './told.js';

/** Does what a command line says, and gives the code to end with. */
export const cli = async (line: readonly string[]): Promise<number> => {
  const isDebug = line.includes('--debug');
  const fail = (error: unknown): number => {
    tell(toldOf(error, { line, isDebug }));
    return codeOf(error);
  };
  // A flow is code of others, and may throw where nobody listens.
  process.on('uncaughtException', (error) => process.exit(fail(error)));
  if (line.length === 0) {
    give(overview);
    return exits.ok;
  }
  try {
    return await programOf()(line);
  } catch (error) {
    // What commander has to say it has said.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exits.ok : exits.usage;
    return fail(error);
  }
};

const codeOf = (error: unknown): number =>
  isRivuletError(error) && wrongLine.includes(error._tag) ? exits.usage : exits.failed;

/** Errors that say that the command line is wrong. */
const wrongLine: readonly string[] = [
  'WrongUsage',
  'InvalidInput',
  'UnknownProvider',
  'UnsupportedModality',
];
