import { expect } from 'chai';
import { understood } from '../../lib/terminal/understood.js';

const taking =
  (isTaken: (answer: unknown) => boolean) =>
  (text: string): unknown => {
    const read = understood(text, (answer) =>
      isTaken(answer) ? undefined : `no ${JSON.stringify(answer)}`,
    );
    return read._tag === 'Left' ? read.left : [read.right];
  };

describe('understood', () => {
  it('takes a text as it is, where a text is taken', () => {
    const text = taking((answer) => typeof answer === 'string');

    for (const typed of ['', ' yes ', '42', '{"a":1}', 'null', ' ']) {
      expect(text(typed)).to.deep.equal([typed]);
    }
  });

  it('takes no notice of space around a text, where that is not taken', () => {
    const choice = taking((answer) => answer === 'approve' || answer === 'reject');

    expect(choice(' approve ')).to.deep.equal(['approve']);
    expect(choice('"reject"')).to.deep.equal(['reject']);
    expect(choice('yes')).to.equal('no "yes"');
  });

  it('takes yes and no', () => {
    const truth = taking((answer) => typeof answer === 'boolean');

    for (const typed of ['y', 'Y', 'yes', 'YES', ' Yes ', 'true']) {
      expect(truth(typed), typed).to.deep.equal([true]);
    }
    for (const typed of ['n', 'no', 'No', ' NO', 'false']) {
      expect(truth(typed), typed).to.deep.equal([false]);
    }
    for (const typed of ['', 'yep', 'yes please']) {
      expect(truth(typed)).to.equal(`no ${JSON.stringify(typed)}`);
    }
  });

  it('takes what is JSON', () => {
    const number = taking((answer) => typeof answer === 'number');
    const list = taking(Array.isArray);
    const named = taking(
      (answer) => typeof answer === 'object' && answer !== null && 'a' in answer,
    );

    expect(number(' -4.5 ')).to.deep.equal([-4.5]);
    expect(list('[1, "x"]')).to.deep.equal([[1, 'x']]);
    expect(named('{ "a": null }')).to.deep.equal([{ a: null }]);
  });

  it('complains of what was meant', () => {
    const list = taking(Array.isArray);

    expect(list('{"a":1}')).to.equal('no {"a":1}');
    expect(list('[1,')).to.equal('no "[1,"');
    expect(list('yes')).to.equal('no "yes"');
    expect(list('7')).to.equal('no 7');
  });
});
