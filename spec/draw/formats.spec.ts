import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { CycleFound, InvalidOptions, UnknownTask } from '../../lib/core/errors.js';
import type { Graph } from '../../lib/core/graph.js';
import { draw, type DrawFormat } from '../../lib/draw/index.js';
import { blog, composites, graphs, hostile, rows, single, task, triage } from './drawn.js';
import { readPlain } from './readPlain.js';

const formats: readonly Exclude<DrawFormat, 'svg'>[] = ['mermaid', 'dot', 'text', 'ascii'];

describe('a flow in the language of Mermaid', () => {
  it('has a node for each input and task, and an arrow for each path', async () => {
    expect(await draw({ graph: triage }, { format: 'mermaid', title: 'Letters' })).to.equal(
      [
        '---',
        'title: "Letters"',
        '---',
        'flowchart TD',
        '  in_letter(["letter"])',
        '  task_triage["triage<br/>text · openai · gpt-5-mini"]',
        '  task_refunds["refunds<br/>text · openai · gpt-5-mini"]',
        '  task_answer["answer<br/>text · gemini · gemini-2.5-flash<br/>partials"]',
        '  task_audit["audit<br/>code"]',
        '  task_lawyer["lawyer<br/>asks a person"]',
        '  task_reply["reply<br/>code<br/>any"]',
        '  in_letter --> task_triage',
        '  task_refunds --> task_reply',
        '  task_answer --> task_reply',
        '  task_triage -. "refund" .-> task_refunds',
        '  task_triage -. "other" .-> task_answer',
        '  task_triage -. "other" .-> task_audit',
        '  task_triage -. "threat, spam" .-> task_lawyer',
        '  classDef input fill:#1e293b,stroke:#1e293b,color:#fff',
        '  class in_letter input',
        '  classDef by_text_agent fill:#eff6ff,stroke:#2563eb,color:#0f172a',
        '  class task_triage,task_refunds,task_answer by_text_agent',
        '  classDef by_code fill:#f8fafc,stroke:#475569,color:#0f172a',
        '  class task_audit,task_reply by_code',
        '  classDef by_person fill:#fff1f2,stroke:#9f1239,color:#0f172a',
        '  class task_lawyer by_person',
        '',
      ].join('\n'),
    );
  });

  it('has a group for each task that is made of tasks, in groups too', async () => {
    const nested = single('a', task('outer', { inside: { kind: 'flow', graph: composites } }));
    const text = await draw({ graph: nested }, { format: 'mermaid' });

    expect(text).to.include('  subgraph task_outer["outer · flow · 8 tasks"]\n');
    expect(text).to.include('    subgraph task_outer_poem["poem · sequence · 3 tasks"]\n');
    expect(text).to.include('      task_outer_poem_1["1<br/>text · openai · gpt-5-mini"]\n');
    expect(text).to.include('  in_a --> task_outer\n');
    expect(text.match(/^ *subgraph /gmu)?.length).to.equal(8);
    expect(text.match(/^ *end$/gmu)?.length).to.equal(8);
  });

  it('says names as they are, and nothing of theirs is a word of the language', async () => {
    for (const name of hostile) {
      const lines = (await draw({ graph: around(name) }, { format: 'mermaid', title: name })).split(
        '\n',
      );
      for (const line of lines.slice(3)) expect(line).to.match(statement);

      const label = /^ {2}task_\w*\["(.*?)<br\/>/u.exec(lines[5] ?? '')?.[1] ?? '';
      const said = label.replace(/#(\d+);/gu, (_, number) => String.fromCodePoint(Number(number)));
      expect(said.replaceAll('\u2060', '')).to.satisfy((text: string) => isSaid(text, name));
    }
  });

  const id = String.raw`\w+`;
  const words = String.raw`"(?:[\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{RI}\u200D ·…,✓✗._-]|#\d+;|<br/>)*"`;
  const statement = new RegExp(
    `^(?:flowchart TD| *end| *subgraph ${id}\\[${words}\\]| *${id}\\[${words}\\]| *${id}\\(\\[${words}\\]\\)` +
      `| *${id} (?:-->|-\\.->|-\\. ${words} \\.->) ${id}| *class [\\w,]+ ${id}| *classDef ${id} [\\w#:,. -]+|)$`,
    'u',
  );
});

describe('a flow in the language of Graphviz', () => {
  it('has a node for each input and task, and an arrow for each path', async () => {
    const text = await draw({ graph: triage }, { format: 'dot', title: 'Letters' });

    expect(text).to.match(/^digraph \{\n {2}graph \[label="Letters", /u);
    expect(text).to.include('  in_letter [label="letter", ');
    expect(text).to.include(
      '  task_answer [label="answer\\ntext · gemini · gemini-2.5-flash\\npartials", ',
    );
    expect(text).to.include('  in_letter -> task_triage\n');
    expect(text).to.include(
      '  task_triage -> task_lawyer [label=" threat, spam ", style=dashed, color="#b45309"]\n',
    );
  });

  it('has a cluster for each task that is made of tasks, to whose edge paths lead', async () => {
    const nested = single('a', task('outer', { inside: { kind: 'flow', graph: blog } }));
    const text = await draw({ graph: nested }, { format: 'dot' });

    expect(text).to.include('  subgraph cluster_task_outer {\n');
    expect(text).to.include('    task_outer_code [label="code\\ntext · openai · gpt-5-mini", ');
    expect(text).to.include('  in_a -> task_outer [lhead=cluster_task_outer]\n');
  });

  it('says names as they are, and none ends its string', async () => {
    for (const name of hostile) {
      const text = await draw({ graph: around(name) }, { format: 'dot', title: name });
      // What is left without its strings are our own words.
      const bare = text.replace(/"(?:[^"\\\n]|\\["\\n])*"/gu, '""');
      expect(bare).to.match(/^[\w\s[\]{}=,;>-]*(?:""[\w\s[\]{}=,;>-]*)*$/u);

      const label = /\n {2}task_\w* \[label="((?:[^"\\]|\\.)*?)(?:\\n|")/u.exec(text)?.[1] ?? '';
      const said = label.replace(/\\(["\\])/gu, '$1').replaceAll('&amp;', '&');
      expect(said).to.satisfy((text: string) => isSaid(text, name));
    }
  });
});

describe('a flow made of letters', () => {
  it('has boxes, and lines that lead downwards', async () => {
    const graph = { ...triage, inputs: [], edges: triage.edges.slice(1) };
    const short = { ...graph, tasks: graph.tasks.map(({ name }) => task(name)) };

    expect(await draw({ graph: short }, { format: 'text', title: 'Letters' })).to.equal(
      [
        'Letters',
        '6 tasks · 6 paths · 1 route',
        '',
        '                    ┌────────┐',
        '                    │ triage │',
        '                    │ code   │',
        '                    └────┬───┘',
        '              ┌┄┄┄┄┄┄┄┄┄┬┴┄┄┄┄┄┄┄┄┄┄┄┄┐',
        '              ┆         ┆             ┆',
        '          (refund)   (other)   (threat, spam)',
        '     ┌┄┄┄┄┄┄┄┄┘    ┌┄┄┄┄┴┄┄┄┄┄┄┐      └┄┄┄┄┄┐',
        '     ▼             ▼           ▼            ▼',
        '┌─────────┐   ┌────────┐   ┌───────┐   ┌────────┐',
        '│ refunds │   │ answer │   │ audit │   │ lawyer │',
        '│ code    │   │ code   │   │ code  │   │ code   │',
        '└────┬────┘   └────┬───┘   └───────┘   └────────┘',
        '     └──────┬──────┘',
        '            ▼',
        '        ┌───────┐',
        '        │ reply │',
        '        │ code  │',
        '        └───────┘',
        '',
      ].join('\n'),
    );
  });

  it('lets those who follow the lines find the paths, and no others', () =>
    fc.assert(
      fc.asyncProperty(graphs, async (shape) => {
        const edges = shape.edges.map(({ ways, ...edge }, index) =>
          ways === undefined ? edge : { ...edge, ways: [`key ${String(index % 3)}`] },
        );
        await isRead({ ...shape, edges });
      }),
      { numRuns: 150 },
    ));

  it('does so for larger graphs and for those where all wait for all', async () => {
    const all = Array.from({ length: 9 }, (_, index) => task(`t${String(index)}`));
    const dense = {
      inputs: [],
      tasks: all,
      edges: all.flatMap((to, index) =>
        all.slice(0, index).map((from) => ({ from: from.name, to: to.name })),
      ),
    };
    for (const graph of [blog, triage, rows(60, 6), rows(60, 6, 12), rows(300, 14), dense]) {
      await isRead(graph);
    }
  });

  it('lists what a task is made of', async () => {
    const text = await draw({ graph: composites }, { format: 'text' });

    expect(text).to.include('║ sequence · 3 tasks');
    expect(text).to.include('║ 3  code');
    expect(text).to.include('║ code  text · openai · gpt-5-mini  ← requirements, description ║');
  });

  it('has lines of ASCII only where that is asked for', async () => {
    for (const graph of [blog, triage, composites, rows(30, 5, 9)]) {
      expect(await draw({ graph }, { format: 'ascii' })).to.match(/^[\n -~]*$/u);
    }
  });

  it('has straight edges whatever the width of the letters', async () => {
    for (const name of hostile) {
      const text = await draw({ graph: single('a', task(name)) }, { format: 'text' });
      const widths = text
        .split('\n')
        .slice(3)
        .filter((line) => /[┌│└]$|[┐┘]$/u.test(line))
        .map((line) => stringWidth(line));
      expect(new Set(widths.slice(-4)).size).to.equal(1);
    }
  });

  it('sends nothing to a terminal but letters', async () => {
    for (const name of hostile) {
      const text = await draw({ graph: around(name) }, { format: 'text', title: name });

      expect(text.replaceAll('\n', '')).to.not.match(
        /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u,
      );
    }
  });

  it('refuses tasks that wait for each other', async () => {
    const circle = { ...blog, edges: [...blog.edges, { from: 'code', to: 'requirements' }] };
    const error: unknown = await draw({ graph: circle }, { format: 'text' }).catch(
      (reason: unknown) => reason,
    );

    expect(error).to.be.instanceOf(CycleFound);
  });

  const isRead = async (graph: Graph): Promise<void> => {
    const { names, paths } = readPlain(await draw({ graph }, { format: 'text' }));
    const labels = new Map(
      [...graph.inputs, ...graph.tasks.map(({ name }) => name)].map((name) => [
        name,
        names.find(
          (label) => label === name || (label.endsWith('…') && name.startsWith(label.slice(0, -1))),
        ),
      ]),
    );
    const wanted = graph.edges.map(
      ({ from, to }) => `${labels.get(from) ?? ''} → ${labels.get(to) ?? ''}`,
    );

    expect(names).to.have.members([...labels.values()]);
    expect([...paths].sort()).to.deep.equal([...new Set(wanted)].sort());
  };
});

describe('the format of a drawing', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rivulet-formats-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is the one of its file', async () => {
    for (const [ending, format] of [
      ['mmd', 'mermaid'],
      ['DOT', 'dot'],
      ['gv', 'dot'],
      ['txt', 'text'],
    ] as const) {
      const file = join(folder, 'made', `blog.${ending}`);
      const text = await draw({ graph: blog }, { file });

      expect(text).to.equal(await draw({ graph: blog }, { format }));
      expect(await readFile(file, 'utf8')).to.equal(text);
    }
    const file = join(folder, 'plain.txt');
    await draw({ graph: blog }, { file, format: 'ascii' });
    expect(await readFile(file, 'utf8')).to.match(/^[\n -~]*$/u);
  });

  it('must be known, and must not be another than that of its file', async () => {
    const refusal = async (options: Parameters<typeof draw>[1]): Promise<string> => {
      const error: unknown = await draw({ graph: blog }, options).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(InvalidOptions);
      return String(error);
    };
    const file = join(folder, 'blog.png');

    expect(await refusal({ file, format: 'dot' })).to.include(
      'as "dot" to a file that ends in .dot or .gv',
    );
    // What JavaScript may pass.
    expect(await refusal({ format: 'jpg' as 'svg' })).to.include('not as "jpg"');
    expect(await refusal({ theme: 'blue' as 'dark' })).to.include('"light" or "dark", not "blue"');
    expect(await readdir(folder)).to.be.empty;
  });

  it('gives the same text each time, and draws what is empty', async () => {
    for (const format of formats) {
      for (const graph of [triage, composites, rows(60, 6, 9), empty]) {
        expect(await draw({ graph }, { format })).to.equal(
          await draw({ graph: structuredClone(graph) }, { format }),
        );
      }
    }
  });

  it('does not matter for a path of a task that is not there', async () => {
    for (const format of formats) {
      const graph = { ...blog, edges: [{ from: 'topic', to: 'nowhere' }] };
      const error: unknown = await draw({ graph }, { format }).catch((reason: unknown) => reason);

      expect(error).to.be.instanceOf(UnknownTask);
    }
  });

  const empty: Graph = { inputs: [], tasks: [], edges: [] };
});

/** A task of that name, its agent, its route, and a flow in which it is. */
const around = (name: string): Graph => {
  const agent = { type: name, provider: name, model: name };
  const lone = single(`${name} in`, task(name, { agent }));
  return {
    ...lone,
    tasks: [...lone.tasks, task(`${name} made of it`, { inside: { kind: 'flow', graph: lone } })],
    edges: [...lone.edges, { from: name, to: `${name} made of it`, ways: [name, '', name] }],
  };
};

/** Whether a text is a name on one line, or its beginning; what cannot be seen is another sign. */
const isSaid = (text: string, name: string): boolean => {
  const line = name.replace(/\s+/gu, ' ').trim();
  const kept = text.endsWith('…') ? text.slice(0, -1) : text;
  return kept !== '' && new RegExp(`^${Array.from(kept, signOf).join('')}`, 'u').test(line);
};

const signOf = (letter: string): string =>
  letter === '\uFFFD' ? '[^]' : letter.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
