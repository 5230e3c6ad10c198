import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFlow } from '../../lib/cli/loadFlow.js';
import { WrongUsage } from '../../lib/cli/wrongUsage.js';
import type { FlowEvent } from '../../lib/core/event.js';
import { ends, project, rivulet } from './command.js';

const story = `
import * as t from 'io-ts';
import { agent, flow, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';

enum Mission { Write = 'write' }
const author = scripted({ delay: 0, script: ({ text }) => \`[\${text}]\` });
const writer = agent({ type: 'text', provider: author, mission: Mission.Write });

export const short = flow({
  inputs: { topic: t.string, count: t.number },
  tasks: { plot: task('{{count}} words about {{topic}}', writer), story: task('Tell {{plot}}', writer) },
  paths: { topic: ['plot'], count: ['plot'], plot: ['story'] },
});
export default short;
`;

const broken = `
import { agent, flow, task } from 'rivulet';
import { scripted } from 'rivulet/agents/scripted';

const writer = agent({ type: 'text', provider: scripted({ delay: 0, script: () => 'Well.' }), mission: 'write' });
export const good = flow({ tasks: { one: task('One', writer) } });
export const bad = flow({
  onFailure: 'isolate',
  tasks: {
    fine: task('Fine', writer),
    wrong: task({ run: () => { throw new Error('The disk is full. Nothing fits.'); } }),
    after: task('After {{wrong}}', writer),
  },
  paths: { wrong: ['after'] },
});
`;

const spec = JSON.stringify({
  rivulet: 1,
  inputs: { topic: 'text' },
  agents: {
    writer: { type: 'text', provider: 'openai', mission: 'write' },
    painter: { type: 'image', provider: 'openai', mission: 'paint' },
  },
  tasks: {
    text: { agent: 'writer', instruction: 'Write about {{topic}}' },
    picture: { agent: 'painter', instruction: 'Paint {{topic}}' },
  },
  paths: { topic: ['text', 'picture'] },
});

describe('rivulet run', () => {
  const cwd = project({
    'story.ts': story,
    'broken.ts': broken,
    'story.json': spec,
    'inputs.json': '{ "topic": "snow", "count": 7 }',
    'plain.cjs': 'exports.number = 1;',
    'strange.ts': `import 'is-not-there/at-all';`,
  });
  const run =
    (...parameters: readonly string[]) =>
    () =>
      rivulet(['run', ...parameters], { cwd });
  const ended = ends({
    inputs: run('story.ts', '--input', 'topic=rain = wet', '--input', 'count=3'),
    file: run('story.ts', '--input-file', 'inputs.json', '--input', 'count=8'),
    missing: run('story.ts', '--input', 'topic=rain'),
    unfit: run('story.ts', '--input', 'topic=rain', '--input', 'count=many'),
    mistyped: run('story.ts', '--input', 'topics=rain'),
    several: run('broken.ts'),
    chosen: run('broken.ts', '--flow', 'good'),
    failed: run('broken.ts', '--flow', 'bad', '--svg', 'failed.svg'),
    failedJson: run('broken.ts', '--flow', 'bad', '--json'),
    nowhere: run('tale.ts'),
    noKey: run('story.json', '--input', 'topic=rain'),
    scripted: run(
      ...['story.json', '--input', 'topic=rain', '--provider', 'scripted', '--save', 'out'],
      ...['--svg', 'flow.svg'],
    ),
    noProvider: run('story.json', '--input', 'topic=rain', '--provider', 'opena'),
    budget: run('story.ts', '--input-file', 'inputs.json', '--budget', 'requests=1'),
    model: run('story.ts', '--input-file', 'inputs.json', '--model', 'large'),
  });

  it('prints one text as it is, of inputs as their codecs want them', () => {
    const { stdout, stderr, code } = ended('inputs');

    expect(stdout).to.equal('[Tell [3 words about rain = wet]]\n');
    expect(stderr).to.include('2/2 done');
    expect(code).to.equal(0);
  });

  it('reads inputs from a file, and believes the command line more', () => {
    expect(ended('file').stdout).to.equal('[Tell [8 words about snow]]\n');
  });

  it('starts nothing when an input is missing', () => {
    expect(ended('missing')).to.deep.equal({
      stdout: '',
      stderr: [
        'WrongUsage  An input is missing: "count" (number).',
        '  Nothing was started.',
        '  Try:  --input count=...',
        '  rivulet explain WrongUsage',
        '',
      ].join('\n'),
      code: 2,
    });
  });

  it('says what an input has to be', () => {
    const { stderr, code } = ended('unfit');

    expect(code).to.equal(2);
    expect(stderr).to.match(/^InvalidInput {2}Input "count" .*expected number, got "many"/u);
  });

  it('proposes the input that was meant', () => {
    const { stderr, code } = ended('mistyped');

    expect(code).to.equal(2);
    expect(stderr).to.include('Did you mean "topic"?');
  });

  it('wants to know which of several flows', () => {
    const { stderr, code } = ended('several');

    expect(code).to.equal(2);
    expect(stderr).to.include('exports several flows: "bad", "good"');
    expect(ended('chosen').stdout).to.equal('Well.\n');
  });

  it('prints what there is when a task fails, and says what went wrong and what did not run', () => {
    const { stdout, stderr, code } = ended('failed');

    expect(code).to.equal(1);
    expect(stdout).to.equal('== fine ==\nWell.\n');
    expect(stderr).to.include('Error  task "wrong": The disk is full.\n  Nothing fits.\n');
    expect(stderr).to.include('  Finished, and kept above: fine.\n  Not finished: wrong, after.\n');
    expect(stderr).to.not.match(/\n\s+at /u);
  });

  it('tells errors in JSON by their tags and messages', () => {
    const { stdout, code } = ended('failedJson');
    // Each line is what an event says.
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as FlowEvent);

    expect(code).to.equal(1);
    expect(events.find(({ type }) => type === 'failed')).to.deep.include({
      task: 'wrong',
      error: { tag: 'TaskFailed', message: 'Task "wrong" failed: The disk is full. Nothing fits.' },
    });
    expect(events.at(-1)).to.have.nested.property('error.tag', 'FlowFailed');
  });

  it('says what is wrong with a file', async () => {
    const { stderr, code } = ended('nowhere');

    expect(code).to.equal(2);
    expect(stderr).to.match(/^WrongUsage {2}"tale\.ts" cannot be read: ENOENT/u);
    for (const [file, why] of [
      ['plain.cjs', 'exports no flow'],
      ['strange.ts', 'npm install is-not-there'],
      ['story.txt', 'A flow is read from a file that ends in .ts,'],
    ] as const) {
      const error: unknown = await loadFlow(join(cwd, file)).catch((wrong: unknown) => wrong);
      expect(error).to.be.instanceOf(WrongUsage).with.property('message').that.includes(why);
    }
  });

  it('asks nobody without a key, and proposes a command that needs none', () => {
    const { stdout, stderr, code } = ended('noKey');

    expect(code).to.equal(1);
    expect(stdout).to.equal('');
    expect(stderr).to.equal(
      [
        'MissingKey  task "text" needs a key of "openai", and none is set.',
        '  Looked at: option key, variable OPENAI_API_KEY.',
        '  Set one of them, or use the provider "scripted", which needs no key.',
        '  Nothing was sent, and no task was started.',
        '  Try:  export OPENAI_API_KEY=...      or      rivulet run story.json --input topic=rain --provider scripted',
        '  rivulet explain MissingKey',
        '',
      ].join('\n'),
    );
  });

  it('asks another provider, saves the outputs and draws the flow', () => {
    const { stdout, stderr, code } = ended('scripted');

    expect(code).to.equal(0);
    expect(stdout).to.match(/^== text ==\nThis is a scripted answer/u);
    expect(stdout).to.match(
      /\n== picture ==\n\(image\/png, \d+ bytes, saved to .*picture\.png\)\n$/u,
    );
    expect(readdirSync(join(cwd, 'out')).toSorted()).to.deep.equal(['picture.png', 'text.txt']);
    expect(readFileSync(join(cwd, 'flow.svg'), 'utf8')).to.match(/picture[^]*>done · [^<]+</u);
    expect(stderr).to.include(`Saved: ${join(cwd, 'out', 'picture.png')}\n`);
  });

  it('draws what became of tasks, also when the run fails', () => {
    expect(ended('failed').stderr).to.include('Drawn: failed.svg\n');
    expect(readFileSync(join(cwd, 'failed.svg'), 'utf8')).to.match(/>failed · [^<]+</u);
  });

  it('refuses a provider that there is not', () => {
    const { stderr, code } = ended('noProvider');

    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^UnknownProvider {2}There is no provider "opena"\.\n {2}Did you mean "openai"/u,
    );
  });

  it('keeps to a budget', () => {
    const { stderr, code } = ended('budget');

    expect(code).to.equal(1);
    expect(stderr).to.include('BudgetExceeded  task "story": The budget of 1 request');
    expect(stderr).to.include('Try:  a larger --budget requests=...');
  });

  it('says when an agent cannot be asked for another model', () => {
    const { stderr, code } = ended('model');

    expect(code).to.equal(2);
    expect(stderr).to.include('its provider stands in the file as an object');
    expect(stderr).to.include('--provider NAME');
  });

  it('leaves nothing else behind', () => {
    expect(existsSync(join(cwd, 'node_modules', '.cache'))).to.equal(false);
  });
});
