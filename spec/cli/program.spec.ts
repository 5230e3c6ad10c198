import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { ends, rivulet } from './command.js';

describe('rivulet', () => {
  const ended = ends({
    nothing: () => rivulet([]),
    version: () => rivulet(['version']),
    help: () => rivulet(['help', 'run']),
    strange: () => rivulet(['rnu', 'story.ts']),
    value: () => rivulet(['run', 'story.ts', '--budget', 'request=1']),
    explain: () => rivulet(['explain', 'cyclefound']),
    mistyped: () => rivulet(['explain', 'MisingKey']),
    doctor: () => rivulet(['doctor'], { env: { OPENAI_API_KEY: 'sk-1234567890abcdef' } }),
  });

  it('names its commands when it is asked for nothing', () => {
    const { stdout, stderr, code } = ended('nothing');

    expect(code).to.equal(0);
    expect(stderr).to.equal('');
    expect(stdout.trimEnd().split('\n').length).to.be.at.most(25);
    for (const name of ['demo', 'init', 'run', 'draw', 'plan', 'explain', 'doctor', 'version']) {
      expect(stdout).to.match(new RegExp(`^  ${name}\\b`, 'mu'));
    }
    expect(/^ {2}npx rivulet (.*)$/mu.exec(stdout)?.[1]).to.equal('demo');
  });

  it('says which version it is', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

    expect(ended('version')).to.deep.equal({ stdout: `${version}\n`, stderr: '', code: 0 });
  });

  it('says what a command takes', () => {
    const { stdout, code } = ended('help');

    expect(code).to.equal(0);
    expect(stdout).to.match(/--provider <name> +\S/u);
  });

  it('refuses a command that there is not, and proposes the one that was meant', () => {
    expect(ended('strange')).to.deep.equal({
      stdout: '',
      stderr: `WrongUsage  unknown command 'rnu'\n  (Did you mean run?)\n  rivulet help\n`,
      code: 2,
    });
  });

  it('refuses a value that an option does not take', () => {
    const { stderr, code } = ended('value');

    expect(code).to.equal(2);
    expect(stderr).to.include('Did you mean "requests"?');
  });

  it('explains what an error means, why it comes and what to do', () => {
    expect(ended('explain')).to.deep.equal({
      stdout: [
        'CycleFound',
        'The tasks wait for each other in a circle.',
        '',
        'Why',
        '  A task starts when all that it needs is there. In a circle nobody can be the first. The circle is in error.path.',
        '',
        'What to do',
        '  - Remove one of the paths of the circle.',
        '  - For something that is done until it is good, use loop(task, { until, max }).',
        '',
      ].join('\n'),
      stderr: '',
      code: 0,
    });
  });

  it('proposes the error that was meant', () => {
    const { stdout, stderr, code } = ended('mistyped');

    expect(code).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.include('Did you mean "MissingKey"?');
    expect(stderr).to.include('Try:  rivulet explain MissingKey');
  });

  it('says what is installed and which keys are set, and shows none', () => {
    const { stdout, stderr, code } = ended('doctor');

    expect(code).to.equal(0);
    expect(stdout).to.include(process.versions.node);
    expect(stdout).to.match(/^ {2}d3-dag +\d+\.\d+\.\d+$/mu);
    expect(stdout).to.match(/^ {2}OPENAI_API_KEY +set: \*+ \(19 characters\)$/mu);
    expect(stdout).to.match(/^ {2}GEMINI_API_KEY +not set$/mu);
    expect(stdout).to.match(/^ {2}\/\S* +can be written to$/mu);
    expect(stdout + stderr).to.not.include('1234');
  });
});
