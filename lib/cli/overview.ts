/** What is told who asks for nothing: at most 25 lines, the first suggestion first. */
export const overview = `rivulet: AI workflows as streams

Try it, without a key and without a file:
  npx rivulet demo

Commands
  demo             run a flow of five tasks, with scripted answers
  init NAME        make a project with a flow and its test
  run FILE         run a flow: story.ts, story.js or story.json
  draw FILE        draw a flow: -o story.svg
  plan "SENTENCE"  have a model write a flow, as JSON
  explain TAG      say what an error means, and what to do
  doctor           say what is installed, and which keys are set
  version          say which version this is
  help COMMAND     say what a command takes

Results go to standard output, everything else to standard error.
Codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted.
`;
