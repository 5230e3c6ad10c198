import { expect } from 'chai';
import { UnknownTask } from '../../lib/core/errors.js';
import { draw } from '../../lib/draw/index.js';
import { blog, every, parsed, rows, single, task } from './drawn.js';

describe('draw', () => {
  it('shows every input, every task and every path', async () => {
    for (const graph of [blog, rows(30, 5)]) {
      const svg = parsed(await draw({ graph }));

      expect(every(svg, 'data-input')).to.deep.equal(graph.inputs);
      expect(every(svg, 'data-task')).to.deep.equal(graph.tasks.map(({ name }) => name));
      const [from, to] = [every(svg, 'data-from'), every(svg, 'data-to')];
      expect(from.map((name, path) => ({ from: name, to: to[path] }))).to.deep.equal(graph.edges);
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

  it('explains what occurs, and nothing else', async () => {
    const plain = await draw({ graph: blog });
    for (const word of ['>input<', '>text agent<', '>image agent<']) {
      expect(plain).to.include(word);
    }
    for (const word of ['speech', 'unfinished', 'predecessors', 'results']) {
      expect(plain).to.not.include(word);
    }
    const marked = await draw({ graph: single('a', task('b', { join: 'settled' })) });
    expect(marked).to.include('runs whatever became of its predecessors');
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
  });

  it('is legible where the page is dark', async () => {
    const ground = parsed(await draw({ graph: blog })).querySelector('rect');

    expect(ground?.getAttribute('fill')).to.equal('#fff');
  });

  it('gives the same bytes each time', async () => {
    for (const graph of [blog, rows(90, 8)]) {
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

  it('draws 300 tasks in a moment', async () => {
    const graph = rows(300, 14);
    const began = performance.now();
    await draw({ graph });

    expect(performance.now() - began).to.be.below(5_000);
  });

  describe('of hostile names', () => {
    const hostile = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      ']]><foreignObject onload="alert(1)"/>',
      `a & b &amp; 'c' "d" &#0;`,
      '__proto__',
      '\u0000\u0001\u001b[31m\u007f\u0085\uFFFE\uFFFF',
      '\uD800 half \uDC00',
      'tab\tline\nreturn\r',
      '日本語のとても長い名前のタスクはここで切られるはずです',
      '👩‍👩‍👧‍👦 🇩🇪 e\u0301',
    ];

    it('is well-formed, and what they say is only said', async () => {
      for (const name of hostile) {
        const agent = { type: name, provider: name, model: name };
        const graph = single(`${name} in`, task(name, { agent }));
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
