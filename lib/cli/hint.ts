import { isRivuletError } from '../core/errors.js';

/**
 * What to type next, where that is known: the command line once more, with what it lacks.
 *
 * @param line the command line, without `rivulet`
 */
export const hintOf = (error: unknown, line: readonly string[]): readonly string[] => {
  const again = ['rivulet', ...without(line, '--provider', '--model')].map(quoted).join(' ');
  // By their tags: an agent of a flow file may be of another copy of this library.
  if (!isRivuletError(error)) return [];
  if (error._tag === 'MissingKey' && 'variable' in error) {
    const scripted = line[0] === 'run' ? `      or      ${again} --provider scripted` : '';
    return [`Try:  export ${String(error.variable)}=...${scripted}`];
  }
  if (error._tag === 'NowhereToSave') return [`Try:  ${again} --save out`];
  if (error._tag === 'BudgetExceeded' && 'budget' in error && line.includes('--budget')) {
    return [`Try:  a larger --budget ${String(error.budget)}=...`];
  }
  return [];
};

/** Leaves options out, with their values. */
const without = (line: readonly string[], ...options: readonly string[]): readonly string[] =>
  line.filter(
    (word, index) =>
      !options.includes(word) &&
      !options.includes(line[index - 1] ?? '') &&
      !options.some((option) => word.startsWith(`${option}=`)),
  );

/** A word as a shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
