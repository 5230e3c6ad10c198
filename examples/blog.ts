/**
 * Five tasks make the beginnings of a blog about the environment: their texts, page and logo.
 *
 *     npm run demo             with scripted answers: no key, no network
 *     npm run demo -- --live   asks Gemini, OpenAI and Stability, whose keys have to be set
 */

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { agent, flow, results, task, type FlowEvent } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';
import { draw } from 'rivulet/draw';
import { lastValueFrom } from 'rxjs';
import { answers } from './support/answers.js';
import { savePicture } from './support/savePicture.js';
import { screen } from './support/screen.js';
import { table } from './support/table.js';

export const blog = (isScripted: boolean) => {
  const actor = scripted({ script: answers, delay: 20 });
  const gemini = isScripted ? actor : 'gemini';
  const openai = isScripted ? actor : 'openai';
  const stability = isScripted ? actor : 'stability';

  const textGenerator = agent({
    type: 'text',
    provider: gemini,
    mission: 'write specifications',
  });
  const taskCreator = agent({
    type: 'text',
    provider: openai,
    mission: 'create task list',
  });
  const uxDesigner = agent({
    type: 'text',
    provider: openai,
    mission: 'user experience and designer',
  });
  const imageDescCreator = agent({
    type: 'text',
    provider: openai,
    mission: 'write image description',
  });
  const imageProcessor = agent({
    type: 'image',
    provider: stability,
    mission: 'generate logo with colorful style',
  });

  return flow({
    tasks: {
      requirements: task(
        'Identify requirements for building a blogging website about the environment',
        textGenerator,
      ),
      description: task(
        'Generate the website description and theme details from the requirements',
        taskCreator,
      ),
      brief: task('Generate short image description for image model', imageDescCreator),
      logo: task('Design logo from the description', imageProcessor),
      code: task('Generate code based on combined tasks', uxDesigner),
    },
    paths: {
      requirements: ['description', 'code'],
      description: ['brief', 'code'],
      brief: ['logo'],
      code: [],
    },
  });
};

const main = async (): Promise<void> => {
  const { values: options } = parseArgs({ options: { live: { type: 'boolean', default: false } } });
  const content = blog(!options.live);
  console.log(
    options.live
      ? 'The answers come from Gemini, OpenAI and Stability.\n'
      : 'The answers are scripted: no model, no key and no network is used.\n',
  );

  const cancel = new AbortController();
  process.on('SIGINT', () => cancel.abort());
  // Who reads no more, such as `head`, has seen enough.
  process.stdout.on('error', () => process.exit());

  const told: FlowEvent[] = [];
  const run = content.run({}, { signal: cancel.signal, observe: (event) => told.push(event) });
  try {
    const { logo } = await lastValueFrom(run.pipe(screen(process.stdout), results()), {
      defaultValue: { logo: undefined },
    });
    if (!cancel.signal.aborted) {
      if (logo !== undefined) console.log(`Written: ${await savePicture(logo, 'out/logo')}`);
      await draw(content, { file: 'out/blog.svg', title: 'A blog about the environment' });
      console.log('Written: out/blog.svg\n');
    }
  } finally {
    if (told.length > 0) console.log(`${table(told, process.stdout.columns)}\n`);
  }
  if (cancel.signal.aborted) {
    console.error('Cancelled: nothing is asked any more.');
    process.exitCode = 130;
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
