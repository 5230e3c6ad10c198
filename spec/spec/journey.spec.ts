import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom } from 'rxjs';
import { folder } from '../../lib/files/index.js';
import { memory } from '../../lib/memory/index.js';
import { edit, fromSpec, plan, type FlowSpec } from '../../lib/spec/index.js';
import { answering } from './asked.js';

const planned: FlowSpec = {
  rivulet: 1,
  agents: { writer: { type: 'text', provider: 'scripted', mission: 'keep a diary' } },
  inputs: { day: 'text' },
  tasks: {
    entry: {
      agent: 'writer',
      instruction: 'Write about {{day}}. Before: {{diary}}',
      recall: ['diary?'],
      remember: 'diary',
      save: 'entry',
    },
    mood: { ask: 'How was it?\n{{entry}}', output: { oneOf: ['good', 'bad'] } },
  },
  paths: { day: ['entry'], entry: ['mood'] },
};

describe('a flow that a model has planned', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'rivulet-spec-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is kept in a file, read again, and run with a memory that outlives it', async () => {
    const file = join(root, 'diary.json');
    const { agent } = answering('I would need more to go on.', planned);
    const spec = await firstValueFrom(
      plan('A diary that remembers', agent, { providers: ['scripted'] }),
    );
    await writeFile(file, JSON.stringify(spec, undefined, 2));

    const days = ['Monday', 'Tuesday'];
    const entries: unknown[] = [];
    for (const day of days) {
      const notes = memory({ file: join(root, 'notes.db') });
      const diary = fromSpec(await readFile(file, 'utf8'));
      const { entry, mood } = await diary.start(
        { day },
        { memory: notes, files: folder(join(root, 'out')), answers: { mood: 'good' } },
      );
      expect(mood).to.equal('good');
      entries.push(entry);
      expect(await notes.get('diary')).to.equal(entry);
      await notes.close();
    }

    expect(entries[0]).to.be.a('string').that.includes('“Write about Monday. Before:”');
    expect(entries[1]).to.be.a('string').that.includes('“Write about Tuesday. Before: This is a');
    expect(await readdir(join(root, 'out'))).to.have.members(['entry.txt', 'entry-2.txt']);
    expect(await readFile(join(root, 'out', 'entry-2.txt'), 'utf8')).to.equal(entries[1]);
  });

  it('is changed as is wished, and does what it did before besides', async () => {
    const changed = {
      ...planned,
      tasks: { ...planned.tasks, title: { agent: 'writer', instruction: 'Title' } },
      paths: { day: ['entry'], entry: ['mood', 'title'] },
    };
    const spec = await firstValueFrom(edit(planned, 'Give it a title', answering(changed).agent));
    const { title, mood } = await fromSpec(spec).start(
      { day: 'Sunday' },
      { files: folder(join(root, 'out')), answers: { mood: 'bad' } },
    );

    expect(mood).to.equal('bad');
    expect(title).to.be.a('string').that.includes('“Title');
  });
});
