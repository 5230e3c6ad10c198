/**
 * The compiler, asked what it thinks of a program that stands in a string.
 *
 * @module
 */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** What the compiler found wrong. */
export interface Complaint {
  /** In which line of the program, from 1. */
  readonly line: number;
  /** What that line says. */
  readonly code: string;
  readonly message: string;
}

/** What the compiler makes of a program. */
export interface Verdict {
  readonly complaints: readonly Complaint[];
  /** How many types were instantiated to check it: how much work it was, the same on any machine. */
  readonly instantiations: number;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
  ts.sys,
  root,
);

// What the programs import is read once for all of them.
const known = new Map<string, ts.SourceFile | undefined>();

/** Checks programs that stand side by side in `spec/types`, in one go. */
export const check = (programs: ReadonlyMap<string, string>): ReadonlyMap<string, Verdict> => {
  const sources = new Map(
    [...programs].map(([name, text]) => [join(root, 'spec/types', `${name}.ts`), text]),
  );
  const host = ts.createCompilerHost(options, true);
  const fromDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (path, languageVersion) => {
    const text = sources.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, languageVersion, true);
    if (!known.has(path)) known.set(path, fromDisk(path, languageVersion));
    return known.get(path);
  };
  const onDisk = host.fileExists.bind(host);
  host.fileExists = (path) => sources.has(path) || onDisk(path);
  const program = ts.createProgram([...sources.keys()], { ...options, types: ['node'] }, host);
  let before = 0;
  return new Map(
    [...sources].map(([path], index) => {
      const file = program.getSourceFile(path);
      const complaints = [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ].map(complaintOf);
      const all = instantiationsOf(program);
      const instantiations = all - before;
      before = all;
      return [[...programs.keys()][index] ?? path, { complaints, instantiations }];
    }),
  );
};

/** Checks one program. */
export const checkOne = (text: string): Verdict => {
  const verdict = check(new Map([['program', text]])).get('program');
  if (verdict === undefined) throw new Error('The compiler said nothing.');
  return verdict;
};

const complaintOf = ({ file, start = 0, messageText }: ts.Diagnostic): Complaint => {
  const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
  return {
    line: line + 1,
    code: file?.text.split('\n')[line]?.trim() ?? '',
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  };
};

// Not part of the compiler's published types; `tsc --extendedDiagnostics` prints it.
const instantiationsOf = (program: ts.Program): number => {
  const count: unknown = Reflect.get(program, 'getInstantiationCount');
  if (typeof count !== 'function') throw new Error('This compiler does not count instantiations.');
  return Number(Reflect.apply(count, program, []));
};
