/**
 * What each error means, why it comes and what to do: what `rivulet explain` prints, and the pages of the documentation.
 *
 * @module
 */

/** What there is to know of an error. */
export interface Explanation {
  /** What it means, in a sentence. */
  readonly means: string;
  /** Why it comes, and what it leaves behind. */
  readonly why: string;
  /** What can be done, the most likely first. */
  readonly todo: readonly [string, ...string[]];
}

/** All errors by their tags. A spec sees to it that none is missing. */
export const explanations: Readonly<Record<string, Explanation>> = {
  // The flow itself: found when it is made, before anything runs.
  CycleFound: {
    means: 'The tasks wait for each other in a circle.',
    why: 'A task starts when all that it needs is there. In a circle nobody can be the first. The circle is in error.path.',
    todo: [
      'Remove one of the paths of the circle.',
      'For something that is done until it is good, use loop(task, { until, max }).',
    ],
  },
  UnknownTask: {
    means: 'A name is used that no task and no input of the flow has.',
    why: 'Paths, routes and chunks name tasks and inputs. The most similar name is in error.nearest.',
    todo: ['Correct the name; the message proposes one.', 'Add a task or an input of that name.'],
  },
  InvalidName: {
    means: 'A task or an input has a name that cannot be used.',
    why: 'Names are the keys of records, so a number, an empty text, or the name of a member that every object has would change their order or their meaning.',
    todo: ['Choose another name, such as step1 for 1.'],
  },
  DuplicateName: {
    means: 'An input and a task have the same name.',
    why: 'Inputs and tasks share their names, because a place such as {{topic}} may mean either.',
    todo: ['Rename one of them.'],
  },
  DuplicateEdge: {
    means: 'A path is given twice.',
    why: 'Each path stands once, in paths or in routes. Where a route leads is a path already.',
    todo: ['Remove one of the two.'],
  },
  PathToInput: {
    means: 'A path leads to an input.',
    why: 'Inputs come from outside, so no task can give them a value.',
    todo: ['Turn the path round, or remove it.'],
  },
  EmptyFlow: {
    means: 'The flow has no tasks.',
    why: 'There would be nothing to run and nothing to give.',
    todo: ['Add a task: flow({ tasks: { name: task(…) } }).'],
  },
  UnknownPlace: {
    means: 'An instruction has a {{place}} that nobody fills.',
    why: 'A place is filled by a predecessor of its task, or by what the task recalls. No path leads from that name to the task.',
    todo: ['Add the path.', 'Correct the name of the place, or remove it.'],
  },
  WiringMismatch: {
    means: 'A task does not get what it needs from those before it.',
    why: 'Its type, or what it is made of, asks for other predecessors than it has.',
    todo: [
      'Change the paths so that it gets what the message names.',
      'Put a task of code between the two, which makes the one of the other.',
    ],
  },
  WouldDangle: {
    means: 'Something is to be removed from a flow that other tasks need.',
    why: 'They name it in a place, a codec or a route. The flow stays as it was.',
    todo: ['Replace the tasks in error.tasks first, by with or replace.'],
  },
  InvalidOptions: {
    means: 'Options contradict each other, or one is not what it has to be.',
    why: 'They are checked when a flow, a task or an agent is made, so that nothing runs with half of what was meant.',
    todo: ['Do what the message says; it names the option and what it may be.'],
  },

  // Runs.
  InvalidInput: {
    means: 'An input of a run is missing, unknown, or not what its codec says.',
    why: 'Inputs are read before anything is started.',
    todo: [
      'On the command line: --input name=value, or --input-file inputs.json.',
      'In code: flow.start({ name: value }).',
    ],
  },
  InputFailed: {
    means: 'An input that changes while the flow runs ended with an error.',
    why: 'The stream that was given for it failed. Its error is the cause.',
    todo: [
      'Look at the cause.',
      'Let the stream recover by itself, such as by catchError or retry.',
    ],
  },
  InputOverflow: {
    means: 'Inputs come faster than the flow can work on them.',
    why: "With the policy 'concat' every version waits for its turn, and only so many are kept, so that memory stays bounded.",
    todo: [
      "Use the policy 'switch' or 'exhaust'.",
      'Slow the inputs down, such as by debounceTime.',
    ],
  },
  DecodeFailed: {
    means: 'A value is not what the codec of its task says.',
    why: 'A model answered in another form, or code gave another value. Where they part is in error.path, error.expected and error.got; a whole answer is in error.said.',
    todo: [
      'Look at the place that the message names.',
      'Say the form in the instruction, or use a model that keeps to schemas.',
      'Allow what came in the codec, where it is right.',
    ],
  },
  EmptyOutput: {
    means: 'A task ended without a value.',
    why: 'Its function or its operator gave nothing, so those after it would have nothing to work on.',
    todo: [
      'Let it give a value.',
      'Declare it { optional: true }: then those after it are skipped.',
    ],
  },
  TaskFailed: {
    means: 'A task failed.',
    why: 'All its attempts did. What the last one failed with is the cause; all of them are in error.errors, and what had been streamed in error.partial.',
    todo: ['Look at the cause, and explain its tag.', 'Give the task a retry or a fallback.'],
  },
  TaskSkipped: {
    means: 'A task was not run.',
    why: 'One before it failed, had nothing to give, or went another way. Where the skip began is in error.because.',
    todo: [
      'Look at the task that it names.',
      "Join by 'any' or 'settled', where the task can do without.",
    ],
  },
  TaskCancelled: {
    means: 'A task was stopped before it had finished.',
    why: 'The run was cancelled, or another task failed and the flow stops then.',
    todo: ["To let the others finish when one fails: onFailure: 'isolate'.", 'Run the flow again.'],
  },
  FlowFailed: {
    means: 'A run failed.',
    why: 'A task failed that others needed, or that was the last. What went wrong is in error.causes, by task; what had finished is in error.results.',
    todo: ['Explain the tag of each cause.', 'Use what is kept in error.results.'],
  },
  FlowCancelled: {
    means: 'A run was cancelled by its signal.',
    why: 'The signal was aborted. Its reason is the cause. Nothing was asked afterwards.',
    todo: ['Nothing, where that was meant.', 'Otherwise look at who aborts the signal.'],
  },
  RouteFailed: {
    means: 'The route of a task gave no way that there is.',
    why: 'It threw, or gave a key that its table does not have. The keys are in error.keys.',
    todo: ['Add the key to the table.', 'Let the route give one of its keys for every output.'],
  },
  RaceFailed: {
    means: 'None of the tasks that competed succeeded.',
    why: 'A race takes the first success, and there was none. All failures are in error.errors.',
    todo: [
      'Look at the failures; one of them may be easy to mend.',
      'Add a contender that cannot fail.',
    ],
  },
  NobodyCame: {
    means: 'No predecessor of a task gave a value, and one of them failed.',
    why: "The task joins by 'any' or 'first', and needs at least one. Those that failed are in error.failed.",
    todo: ['Look at why they failed.', "Join by 'settled', where failures are of use."],
  },
  FirstTokenTimeout: {
    means: 'Nothing came in the time that is set for the beginning of an answer.',
    why: 'The provider is slow or does not answer. The attempt was given up and its request closed.',
    todo: ['Try again later.', 'Raise timeout.firstToken.'],
  },
  IdleTimeout: {
    means: 'An answer stopped in the middle.',
    why: 'Something came, and then nothing more in the time that is set. The attempt was given up, and what had come is kept.',
    todo: ['Try again; this passes.', 'Raise timeout.idle for models that think for long.'],
  },
  TotalTimeout: {
    means: 'An attempt did not end in the time that is set for all of it.',
    why: 'The answer is long, or the provider is slow. What had come is kept.',
    todo: [
      'On the command line: a larger --timeout.',
      'In code: raise timeout.total, or ask for less.',
    ],
  },
  BudgetExceeded: {
    means: 'The run would have spent more than it may, and was stopped before that.',
    why: 'A budget of requests, tokens, money or time is set. What was spent is in error.spent; what was there is kept.',
    todo: [
      'On the command line: a larger --budget.',
      'In code: raise the option budget, or ask for less.',
    ],
  },
  UnknownPrice: {
    means: 'A budget of money is set, and what a model costs is not known.',
    why: 'Without its price nobody can say when the money is spent, so nothing was sent.',
    todo: [
      'Set the option price of the agent: { input, output }, in US dollars for a million tokens.',
      'Set a budget of tokens instead.',
    ],
  },
  GuardRejected: {
    means: 'A guard stopped an output while it grew.',
    why: 'The output could not become right any more, or ended without being right. It is in error.partial.',
    todo: ['Change the instruction so that the answer fits.', 'Change the guard.'],
  },
  NotJson: {
    means: 'A text that should be JSON is not.',
    why: 'A model wrote something around it, or stopped in the middle. The whole text is in error.text.',
    todo: [
      'Ask for JSON and nothing else.',
      'Give the task an output codec: then the model is told the form.',
    ],
  },

  // People, files and memory.
  NobodyToAsk: {
    means: 'A task asks a person, and the run was not told who answers.',
    why: 'It is seen before anything starts, so that no run stops in the middle for want of an answer.',
    todo: [
      "Pass { answers: terminal() } from 'rivulet/terminal'.",
      'Pass answers by the names of the tasks.',
    ],
  },
  NobodyAnswers: {
    means: 'A person is asked at the terminal, and no answer can come.',
    why: 'The input has ended, or is no terminal.',
    todo: [
      'Run it on a terminal.',
      'Give the answers in a file: rivulet run story.ts < answers.txt',
    ],
  },
  NowhereToSave: {
    means: 'A task saves its output, and the run was not told where.',
    why: 'A flow names files, and the run says which folder they are in. Nothing was started.',
    todo: [
      'On the command line: --save out',
      "In code: { files: folder('out') } from 'rivulet/files'.",
    ],
  },
  SaveFailed: {
    means: 'A file could not be written.',
    why: 'The folder cannot be written to, or there is no room. The cause says it. No part of the file is there.',
    todo: ['Make it possible to write there.', 'Choose another folder.'],
  },
  NotSaveable: {
    means: 'An output cannot become a file.',
    why: 'It holds something that JSON cannot say, such as a function or NaN, so something would be lost.',
    todo: ['Give a text, an image, a sound, or plain data.', 'Do not save this task.'],
  },
  MemoryMissing: {
    means: 'A task recalls a key under which nothing is kept.',
    why: 'Nobody has remembered it, or another memory was passed.',
    todo: ["Remember it first: { remember: 'key' }.", "Write 'key?' to do without."],
  },
  MemoryFailed: {
    means: 'A memory could not do what it was asked.',
    why: 'Its store failed or has been closed. The cause says it.',
    todo: ['Look at the cause.', 'Do not close a memory that is still used.'],
  },
  NotStorable: {
    means: 'A value cannot be kept in a memory.',
    why: 'It would not come back as it is. What there was stays. Where it stands in the value is in error.path.',
    todo: ['Keep texts, numbers, booleans, dates, bytes, lists and plain objects of these.'],
  },
  UnreadableMemory: {
    means: 'What a store has under a key was not written by a memory, or by a later one.',
    why: 'Somebody else wrote there, or the store is shared with a newer version.',
    todo: ['Use another key or another store.', 'Delete what is there, where it is not needed.'],
  },

  // Agents and their providers.
  UnknownProvider: {
    means: 'A provider is named that is not known.',
    why: 'Providers that are known by name come with this library. Any other is passed as an object.',
    todo: [
      'Correct the name; the message proposes one.',
      'Pass an object: provider: myProvider().',
    ],
  },
  UnsupportedModality: {
    means: 'A provider has no agents of this type.',
    why: 'Not every vendor makes texts, images and sounds. The message says who does.',
    todo: [
      'Ask another provider for it.',
      'On the command line: --provider scripted has all types.',
    ],
  },
  MissingKey: {
    means: 'A provider needs a key, and none is set.',
    why: 'Keys are looked for before anything is sent, in the option key and in one environment variable. No task was started.',
    todo: [
      'Set the variable that the message names: export OPENAI_API_KEY=...',
      'Without a key: rivulet run story.ts --provider scripted',
      'See which are set: rivulet doctor',
    ],
  },
  MissingVariable: {
    means: 'An agent takes its key or its address from an environment variable that is not set.',
    why: 'A variable that is named has to be set: another one never takes its place. Nothing was sent.',
    todo: ['Set the variable.', 'Take the option away from the agent.'],
  },
  MissingPackage: {
    means: 'A package is not installed that this needs.',
    why: 'Packages of vendors and for pictures are optional, so that nobody installs what they do not use.',
    todo: ['Install it: the message says how.', 'See what is there: rivulet doctor'],
  },
  ConnectionFailed: {
    means: 'The provider could not be reached.',
    why: 'The network is down, the address is wrong, or its certificate is not accepted. Nothing was answered.',
    todo: ['Check the network.', 'Check the option baseURL of the agent, and its variable.'],
  },
  ConnectionLost: {
    means: 'The connection broke while the provider was answering.',
    why: 'It may pass, and is tried again. What had come is in error.partial and goes no further.',
    todo: ['Run it again.', 'Raise retry.attempts where the network is poor.'],
  },
  StreamTruncated: {
    means: 'The provider stopped sending without an end mark.',
    why: 'The answer may be incomplete, so it is not passed on. What had come is in error.partial.',
    todo: [
      'Run it again; this passes.',
      'Where it comes every time, look at what stands between: a proxy, a time limit.',
    ],
  },
  OutputTruncated: {
    means: 'An answer ended at the limit of its length before its form was complete.',
    why: 'Half a JSON text is no data. What had come is in error.partial.',
    todo: ['Allow more, by params such as { max_tokens: 4000 }.', 'Ask for less.'],
  },
  ProtocolError: {
    means: "The answer does not follow the provider's own protocol.",
    why: 'Something between changed it, or the address is that of another server.',
    todo: ['Run it again.', 'Check the option baseURL.'],
  },
  UnexpectedContentType: {
    means: 'The answer is of another kind than was asked for.',
    why: 'Often it is a page: of a login, a proxy, or a network that wants to be agreed to.',
    todo: ['Open the address in a browser.', 'Check the option baseURL.'],
  },
  ContentBlocked: {
    means: 'The provider refuses to answer.',
    why: 'Because of what was asked, or of what it was about to say. Asking again does not help.',
    todo: ['Change the instruction or its inputs.', 'Ask another model.'],
  },
  RateLimited: {
    means: 'The provider has had too many requests and asks to come back later.',
    why: 'It was waited for as often as the retry of the task allows. When to come back is in error.retryAfter.',
    todo: ['Wait, and run it again.', 'Ask less at once: limits of the agent, or --concurrency 2.'],
  },
  QuotaExceeded: {
    means: 'The account has no credit left.',
    why: 'The provider says so. Asking again does not help.',
    todo: ['See the billing page of the provider.', 'Ask another provider: --provider …'],
  },
  ProviderFailed: {
    means: 'The provider is overloaded or has a fault of its own.',
    why: 'It answered with a status of 500 or more, as often as the task may try.',
    todo: ['Run it again later.', 'Give the agent a fallback.'],
  },
  RequestRejected: {
    means: 'The provider does not accept the request.',
    why: 'A key is wrong, a model is not there, or a parameter is not known. What to do is in error.hint.',
    todo: ['Do what the message says.', 'Check the names of the model and of the params.'],
  },
  ResponseTooLarge: {
    means: 'The answer is larger than it may be.',
    why: 'Answers have a limit, so that nobody fills the memory.',
    todo: ['Ask for less.', 'Raise maxBytes of the provider.'],
  },

  // Tools.
  CannotCallTools: {
    means: 'An agent has tools, and its provider cannot tell its models of them.',
    why: 'It is seen before anything is sent.',
    todo: ['Take the option tools away.', 'Ask another provider.'],
  },
  TooManySteps: {
    means: 'A model goes on calling tools instead of answering.',
    why: 'Every call needs one more request, and only so many are allowed.',
    todo: ['Say in the mission when to stop.', 'Raise the option maxSteps of the agent.'],
  },
  ToolMisused: {
    means: 'A model called a tool with something else than it takes.',
    why: 'Its input is read by the codec of the tool. The model is told, and may try again.',
    todo: ['Describe the tool and its input better.'],
  },
  UnknownTool: {
    means: 'A model called a tool that there is not.',
    why: 'Models invent names. The model is told which there are.',
    todo: ['Name the tools in the mission.'],
  },
  ToolRefused: {
    means: 'A person did not allow a tool to be called.',
    why: 'The tool asks before it is called. The model is told why, and goes on.',
    todo: ['Nothing, where that was meant.'],
  },
  McpFailed: {
    means: 'An MCP server could not be reached or did not answer.',
    why: 'It could not be started, refused, or the connection to it broke. Which it was is in error.reason.',
    todo: ['Start its command by hand, and see what it says.', 'Check its address and its key.'],
  },
  McpToolFailed: {
    means: 'A tool of an MCP server says that it has failed.',
    why: 'What it says is in error.text. A model that called it is told.',
    todo: ['Look at what it says.', 'Call it with something else.'],
  },
  UnknownMcpTool: {
    means: 'An MCP server has no tool of this name.',
    why: 'All that it has are in error.known, the most similar one in error.nearest.',
    todo: ['Correct the name; the message proposes one.'],
  },

  // Flows as data.
  InvalidSpec: {
    means: 'A flow as data cannot be read.',
    why: 'It is no JSON, or has members that a flow has not. All that is wrong is listed, each with its path.',
    todo: [
      'Correct what is listed.',
      'Draw it, to see whether it is what you meant: rivulet draw flow.json -o flow.svg',
    ],
  },
  NotWritable: {
    means: 'A flow has parts that cannot be written as data.',
    why: 'Code cannot be written down: functions, operators, codecs of your own, providers that are objects.',
    todo: ['Keep such flows in TypeScript.', 'Replace the parts that are listed.'],
  },
  PlanFailed: {
    means: 'A model was asked for a flow, and gave none that can be read.',
    why: 'It was told what was wrong, and asked once more. What it answered is in error.answers.',
    todo: ['Say more exactly what is wanted.', 'Ask a larger model: rivulet plan "…" --model …'],
  },

  // Tests and traces.
  InvalidMarbles: {
    means: 'A marble diagram cannot be read.',
    why: 'It has a sign that there is not, or a group that does not end.',
    todo: ['Correct the diagram at the place that the message names.'],
  },
  LanesDiffer: {
    means: 'A flow did something else than its marble diagram says.',
    why: 'The message shows both lanes, and where they part.',
    todo: ['Mend the flow.', 'Paste the lane of the run, where that is right.'],
  },
  NoVirtualTime: {
    means: 'A test in virtual time waits for something that does not obey it.',
    why: 'Promises and timers of Node have a time of their own.',
    todo: ['Use marble agents or scripted ones.', 'Let code give values or Observables.'],
  },
  ContractBroken: {
    means: 'A provider does not do what every provider has to do.',
    why: 'A check of providerContract failed. The message says which, and what was seen.',
    todo: ['Mend the provider.'],
  },
  RunsMixed: {
    means: 'The events of several runs were traced as one.',
    why: 'A trace follows one run. Events of another came in between.',
    todo: ['Trace each run by itself.'],
  },

  // The command line.
  WrongUsage: {
    means: 'The command line asks for something that cannot be.',
    why: 'It is seen before anything is started, and the command ends with code 2.',
    todo: ['Do what the message says.', 'See what a command takes: rivulet help run'],
  },
};
