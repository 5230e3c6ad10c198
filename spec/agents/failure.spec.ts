import { inspect } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { explain } from '../../lib/agents/failure.js';
import { masked, masking } from '../../lib/agents/secrets.js';
import { secret } from '../support/hearing.js';

describe('masking', () => {
  const mask = masking(secret);

  it('hides the key, its encoded form and pieces of it', () => {
    for (const shown of [
      secret,
      encodeURIComponent(secret),
      secret.slice(0, 12),
      secret.slice(9),
    ]) {
      expect(mask(`before ${shown} after`)).to.equal('before [hidden] after');
    }
  });

  it('hides what looks like a key, though it is not ours', () => {
    expect(mask('sk-qrstuvwxyzqrst and AIzaSyAqrstuvwxyzqrst')).to.equal('[hidden] and [hidden]');
    expect(mask('authorization: Bearer abc.def')).to.equal('authorization: Bearer [hidden]');
    expect(mask('https://x.test/?key=abc&y=1')).to.equal('https://x.test/?key=[hidden]&y=1');
    expect(mask('https://me:pass@x.test/')).to.equal('https://[hidden]@x.test/');
  });

  it('leaves everything else as it is', () => {
    const text = 'Task "plan" asks a risk-averse model at https://api.openai.com/v1: why?';
    expect(mask(text)).to.equal(text);
    expect(masking(undefined)(text)).to.equal(text);
  });

  it('leaves no eight characters of any key in any text', () =>
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 60, unit: 'grapheme-ascii' }),
        fc.array(fc.tuple(fc.string(), fc.nat(60), fc.nat(60))),
        (key, pieces) => {
          const text = pieces.map(([before, from, to]) => before + key.slice(from, to)).join('');
          const shown = masking(key)(text).replaceAll('[hidden]', '\u0000');
          for (let at = 0; at + 8 <= key.length; at++) {
            expect(shown.includes(key.slice(at, at + 8))).to.equal(false);
          }
        },
      ),
    ));
});

describe('masked', () => {
  it('copies an error, its causes and its codes, without the key', () => {
    const inner = Object.assign(new Error(`inner ${secret}`), { code: 'ECONNRESET', key: secret });
    const outer = new TypeError(`outer ${secret}`, { cause: inner });
    const copy = masked(outer, masking(secret));
    expect(copy).to.include({ name: 'TypeError', message: 'outer [hidden]' });
    expect(copy).to.have.nested.property('cause.code', 'ECONNRESET');
    expect(inspect(copy, { depth: 9, showHidden: true })).not.to.include('V3ry');
  });

  it('copies the first of several errors, and what is no error', () => {
    const several = new AggregateError([new Error(`first ${secret}`), new Error('second')]);
    expect(masked(several, masking(secret))).to.have.nested.property(
      'cause.message',
      'first [hidden]',
    );
    expect(masked(`text ${secret}`, masking(secret)).message).to.equal('text [hidden]');
  });

  it('ends, though causes go in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(masked(error, masking())).to.have.property('message', 'round');
  });
});

describe('explain', () => {
  it('knows nothing of errors of its own programming, but hides the key in them', () => {
    const failed = {
      provider: 'p',
      model: 'm',
      variable: 'P_API_KEY',
      baseURL: 'http://x.test',
      maxBytes: 1,
      mask: masking(secret),
      report: {},
    };
    const bug = new TypeError(`Bearer ${secret} is an invalid header value.`);
    const explained = explain(bug, failed, '');
    expect(explained).to.include({ name: 'TypeError' });
    expect(inspect(explained)).not.to.include('V3ry');
  });
});
