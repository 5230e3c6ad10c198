/**
 * The decision tree of `docs/what-do-i-need.md`: what is asked, and what does it. The picture and the text are made of it.
 *
 * @module
 */

/** A question, and what depends on its answer. */
export interface Branch {
  readonly question: string;
  readonly answers: readonly Choice[];
}

/** An answer, and what to take then. */
export interface Choice {
  readonly when: string;
  /** The names of what does it. */
  readonly take: readonly string[];
  /** Where it is told, in the same document or from there. */
  readonly link: string;
}

/** Where the text stands, and the picture. */
export const treeFiles = {
  text: 'docs/what-do-i-need.md',
  picture: 'docs/images/what-do-i-need.svg',
} as const;

const choice = (when: string, link: string, ...take: readonly string[]): Choice => ({
  when,
  take,
  link,
});

/** The tree. */
export const tree: readonly Branch[] = [
  {
    question: 'When does a task begin?',
    answers: [
      choice('when another one is done', '#one-after-the-other', 'paths', 'sequence'),
      choice('at the same time as others', '#side-by-side', 'nothing'),
      choice('when an output says so', '#choose-a-way', 'routes'),
      choice('when one of its branches came', '#bring-branches-together', "join: 'any'"),
      choice(
        'with the first of several',
        '#the-first-that-answers',
        'race',
        'hedge',
        "join: 'first'",
      ),
      choice('again, until it is good', '#again-until-it-is-good', 'loop'),
      choice('for each of a list', '#for-each-of-a-list', 'forEach'),
      choice('as a whole flow within a flow', '#a-flow-in-a-flow', 'the flow itself'),
    ],
  },
  {
    question: 'What comes from outside, or goes there?',
    answers: [
      choice('a person decides', '#a-person-decides', 'ask'),
      choice('what an earlier run learned', '#remember-between-runs', 'recall', 'remember'),
      choice('a file of what came out', '#write-files', 'save'),
      choice('inputs that change', '#inputs-that-change', 'live'),
    ],
  },
  {
    question: 'What shall a model do?',
    answers: [
      choice('answer with data', '#an-answer-that-is-data', 'output'),
      choice('look things up, or do things', '#a-model-that-does-things', 'tools'),
      choice('not be asked too much', '#not-too-much', 'limits', 'budget'),
      choice('be one of another vendor', 'providers/README.md', 'provider'),
    ],
  },
  {
    question: 'What about an output that still grows?',
    answers: [
      choice('show it', '#read-along', 'select', 'deltas', 'outputs'),
      choice('work on it', '#work-along', 'partials', 'chunks'),
      choice('end it when it is wrong, or enough', '#stop-early', 'guard'),
      choice('leave it', '../README.md#cancel', 'unsubscribe', 'signal'),
    ],
  },
  {
    question: 'What if something fails?',
    answers: [
      choice('try again, or ask another', '#try-again', 'retry', 'timeout', 'fallback'),
      choice('go on without it', '#go-on-without', "onFailure: 'isolate'", 'settle'),
      choice('do something instead', '#do-something-instead', "join: 'settled'"),
    ],
  },
  {
    question: 'What about the flow itself?',
    answers: [
      choice('change it', '#change-a-flow', 'with', 'without', 'replace', 'rewire'),
      choice('write it as JSON, or have it written', '#a-flow-as-data', 'rivulet/spec'),
      choice('test it', '#test-it', 'rivulet/testing'),
      choice('see it', '#see-it', 'rivulet/draw'),
    ],
  },
];

/** A text with the tree in it, between its marks. */
export const withTree = (text: string): string => {
  const begin = '<!-- tree, made by scripts/marbles.ts -->\n';
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf('\n<!-- end -->', from);
  if (from < begin.length || to < 0) throw new Error(`${treeFiles.text}: no marks for the tree.`);
  return `${text.slice(0, from)}\n${asList(tree)}\n${text.slice(to)}`;
};

const asList = (branches: readonly Branch[]): string =>
  branches
    .map(({ question, answers }) =>
      [
        `- **${question}**`,
        ...answers.map(
          ({ when, take, link }) =>
            `  - ${when}: [${take.map((name) => (isCode(name) ? `\`${name}\`` : name)).join(', ')}](${link})`,
        ),
      ].join('\n'),
    )
    .join('\n');

/** Whether it is a name of the library, and not a word. */
export const isCode = (name: string): boolean => !['nothing', 'the flow itself'].includes(name);
