import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { byFlow } from '../../scripts/support/marbles/prove.js';
import { box, lane, lanesIn } from '../../scripts/support/marbles/diagram.js';
import { diagrams, fileOf } from '../../scripts/support/marbles/diagrams.js';
import { isLetter, momentsOf } from '../../scripts/support/marbles/measures.js';
import { pictureOf } from '../../scripts/support/marbles/picture.js';
import { tree, treeFiles, withTree } from '../../scripts/support/marbles/tree.js';
import { treePictureOf } from '../../scripts/support/marbles/treePicture.js';
import { flow } from '../../lib/flow/flow.js';
import { task } from '../../lib/flow/task.js';
import { marbleAgent } from '../../lib/testing/index.js';
import { filesOf } from '../support/blocks.js';

const root = join(import.meta.dirname, '../..');

describe('the marble diagrams of the documents', () => {
  for (const diagram of diagrams) {
    describe(diagram.name, () => {
      it('is what happens, lane by lane', () => {
        expect([...new Set(diagram.prove(diagram))]).to.have.members(
          lanesIn(diagram).map(({ name }) => name),
        );
      });

      it('is drawn as it is; npx tsx scripts/marbles.ts draws it anew', async () => {
        expect(await pictureOf(diagram)).to.equal(
          readFileSync(join(root, fileOf(diagram)), 'utf8'),
        );
      });

      it('says what all of its letters stand for, and explains no others', () => {
        const signs = lanesIn(diagram).flatMap((each) => momentsOf(each).flatMap((at) => at.signs));
        const letters = signs.filter(isLetter);

        expect(Object.keys(diagram.values)).to.have.members([...new Set(letters)]);
      });
    });
  }

  it('are all shown in the documents, with words for those who cannot see them', () => {
    const texts = filesOf(root, 'docs', '.md').map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    const unseen = diagrams.filter(
      ({ name }) =>
        !texts.some((text) =>
          new RegExp(`marbles/${name}\\.svg"\\s+alt="[^"]{20,}"`, 'u').test(text),
        ),
    );

    expect(unseen.map(({ name }) => name)).to.deep.equal([]);
    expect(readdirSync(join(root, 'docs/images/marbles'))).to.have.members(
      diagrams.map((diagram) => basename(fileOf(diagram))),
    );
  });

  it('are not proved by a run that does something else, or at another time', () => {
    const prove = byFlow(() => flow({ tasks: { one: task('Write', marbleAgent('--(a|)')) } }));
    const drawn =
      (marbles: string, from = 0): (() => unknown) =>
      () =>
        prove({ rows: [box('one'), lane('one', marbles, { from })], values: { a: 'a', b: 'b' } });

    expect(drawn('--(a|)')).not.to.throw();
    expect(drawn('--(b|)')).to.throw('was expected');
    expect(drawn('---(a|)')).to.throw('was expected');
    expect(drawn('--(a|)', 1)).to.throw('one is drawn from 1, and began at 0.');
    expect(() => prove({ rows: [lane('other', '--(a|)')], values: {} })).to.throw(
      'No lane of the diagram is a task of the flow.',
    );
  });
});

describe('the decision tree of the documents', () => {
  const text = readFileSync(join(root, treeFiles.text), 'utf8');

  it('is drawn and written as it is; npx tsx scripts/marbles.ts makes it anew', async () => {
    expect(await treePictureOf('What do I need?', tree)).to.equal(
      readFileSync(join(root, treeFiles.picture), 'utf8'),
    );
    expect(withTree(text)).to.equal(text);
  });

  it('leads to chapters that are there, and to each of them', () => {
    const chapters = [...text.matchAll(/^## (.*)$/gmu)].map(([, name = '']) =>
      name.toLowerCase().replaceAll(' ', '-'),
    );
    const links = tree.flatMap(({ answers }) => answers.map(({ link }) => link));

    expect(links.filter((link) => link.startsWith('#'))).to.have.members(
      chapters.map((name) => `#${name}`),
    );
  });
});
