import { expect } from 'chai';
import fc from 'fast-check';
import { concatMap, delay, filter, map, of, scan, type Observable } from 'rxjs';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { eachSentence } from '../../lib/operators/eachSentence.js';
import { lane, marbles } from '../support/marbles.js';
import { checklist, grown, inSnapshots, madeOf, pieces, tiresome, timeFor } from './onText.js';

const texts = {
  a: 'Hi',
  b: 'Hi. I',
  c: 'Hi. I am',
  d: 'Hi. I am. Yo',
  e: 'Yo',
  f: 'Yo! So. It',
  g: 'Hi. You',
  h: '  \n',
  B: 'Hi.',
  D: 'I am.',
  E: 'Yo',
  F: 'Yo!',
  G: 'You',
  I: 'It',
  S: 'So.',
};

describe('eachSentence', () => {
  it('lets each sentence through once, and the unfinished one at the end', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d--|   ', texts);
      const listens = '  ^---------!   ';
      const expected = ' ---B---D--(E|)';

      expectObservable(text.pipe(eachSentence())).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  it('lets all sentences through that one snapshot has finished', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-f----|', texts).pipe(eachSentence())).toBe('-(FS)-(I|)', texts);
    }));

  it('lets no spaces through', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-h--|', texts).pipe(eachSentence())).toBe('----|', texts);
    }));

  it('tells a text that begins again from its start', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-e-f-----|', texts).pipe(eachSentence())).toBe(
        '-B---(FS)--(I|)',
        texts,
      );
    }));

  it('goes on from where a text has changed within its unfinished sentence', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-c-g-|', texts).pipe(eachSentence())).toBe('-B-----(G|)', texts);
    }));

  it('does not let an unfinished sentence of a text through that fails', () =>
    marbles(({ hot, expectObservable }) => {
      expectObservable(hot('-b-c-#', texts).pipe(eachSentence())).toBe('-B---#', texts);
    }));

  it('stops listening when nobody listens to it', () =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const text = hot(' -a-b-c-d--|', texts);
      const leave = '    -----!     ';
      const listens = '  ^----!     ';
      const expected = ' ---B--     ';

      expectObservable(text.pipe(eachSentence()), leave).toBe(expected, texts);
      expectSubscriptions(text.subscriptions).toBe(listens);
    }));

  checklist(eachSentence);

  it('lets a task translate sentence by sentence while another one is still writing', () =>
    marbles(({ cold, expectObservable }) => {
      const story = cold('--a-b-c-d-e-|', {
        a: 'One. ',
        b: 'One. Two',
        c: 'One. Two. ',
        d: 'One. Two. Three',
        e: 'One. Two. Three.',
      });
      const expected = '  -----a---b-----(c|)';
      const translated = flow({
        tasks: {
          story: task({ run: () => story }),
          translation: task({
            partials: true,
            operator: (input: Observable<{ story: string }>) =>
              input.pipe(
                map(({ story }) => story),
                eachSentence(),
                concatMap((sentence) => of(sentence.toUpperCase()).pipe(delay(3))),
                scan((soFar, sentence) => `${soFar} ${sentence}`),
              ),
          }),
        },
        paths: { story: ['translation'] },
      });
      const said = translated.run().pipe(
        lane('translation'),
        filter((word) => /^[~=]/u.test(word)),
      );

      expectObservable(said).toBe(expected, {
        a: '~ONE.',
        b: '~ONE. TWO.',
        c: '=ONE. TWO. THREE.',
      });
    }));

  it('tells the same sentences however the text came, and leaves out nothing but spaces', () =>
    fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const text = parts.join('');
        const told = await madeOf(grown(parts), eachSentence());

        expect(told).to.deep.equal(await madeOf([text], eachSentence()));
        expect(told.join('').replaceAll(/\s/gu, '')).to.equal(text.replaceAll(/\s/gu, ''));
        expect(told).to.not.include('');
      }),
    ));

  const cases: readonly (readonly [what: string, ...sentences: readonly string[]])[] = [
    ['stops', 'One.', 'two!', 'Three?!', 'Four'],
    ['decimal numbers', 'It costs 3.5 or .5 euros.', 'So?'],
    ['numbers of a list', '1. Boil it.', 'And wait.'],
    ['titles and names', 'Dr. Who met J. R. R. Tolkien and Mrs. Dalloway.', 'He was late.'],
    ['a word that looks like an initial', 'So am I.', 'You too.'],
    [
      'abbreviations',
      'Rivers, e.g. the Rhine, i.e. water, fish etc. flow in the U.S. too.',
      'Yes.',
    ],
    ['abbreviations before a number', 'See p. 5 and No. 7 there.', 'The answer is no.', 'Why?'],
    ['names of files and sites', 'Open index.ts at example.com.', 'Run it.'],
    ['pauses', 'Well... maybe.', 'Well…', 'Maybe not . . . or so.', 'Yes'],
    ['quotations', '“Why?” she asked.', '"Because."', "He said: 'Go!'", '«Oui.»', '„Ja.“', 'Si.'],
    ['brackets', '(It rained.)', 'It did (really!) rain.', 'Yes.'],
    ['emphasis', '**Stop.**', '_Now!_', 'Go.'],
    ['spaces before the stop', 'Vraiment ?', 'Oui !', 'Bon.'],
    ['other scripts', 'क्या?', 'हाँ।', 'नहीं।', 'ماذا؟', 'نعم.', 'Ինչ։', 'Այո'],
    ['emoji', 'Done!', '🎉 Next.', 'Now.'],
  ];
  for (const [what, ...told] of cases) {
    it(`knows ${what}`, async () => {
      const text = told.join(' ');

      expect(await madeOf(inSnapshots(text, text.length), eachSentence())).to.deep.equal(told);
    });
  }

  it('knows scripts that are written without spaces', async () => {
    expect(
      await madeOf(['你好。「好吗？」他说！真的？！是3.5元……吧。完'], eachSentence()),
    ).to.deep.equal(['你好。', '「好吗？」', '他说！', '真的？！', '是3.5元……吧。', '完']);
  });

  it('ends a sentence at headings, items of lists and blank lines, and nowhere else within lines', async () => {
    const text = [
      '# Eggs\nYou need\nwater and\n- eggs\n- salt\r\n\r\n1. Boil\n2. Wait\n\n\n',
      'Then\n15 minutes\n \nEat\n-5 degrees',
    ];

    expect(await madeOf(text.slice(0, 1).concat(text.join('')), eachSentence())).to.deep.equal([
      '# Eggs',
      'You need\nwater and',
      '- eggs',
      '- salt',
      '1. Boil',
      '2. Wait',
      'Then\n15 minutes',
      'Eat\n-5 degrees',
    ]);
  });

  tiresome.forEach((part) => {
    it(`takes well under a second for 10,000 snapshots of ${JSON.stringify(part)} again and again`, () => {
      expect(timeFor(part, eachSentence())).to.be.lessThan(1000);
    });
  });
});
