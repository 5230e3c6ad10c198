/**
 * The files of a new project.
 *
 * @module
 */

/** The files of a project, by their names. */
export const projectFiles = (name: string, version: string): Readonly<Record<string, string>> => ({
  'package.json': json({
    name: packageName(name),
    private: true,
    type: 'module',
    scripts: {
      start: 'rivulet run story.ts',
      test: 'node --import jiti/register --test story.test.ts',
      check: 'tsc --noEmit',
    },
    dependencies: { 'io-ts': '^2.2.22', rivulet: `^${version}`, rxjs: '^7.8.0' },
    devDependencies: { '@types/node': '^20.19.0', jiti: '^2.7.0', typescript: '^6.0.0' },
  }),
  'tsconfig.json': json({
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      types: ['node'],
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
    },
    include: ['*.ts'],
  }),
  'story.ts': story,
  'story.test.ts': test,
});

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** What npm takes as a name. */
const packageName = (name: string): string => {
  const fit = name
    .toLowerCase()
    .replace(/[^a-z\d._-]+/gu, '-')
    .replace(/^[._-]+|-+$/gu, '');
  return fit === '' ? 'story' : fit;
};

const story = `import * as t from 'io-ts';
import { agent, flow, task, type Agent } from 'rivulet';

// For real answers: provider: 'openai', and a key in OPENAI_API_KEY.
const author = agent({ type: 'text', provider: 'scripted', mission: 'write short stories' });
const critic = agent({ type: 'text', provider: 'scripted', mission: 'judge stories' });

/** A story about a topic, its title and a review, by whoever is asked. */
export const storyBy = (writer: Agent<'text', string>, reviewer = writer) =>
  flow({
    inputs: { topic: t.string },
    tasks: {
      draft: task('Write a short story about {{topic}}', writer),
      title: task('Find a title for this story: {{draft}}', writer),
      review: task('Review this story in a sentence: {{draft}}', reviewer),
      page: task({
        run: ({ title, draft, review }: { title: string; draft: string; review: string }) =>
          \`# \${title}\\n\\n\${draft}\\n\\n> \${review}\\n\`,
      }),
    },
    paths: {
      topic: ['draft'],
      draft: ['title', 'review', 'page'],
      title: ['page'],
      review: ['page'],
    },
  });

export default storyBy(author, critic);
`;

const test = `import { test } from 'node:test';
import { expectFlow, marbleAgent } from 'rivulet/testing';
import { storyBy } from './story.ts';

// A character is a millisecond of virtual time, a letter what a task says, | its end.
test('the title and the review are asked for at the same time', () => {
  const writer = marbleAgent('--a-(b|)', { a: 'It', b: 'It rains.' });
  const reviewer = marbleAgent('-----(c|)', { c: 'True.' });

  expectFlow(storyBy(writer, reviewer), { topic: 'rain' }).toBe(
    {
      draft: '  --a-(b|)',
      title: '  ------a-(b|)',
      review: ' ---------(c|)',
      page: '   ---------(p|)',
    },
    { a: 'It', b: 'It rains.', c: 'True.', p: '# It rains.\\n\\nIt rains.\\n\\n> True.\\n' },
  );
});
`;
