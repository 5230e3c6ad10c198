import { Command, InvalidArgumentError, Option } from 'commander';
import { formats } from '../draw/format.js';
import { budgetOf } from './budgetOf.js';
import type { DrawFlags } from './drawFile.js';
import { exits } from './exits.js';
import { ownPackage } from './ownPackage.js';
import type { PlanFlags } from './planFlow.js';
import type { RunFlags } from './runFile.js';
import { tell } from './streams.js';

/** The commands and what they take. What a command needs is loaded when it is asked for. */
export const programOf = (): ((line: readonly string[]) => Promise<number>) => {
  let code: number = exits.ok;
  const ending = (work: Promise<number>): Promise<void> =>
    work.then((ended) => {
      code = ended;
    });

  const program = new Command('rivulet')
    .description('AI workflows as streams.')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text) => tell(inPattern(text)) })
    .option('--debug', 'show the stack of an error')
    .version(ownPackage().version, '--version', 'say which version this is');
  const command = (name: string, what: string): Command =>
    program.command(name).description(what).option('--debug', 'show the stack of an error');

  command('demo', 'run a flow of five tasks, with scripted answers')
    .option('--json', 'tell each event as a line of JSON on standard output')
    .action((flags: { readonly json?: true }) =>
      ending(import('./runDemo.js').then(({ runDemo }) => runDemo(flags))),
    );

  command('init <name>', 'make a project with a flow and its test').action((name: string) =>
    ending(import('./init.js').then(({ init }) => init(name))),
  );

  command('run <file>', 'run a flow: a file in TypeScript, JavaScript or JSON')
    .option('--flow <name>', 'which of the flows that the file exports')
    .option('--input <name=value>', 'an input; may be repeated', collected)
    .option('--input-file <file.json>', 'inputs, as a record in JSON')
    .option('--provider <name>', 'ask every agent at this provider instead')
    .option('--model <name>', 'ask this model instead')
    .option('--json', 'tell each event as a line of JSON on standard output')
    .option('--save <folder>', 'save the outputs as files')
    .option('--timeout <ms>', 'how long an attempt at a task may take', wholeFrom(1))
    .option('--budget <limits>', 'such as requests=10,tokens=9000,money=0.5,time=60000', budgetOf)
    .option('--concurrency <n>', 'how many tasks may run at once', wholeFrom(1))
    .option('--svg <file>', 'draw the flow and what became of its tasks, as .svg or .png')
    .action((file: string, flags: RunFlags) =>
      ending(import('./runFile.js').then(({ runFile }) => runFile(file, flags))),
    );

  command('draw <file>', 'draw a flow')
    .option(
      '-o, --output <picture>',
      'the file to write: .svg, .png, .mmd (Mermaid), .dot, .txt; else it is printed',
    )
    .addOption(
      new Option('--format <format>', 'what to draw it as, else as the file ends').choices([
        ...formats,
      ]),
    )
    .addOption(new Option('--ascii', 'the same as --format ascii').conflicts('format'))
    .addOption(new Option('--theme <theme>', 'the page').choices(['light', 'dark']))
    .option('--flow <name>', 'which of the flows that the file exports')
    .option('--title <text>', 'what stands above the picture')
    .action((file: string, flags: DrawFlags) =>
      ending(import('./drawFile.js').then(({ drawFile }) => drawFile(file, flags))),
    );

  command('plan <sentence>', 'have a model write a flow, as JSON on standard output')
    .option('--provider <name>', 'whose model writes it', 'openai')
    .option('--model <name>', 'which model writes it')
    .action((sentence: string, flags: PlanFlags) =>
      ending(import('./planFlow.js').then(({ planFlow }) => planFlow(sentence, flags))),
    );

  command('explain <tag>', 'say what an error means, and what to do').action((tag: string) =>
    ending(import('./explain.js').then(({ explain }) => explain(tag))),
  );

  command('doctor', 'say what is installed, and which keys are set').action(() =>
    ending(import('./doctor.js').then(({ doctor }) => doctor())),
  );

  command('version', 'say which version this is').action(() =>
    ending(import('./version.js').then(({ version }) => version())),
  );

  return async (line) => {
    await program.parseAsync(line, { from: 'user' });
    return code;
  };
};

const collected = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** What commander says of a wrong command line, told as other errors are. */
const inPattern = (text: string): string => {
  const [first = '', ...others] = text.trim().split('\n');
  const what = first.replace(/^error: /u, '');
  return [`WrongUsage  ${what}`, ...others.map((line) => `  ${line}`), '  rivulet help', ''].join(
    '\n',
  );
};

const wholeFrom =
  (least: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/u.test(text) && number >= least) return number;
    throw new InvalidArgumentError(`It has to be a whole number from ${String(least)} on.`);
  };
