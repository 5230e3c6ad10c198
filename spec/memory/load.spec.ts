import { expect } from 'chai';
import { MissingPackage } from '../../lib/core/providerErrors.js';
import { load } from '../../lib/memory/load.js';

const failure = (open: () => Promise<unknown>): Promise<unknown> =>
  load('not-there', 'A memory in a file', open).catch((reason: unknown) => reason);

describe('what a memory loads', () => {
  it('is said to be missing when it is not there', async () => {
    const name = 'not-there';
    const error = await failure(() => import(name));

    expect(error).to.be.instanceOf(MissingPackage);
    expect(error).to.have.property('package', 'not-there');
    expect(String(error)).to.include('A memory in a file needs the package "not-there"');
  });

  it('is not said to be missing when something else is wrong', async () => {
    const other = 'something-else';
    expect(await failure(() => import(other))).to.not.be.instanceOf(MissingPackage);
    const broken = new Error(`'not-there' is broken`);
    expect(await failure(() => Promise.reject(broken))).to.equal(broken);
  });
});
