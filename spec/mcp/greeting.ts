import * as t from 'io-ts';
import { finalize, NEVER } from 'rxjs';
import { Image } from '../../lib/core/media.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { png } from '../../lib/internal/png.js';

/** A flow that greets: at once, never (whom it waits for), or not (nobody). It tells when it begins to wait, and when that is over. */
export const greetingFlow = (tell: (line: string) => void) => {
  const how = t.union([t.string, t.undefined]);
  return flow({
    inputs: { name: t.string, how },
    tasks: {
      words: task({
        input: t.type({ name: t.string, how }),
        output: t.string,
        run: (given) => `${given.how ?? 'Hello'}, ${given.name}`,
      }),
      loud: task({
        input: t.type({ words: t.string }),
        output: t.string,
        run: ({ words }) => {
          if (words.endsWith('nobody')) throw new Error('There is nobody');
          if (!words.endsWith('wait')) return words.toUpperCase();
          tell('waiting');
          return NEVER.pipe(finalize(() => tell('cancelled')));
        },
      }),
    },
    paths: { name: ['words'], how: ['words'], words: ['loud'] },
  });
};

/** A flow that paints. */
export const painting = flow({
  tasks: {
    dot: task({
      output: Image,
      run: () => Image.encode({ _tag: 'Image', mime: 'image/png', bytes: png(1, () => [0, 0, 0]) }),
    }),
    facts: task({ run: () => ({ size: 1n, raw: new Uint8Array([1, 2, 3]) }) }),
  },
});
