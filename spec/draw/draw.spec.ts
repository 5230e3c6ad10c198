import { expect } from 'chai';
import { UnknownTask } from '../../lib/core/errors.js';
import { draw } from '../../lib/draw/index.js';
import { blog, composites, every, hostile, parsed, rows, single, task, triage } from './drawn.js';

describe('draw', () => {
  it('shows every input, every task and every path', async () => {
    for (const graph of [blog, rows(30, 5), triage]) {
      const svg = parsed(await draw({ graph }));

      expect(every(svg, 'data-input')).to.deep.equal(graph.inputs);
      expect(every(svg, 'data-task')).to.deep.equal(graph.tasks.map(({ name }) => name));
      const [from, to] = [every(svg, 'data-from'), every(svg, 'data-to')];
      expect(from.map((name, path) => [name, to[path]])).to.deep.equal(
        graph.edges.map((edge) => [edge.from, edge.to]),
      );
    }
  });

  it('says who does a task', async () => {
    const svg = parsed(await draw({ graph: blog }));
    const said = (name: string) =>
      Array.from(svg.querySelectorAll(`[data-task="${name}"] text`), (text) => text.textContent);

    expect(said('description')).to.deep.equal(['description', 'text · openai · gpt-5-mini']);
    expect(said('logo')).to.deep.equal(['logo', 'image · stability']);
    expect(parsed(await draw({ graph: single('a', task('b')) })).textContent).to.include('code');
  });

  it('marks what is special about a task, and dashes the paths of unfinished outputs', async () => {
    const marked = task('b', { join: 'any', optional: true, exclude: true, partials: true });
    const svg = parsed(await draw({ graph: single('a', marked) }));

    expect(svg.querySelector('[data-task]')?.textContent).to.match(
      /any.*partials.*optional.*excluded/u,
    );
    expect(svg.querySelector('[data-from] [stroke-dasharray]')).to.not.equal(null);
    const plain = parsed(await draw({ graph: blog }));
    expect(plain.querySelector('[stroke-dasharray]')).to.equal(null);
  });

  it('dashes the paths of routes, and says by which keys they lead there', async () => {
    const svg = parsed(await draw({ graph: triage }));
    const paths = Array.from(svg.querySelectorAll('[data-from]'));
    const isDashed = (path: Element): boolean => path.querySelector('[stroke-dasharray]') !== null;

    expect(paths.map(isDashed)).to.deep.equal([false, false, false, true, true, true, true]);
    expect(
      paths.filter(isDashed).map((path) => path.querySelector('text')?.textContent),
    ).to.deep.equal(['refund', 'other', 'other', 'threat, spam']);
    expect(
      paths.filter(isDashed).map((path) => path.querySelector('title')?.textContent),
    ).to.deep.equal([
      'triage → refunds by refund',
      'triage → answer by other',
      'triage → audit by other',
      'triage → lawyer by threat or spam',
    ]);
  });

  it('says all keys to those who point at a path, where there are too many to be written', async () => {
    const ways = Array.from({ length: 99 }, (_, index) => `way ${String(index)}`);
    const graph = { ...blog, edges: [{ from: 'requirements', to: 'code', ways }] };
    const path = parsed(await draw({ graph })).querySelector('[data-from]');

    expect(path?.querySelector('text')?.textContent).to.match(/^way 0, way 1, .*, …$/u);
    expect(path?.querySelector('title')?.textContent).to.match(/by way 0, .* or way 98$/u);
  });

  it('says what a task is made of, and that it asks a person', async () => {
    const svg = parsed(await draw({ graph: composites }));
    const said = Array.from(svg.querySelectorAll('[data-task]'), (box) =>
      Array.from(box.querySelectorAll('text'), ({ textContent }) => textContent),
    );

    expect(said).to.deep.equal([
      ['poem', 'sequence · 3 tasks'],
      ['short', 'loop · up to 5', 'text · openai · gpt-5-mini'],
      ['chapters', 'for each · 2 at once', 'text · openai · gpt-5-mini'],
      ['all', 'for each'],
      ['pick', 'race of 2'],
      ['safe', 'hedge · after 1.5 s', 'text · openai · gpt-5-mini'],
      ['sub', 'flow · 5 tasks'],
      ['approved', 'asks a person'],
    ]);
    expect(svg.querySelector('[data-task="short"] title')?.textContent).to.equal(
      'short (loop · up to 5, text · openai · gpt-5-mini)',
    );
  });

  it('gives each kind of task a sign of its own', async () => {
    const graph = { ...composites, tasks: [...composites.tasks, ...blog.tasks] };
    const svg = parsed(await draw({ graph }));
    const signs = Array.from(svg.querySelectorAll('[data-task] path'), (sign) =>
      sign.getAttribute('d'),
    );

    // Two of them are done for each item, and of the agents four write.
    expect(new Set(signs).size).to.equal(signs.length - 1 - 3);
    const edges = (name: string): number =>
      svg.querySelectorAll(`[data-task="${name}"] > rect`).length;
    expect(composites.tasks.map(({ name }) => edges(name))).to.deep.equal([
      ...Array.from({ length: 7 }, () => 2),
      1,
    ]);
  });

  it('explains what occurs, and nothing else', async () => {
    const plain = await draw({ graph: blog });
    for (const word of ['>input<', '>text agent<', '>image agent<']) {
      expect(plain).to.include(word);
    }
    for (const word of ['speech', 'unfinished', 'predecessors', 'results', 'route', 'item']) {
      expect(plain).to.not.include(word);
    }
    const marked = await draw({ graph: single('a', task('b', { join: 'settled' })) });
    expect(marked).to.include('runs whatever became of its predecessors');
    const routed = await draw({ graph: triage });
    expect(routed).to.include('>taken where the route gives this key<').and.to.include('>person<');
    // What is behind a route gets nothing unfinished.
    expect(routed).to.not.include('unfinished output too');
    const made = await draw({ graph: composites });
    for (const word of ['one after the other', 'again and again', 'for each item', 'compete']) {
      expect(made).to.include(word);
    }
  });

  it('is told to those who cannot see it', async () => {
    const svg = parsed(await draw({ graph: blog }, { title: 'A blog' }));

    expect(svg.getAttribute('role')).to.equal('img');
    expect(svg.firstElementChild?.outerHTML).to.include('A blog');
    expect(svg.querySelector('desc')?.textContent).to.equal(
      'A flow: 1 input · 5 tasks · 6 paths. Given: topic. requirements waits for topic. ' +
        'description waits for requirements. brief waits for description. logo waits for brief. ' +
        'code waits for requirements and description.',
    );
    const routed = parsed(await draw({ graph: triage })).querySelector('desc')?.textContent;
    expect(routed)
      .to.include('1 input · 6 tasks · 7 paths · 1 route')
      .and.include('lawyer (asks a person) waits for triage (by threat or spam).')
      .and.include('reply waits for refunds and answer.');
    expect(parsed(await draw({ graph: composites })).querySelector('desc')?.textContent).to.include(
      'short (loop · up to 5) waits for nothing.',
    );
  });

  it('is legible where the page is dark', async () => {
    const ground = parsed(await draw({ graph: blog })).querySelector('rect');

    expect(ground?.getAttribute('fill')).to.equal('#fff');
  });

  it('gives the same bytes each time', async () => {
    for (const graph of [blog, rows(90, 8), rows(90, 8, 20), triage, composites]) {
      expect(await draw({ graph })).to.equal(await draw({ graph: structuredClone(graph) }));
    }
  });

  it('draws a graph without paths, without inputs or without anything', async () => {
    const lonely = { inputs: ['unused'], tasks: [task('one'), task('two')], edges: [] };
    expect(every(parsed(await draw({ graph: lonely })), 'data-task')).to.deep.equal(['one', 'two']);
    const only = { inputs: [], tasks: [task('one')], edges: [] };
    expect(every(parsed(await draw({ graph: only })), 'data-task')).to.deep.equal(['one']);
    parsed(await draw({ graph: { inputs: [], tasks: [], edges: [] } }));
  });

  it('refuses a path of a task that is not there', async () => {
    const graph = { ...blog, edges: [{ from: 'topic', to: 'nowhere' }] };
    const error: unknown = await draw({ graph }).catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(UnknownTask);
  });

  it('draws 300 tasks in a moment, with routes and without', async () => {
    for (const graph of [rows(300, 14), rows(300, 14, 80)]) {
      const began = performance.now();
      await draw({ graph });

      expect(performance.now() - began).to.be.below(5_000);
    }
  });

  describe('of hostile names', () => {
    it('is well-formed, and what they say is only said', async () => {
      for (const name of hostile) {
        const agent = { type: name, provider: name, model: name };
        const lone = single(`${name} in`, task(name, { agent }));
        const inside = { kind: 'flow', graph: lone } as const;
        const graph = {
          ...lone,
          tasks: [...lone.tasks, task(`${name} made of it`, { inside })],
          edges: [...lone.edges, { from: name, to: `${name} made of it`, ways: [name, '', name] }],
        };
        const svg = parsed(await draw({ graph }, { title: name }));

        const names = new Set(Array.from(svg.querySelectorAll('*'), ({ localName }) => localName));
        expect([...names]).to.have.members(['title', 'desc', 'rect', 'g', 'path', 'text']);
        const attributes = Array.from(svg.querySelectorAll('*'), ({ attributes }) =>
          Array.from(attributes, (attribute) => attribute.name),
        ).flat();
        expect(attributes.filter((attribute) => /^on|href|^id$|^style$/u.test(attribute))).to.be
          .empty;
      }
    });

    it('says them as they are, where XML can', async () => {
      for (const name of hostile.slice(0, 3)) {
        const svg = parsed(await draw({ graph: single('in', task(name)) }));

        expect(every(svg, 'data-task')).to.deep.equal([name]);
        expect(svg.querySelector('[data-task] title')?.textContent).to.equal(`${name} (code)`);
        const routed = {
          ...single('in', task('a')),
          edges: [{ from: 'in', to: 'a', ways: [name] }],
        };
        const path = parsed(await draw({ graph: routed })).querySelector('[data-from]');
        expect(path?.querySelector('title')?.textContent).to.equal(`in → a by ${name}`);
      }
    });

    it('says the whole of a long name to those who point at it', async () => {
      const name = 'long '.repeat(50);
      const box = parsed(await draw({ graph: single('in', task(name)) })).querySelector(
        '[data-task]',
      );

      expect(box?.querySelector('title')?.textContent).to.include(name);
      expect(box?.querySelector('text')?.textContent).to.match(/^long long.*…$/u);
    });
  });
});
