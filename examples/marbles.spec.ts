/**
 * A flow that is tested by marbles, in virtual time: `npx mocha examples/marbles.spec.ts`.
 *
 * A character is a millisecond, a letter what a task says, `|` its end, `#` a failure. What fails shows both
 * diagrams, where they part, and those of the run to paste.
 */

import { flow, task, type Agent } from 'rivulet';
import { expectFlow, marbleAgent } from 'rivulet/testing';

/** The flow of an application, which is given its agents. */
const newsroom = (writer: Agent<'text', string>, critic = writer) =>
  flow({
    tasks: {
      draft: task('Write about the weather.', writer),
      review: task('Judge this: {{draft}}', critic),
      words: task({ run: ({ draft }: { draft: string }) => draft.split(' ').length }),
    },
    paths: { draft: ['review', 'words'] },
    onFailure: 'isolate',
  });

describe('the newsroom', () => {
  it('reviews what is finished, while it counts the words', () => {
    const writer = marbleAgent('--a-b-(c|)', { a: 'It', b: 'It rai', c: 'It rains.' });
    const critic = marbleAgent('  --(x|)', { x: 'True.' });

    expectFlow(newsroom(writer, critic)).toBe(
      {
        draft: '  --a-b-(c|)',
        review: ' --------(x|)',
        words: '  ------(n|)',
      },
      { a: 'It', b: 'It rai', c: 'It rains.', x: 'True.', n: 2 },
    );
  });

  it('asks the writer again who breaks off after ten minutes', () => {
    const writer = marbleAgent(['--a 10m #', '--(b|)']);
    const critic = marbleAgent('--(x|)');

    // It waits for a quarter of a second: half of the longest first wait, as `random` is a half here.
    expectFlow(newsroom(writer, critic)).toBe({
      draft: '  --a 10m # 249ms ^-(b|)',
      review: ' --- 10m - 249ms ----(x|)',
    });
  });
});
