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

  it('reviews nothing when the writer breaks off after ten minutes', () => {
    expectFlow(newsroom(marbleAgent('--a 10m #'))).toBe({
      draft: '  --a 10m #',
      review: ' --- 10m /',
      words: '  --- 10m /',
    });
  });
});
