import { expect } from 'chai';
import { explanations } from '../../lib/cli/explanations.js';
import { WrongUsage } from '../../lib/cli/wrongUsage.js';
import { RivuletError } from '../../lib/core/errors.js';
import { ProviderError } from '../../lib/core/providerErrors.js';
import { AttemptTimeout } from '../../lib/core/timeoutErrors.js';
import * as files from '../../lib/files/index.js';
import * as front from '../../lib/index.js';
import * as mcp from '../../lib/mcp/index.js';
import * as memory from '../../lib/memory/index.js';
import * as spec from '../../lib/spec/index.js';
import * as testing from '../../lib/testing/index.js';
import * as trace from '../../lib/trace/index.js';

/** What several errors share is no error itself. */
const shared: readonly unknown[] = [RivuletError, ProviderError, AttemptTimeout];

const exported = [front, spec, files, memory, mcp, testing, trace, { WrongUsage }].flatMap((door) =>
  Object.entries(door).flatMap(([name, value]: readonly [string, unknown]) =>
    typeof value === 'function' &&
    value.prototype instanceof RivuletError &&
    !shared.includes(value)
      ? [name]
      : [],
  ),
);

describe('explanations', () => {
  it('are there for every error that can be caught, and for no other', () => {
    expect(exported.length).to.be.greaterThan(60);
    expect(Object.keys(explanations).toSorted()).to.deep.equal([...new Set(exported)].toSorted());
  });

  it('are whole sentences', () => {
    for (const [tag, { means, why, todo }] of Object.entries(explanations)) {
      expect(means, tag).to.match(/^\p{Lu}.*\.$/u);
      expect(why, tag).to.match(/^\p{Lu}.*\.$/u);
      for (const each of todo) expect(each, tag).to.match(/^\p{Lu}/u);
    }
  });
});
