import { expect } from 'chai';
import type { FlowEvent } from '../../lib/core/event.js';
import { draw } from '../../lib/draw/index.js';
import { statesOf } from '../../lib/draw/states.js';
import { flow } from '../../lib/flow/flow.js';
import { sequence } from '../../lib/flow/sequence.js';
import { task } from '../../lib/flow/task.js';
import { marbleAgent, record } from '../../lib/testing/index.js';
import { told } from '../support/events.js';
import { every, parsed } from './drawn.js';

const news = flow({
  tasks: {
    facts: task('?', marbleAgent('---a---#'), { retry: { attempts: 1 } }),
    draft: task('?', marbleAgent(['--a--#', '--a--b--(c|)']), { retry: { delay: 10 } }),
    check: task({ run: ({ facts }: { facts: string }) => facts.length }),
    steps: sequence(task('?', marbleAgent('--(a|)')), task('{{it}}', marbleAgent('---a---(b|)'))),
    slow: task('?', marbleAgent('---a------------------------------------b')),
    last: task('{{slow}}', marbleAgent('-(a|)')),
  },
  paths: { facts: ['check'], slow: ['last'] },
  onFailure: 'isolate',
});
const whole = record(news, {}, { until: 30 });
// Until it is cancelled.
const events = whole.slice(
  0,
  whole.findIndex(({ type }) => type === 'cancelled'),
);

/** The words of a state, without how long it took. */
const kinds = (words: readonly string[]): readonly string[] =>
  words.map((word) => word.replace(/ · \d+ ms/u, ' · …'));

describe('a flow drawn with the events of a run', () => {
  it('shows for each task its state, how long it took and which attempt it was', async () => {
    const svg = parsed(await draw(news, { events }));
    const said = Array.from(svg.querySelectorAll('[data-state] text'), (text) => text.textContent);

    expect(every(svg, 'data-state')).to.deep.equal(outcomes);
    expect(kinds(said)).to.deep.equal([
      'failed · …',
      'done · … · attempt 2',
      'skipped',
      'done · …',
      'running · …',
      'waiting',
    ]);
    expect(said[0]).to.equal('failed · 7 ms');
    expect(svg.querySelector('[data-task="draft"] title')?.textContent).to.match(/: done · .*2$/u);
  });

  it('tells states by a colour and a sign, and explains those that occur', async () => {
    const svg = parsed(await draw(news, { events }));
    const look = (name: string): readonly (string | null | undefined)[] => {
      const box = svg.querySelector(`[data-task="${name}"]`);
      return [
        box?.querySelector('rect')?.getAttribute('stroke'),
        box?.querySelector('[data-state] path')?.getAttribute('d'),
      ];
    };
    const looks = news.graph.tasks.map(({ name }) => look(name));

    for (const index of [0, 1]) {
      expect(new Set(looks.map((both) => both[index])).size).to.equal(new Set(outcomes).size);
    }
    expect(look('draft')).to.deep.equal(look('steps'));
    for (const word of ['>failed<', '>skipped<']) {
      expect(svg.outerHTML).to.include(word);
    }
    expect(svg.textContent).to.not.include('cancelled');
    expect(svg.textContent).to.include(
      '6 tasks · 2 paths · 1 failed · 2 done · 1 skipped · 1 running',
    );
  });

  it('is told to those who cannot see it', async () => {
    const svg = parsed(await draw(news, { events }));

    expect(svg.querySelector('desc')?.textContent).to.include(
      'facts waits for nothing; failed · 7 ms. ',
    );
  });

  it('shows them in every format by a sign and words, and by a colour where there are some', async () => {
    const mermaid = await draw(news, { events, format: 'mermaid' });
    expect(mermaid).to.match(/task_facts\["facts<br\/>.*<br\/>✗ failed · 7 ms"\]/u);
    expect(mermaid).to.include('classDef is_failed fill:#fee2e2,stroke:#b91c1c');
    expect(mermaid).to.match(/class task_draft,task_steps,.* is_done\n/u);

    const dot = await draw(news, { events, format: 'dot' });
    expect(dot).to.match(/task_facts \[label=".*\\n✗ failed · 7 ms", color="#b91c1c"/u);

    expect(await draw(news, { events, format: 'text' })).to.include('│ ✗ failed · 7 ms');
    expect(await draw(news, { events, format: 'ascii' })).to.include('| x failed - 7 ms');
  });

  it('shows what became of the tasks that a task is made of, where they are shown', async () => {
    const mermaid = await draw(news, { events, format: 'mermaid' });

    expect(mermaid).to.match(/task_steps_1\["1<br\/>.*<br\/>✓ done · 2 ms"\]/u);
    expect(mermaid).to.match(/task_steps_2\["2<br\/>.*<br\/>✓ done · 7 ms"\]/u);
  });

  it('can be drawn at any moment of a run', async () => {
    for (const count of events.keys()) {
      parsed(await draw(news, { events: events.slice(0, count + 1) }));
    }
    parsed(await draw(news, { events: [] }));
  }).timeout(60_000);

  it('shows no state of a task that no event tells of', async () => {
    const svg = parsed(await draw(news, { events: [told.started('draft')] }));

    expect(every(svg, 'data-state')).to.deep.equal(['running']);
  });
});

describe('the state of a task', () => {
  const at = (time: number, event: FlowEvent): FlowEvent => ({ ...event, time });

  it('is the one of its last wave', () => {
    const states = statesOf([
      at(0, told.started('a')),
      at(5, told.succeeded('a', 1)),
      at(9, told.waiting('a', { wave: 2 })),
      at(12, told.started('a', { wave: 2 })),
      at(20, told.started('b')),
    ]);

    expect(states(['a'])?.told).to.equal('running · 8 ms');
    expect(states(['b'])?.told).to.equal('running · 0 s');
    expect(states(['c'])).to.equal(undefined);
  });
});

const outcomes = ['failed', 'done', 'skipped', 'done', 'running', 'waiting'];
