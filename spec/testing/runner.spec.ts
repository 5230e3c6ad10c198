import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

const spec = `
import { test } from 'node:test';
import { flow, task } from 'rivulet';
import { expectFlow, marbleAgent } from 'rivulet/testing';

const story = flow({ tasks: { draft: task('Write', marbleAgent('10m a-(b|)')) } });

test('holds', () => {
  expectFlow(story).toBe({ draft: '10m a-(b|)' });
});

test('differs', () => {
  expectFlow(story).toBe({ draft: '10m a-(c|)' });
});
`;

describe('under the runner of Node', function () {
  this.timeout(60_000);
  let folder = '';

  // Within the project, so that the library is found by its name.
  before(() => {
    mkdirSync(join(root, '.tmp'), { recursive: true });
    folder = mkdtempSync(join(root, '.tmp/runner-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('lanes pass and fail as any assertion does', () => {
    const file = join(folder, 'story.test.ts');
    writeFileSync(file, spec);
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
    };
    delete env['NODE_TEST_CONTEXT'];
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--test', '--test-reporter', 'tap', file],
      { cwd: root, env, encoding: 'utf8' },
    );

    expect(status, stdout).to.equal(1);
    expect(stdout).to.include('# pass 1').and.to.include('# fail 1');
    expect(stdout).to.match(/At 600002 ms, 'c' was expected, and 'b' came\./u);
    expect(stdout).to.match(/code: 'ERR_ASSERTION'/u);
    expect(stdout).to.match(/expected: \|-\n\s*draft {2}10m a-\(c\|\)/u);
    expect(stdout).to.match(/actual: \|-\n\s*draft {2}10m a-\(b\|\)/u);
  });
});
