import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ends, project, rivulet } from './command.js';

describe('rivulet init', () => {
  const cwd = project({ 'full/mine.txt': 'mine', 'node_modules/.keep': '' });
  const ended = ends({
    // One after the other: the last two need what the first one made.
    story: async () => {
      const made = await rivulet(['init', 'story'], { cwd });
      again = await rivulet(['init', 'story'], { cwd });
      run = await rivulet(['run', 'story.ts', '--input', 'topic=rain'], {
        cwd: join(cwd, 'story'),
      });
      return made;
    },
    full: () => rivulet(['init', 'full'], { cwd }),
  });
  let again: Awaited<ReturnType<typeof rivulet>> | undefined;
  let run: Awaited<ReturnType<typeof rivulet>> | undefined;

  it('makes a small project, and says what is next', () => {
    const { stdout, code } = ended('story');
    const files = readdirSync(join(cwd, 'story')).toSorted();

    expect(code).to.equal(0);
    expect(files).to.deep.equal(['package.json', 'story.test.ts', 'story.ts', 'tsconfig.json']);
    expect(stdout).to.include('  cd story\n  npm install\n  npm test\n');
    const flow = readFileSync(join(cwd, 'story', 'story.ts'), 'utf8');
    expect(flow.trimEnd().split('\n').length).to.be.at.most(40);
  });

  it('makes a project whose flow runs', () => {
    expect(run?.code).to.equal(0);
    expect(run?.stdout).to.match(/^# This is a scripted answer/u);
  });

  it('makes a project whose test passes by its own script', () => {
    const folder = join(cwd, 'story');
    // What npm has just read is what it says.
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly scripts: { readonly test: string };
    };
    const [program = '', ...parameters] = scripts.test.split(' ');
    expect(program).to.equal('node');
    const told = execFileSync(process.execPath, parameters, { cwd: folder, encoding: 'utf8' });

    expect(told).to.match(/pass 1\b/u);
    expect(told).to.match(/fail 0\b/u);
  }).timeout(60_000);

  it('makes a project that compiles', () => {
    const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
    const types = createRequire(import.meta.url).resolve('@types/node/package.json');
    const { stdout, status } = spawnSync(
      process.execPath,
      [compiler, '--noEmit', '--typeRoots', join(types, '../..')],
      { cwd: join(cwd, 'story'), encoding: 'utf8' },
    );

    expect(stdout).to.equal('');
    expect(status).to.equal(0);
  }).timeout(60_000);

  it('writes nothing into a folder that is not empty', () => {
    const { stderr, code } = ended('full');

    expect(code).to.equal(2);
    expect(stderr).to.match(
      /^WrongUsage {2}"full" is there and not empty\.\n {2}Nothing was written/u,
    );
    expect(readdirSync(join(cwd, 'full'))).to.deep.equal(['mine.txt']);
    expect(again?.code).to.equal(2);
  });
});
