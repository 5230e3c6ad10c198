import { expect } from 'chai';
import { MissingPackage } from '../../lib/core/providerErrors.js';
import { load } from '../../lib/core/load.js';

const failure = (open: () => unknown): Promise<unknown> =>
  load('not-there', 'A picture', open).catch((reason: unknown) => reason);

describe('load', () => {
  it('says which package to install when it is not there', async () => {
    for (const name of ['not-there', 'not-there/fonts/a.ttf']) {
      const error = await failure(() => import(name));

      expect(error).to.be.instanceOf(MissingPackage);
      expect(error).to.have.property('package', 'not-there');
      expect(error).to.have.property('cause').that.is.instanceOf(Error);
      expect(String(error)).to.include('A picture needs the package "not-there"');
      expect(String(error)).to.include('npm install not-there');
    }
  });

  it('gives no such advice when something else is wrong', async () => {
    const other = 'something-else';
    expect(await failure(() => import(other))).to.not.be.instanceOf(MissingPackage);
    const broken = new Error(`'not-there' is broken`);
    expect(
      await failure(() => {
        throw broken;
      }),
    ).to.equal(broken);
  });

  it('gives what was opened', async () => {
    expect(await load('rxjs', 'A picture', () => 1)).to.equal(1);
  });
});
