import { expect } from 'chai';
import { firstValueFrom, toArray } from 'rxjs';
import { NowhereToSave } from '../../lib/core/fileErrors.js';
import { flow } from '../../lib/flow/flow.js';
import { forEach } from '../../lib/flow/forEach.js';
import type { Files, FileToSave } from '../../lib/flow/ports.js';
import { task } from '../../lib/flow/task.js';

/** A folder that only writes down what it is given. */
const ledger = (): { readonly files: Files; readonly saved: FileToSave[] } => {
  const saved: FileToSave[] = [];
  return {
    saved,
    files: {
      save: (file) => {
        saved.push(file);
        return Promise.resolve(`out/${file.name}.txt`);
      },
    },
  };
};

describe('save', () => {
  it('writes the finished output under the name of the task, and tells where', async () => {
    const { files, saved } = ledger();
    const poem = flow({ tasks: { poem: task({ run: () => 'rain', save: true }) } });
    const events = await firstValueFrom(poem.run({}, { files }).pipe(toArray()));

    expect(saved).to.deep.equal([{ name: 'poem', value: 'rain', overwrite: false }]);
    expect(events.find(({ type }) => type === 'succeeded')).to.have.property(
      'file',
      'out/poem.txt',
    );
  });

  it('takes a name, and leave to overwrite', async () => {
    const { files, saved } = ledger();
    await flow({
      tasks: {
        one: task({ run: () => 1, save: 'first' }),
        two: task({ run: () => 2, save: { name: 'second', overwrite: true } }),
        three: task({ run: () => 3, save: { overwrite: true } }),
        four: task({ run: () => 4, save: false }),
      },
    }).start({}, { files });

    expect(saved).to.deep.equal([
      { name: 'first', value: 1, overwrite: false },
      { name: 'second', value: 2, overwrite: true },
      { name: 'three', value: 3, overwrite: true },
    ]);
  });

  it('calls what is within a task by its path', async () => {
    const { files, saved } = ledger();
    await flow({
      tasks: {
        list: task({ run: () => ['a', 'b'] }),
        pages: forEach(task({ run: (text: string) => text, save: true })),
      },
      paths: { list: ['pages'] },
    }).start({}, { files });

    expect(saved.map(({ name }) => name)).to.deep.equal(['pages-1', 'pages-2']);
  });

  it('saves nothing of a task that failed', async () => {
    const { files, saved } = ledger();
    const text = task({
      output: { _A: '', decode: (left) => ({ _tag: 'Left', left }) },
      run: () => '',
      save: true,
    });
    await flow({ tasks: { text } }).settle({}, { files });

    expect(saved).to.deep.equal([]);
  });

  it('fails its task when it cannot be done, and keeps the output', async () => {
    const files: Files = { save: () => Promise.reject(new Error('disk full')) };
    const settled = await flow({ tasks: { poem: task({ run: () => 'rain', save: true }) } }).settle(
      {},
      { files },
    );

    expect(settled.poem).to.have.nested.property('left.cause.message', 'disk full');
    expect(settled.poem).to.have.nested.property('left.partial', 'rain');
  });

  it('is refused before anything is started when there is nowhere to save', async () => {
    let calls = 0;
    const inner = flow({ tasks: { poem: task({ run: () => ++calls, save: true }) } });
    const error: unknown = await flow({ tasks: { inner } })
      .start()
      .catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(NowhereToSave).and.to.have.property('task', 'inner/poem');
    expect(calls).to.equal(0);
  });
});
