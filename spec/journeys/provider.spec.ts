import { providerContract } from 'rivulet/testing';
import { parrot } from '../../examples/provider.js';
import { openParrot, type Parrot } from '../../examples/support/parrot.js';
import { onLoopbackOnly } from '../support/loopback.js';

describe('the example of a provider, as any provider', () => {
  onLoopbackOnly();
  let bird: Parrot | undefined;
  before(async () => (bird = await openParrot()));
  after(() => bird?.close());

  const settings = { key: 'sk-parrot-0123456789' };
  const options = {
    provider: parrot,
    type: 'text',
    question: 'Polly wants a cracker',
    requests: () => bird?.requests() ?? 0,
    failing: { key: '' },
  } as const;
  const endless = { settings: {}, open: () => bird?.open() ?? 0 };

  for (const [index, { title }] of providerContract(options).entries()) {
    it(title, async () => {
      const known = { ...settings, baseURL: bird?.url };
      await providerContract({ ...options, settings: known })[index]?.check();
    });
  }

  it('ends its request when it is left in the middle of an answer that never ends', async () => {
    const checks = providerContract({
      ...options,
      settings: { ...settings, baseURL: bird?.url },
      question: 'Rain, rain …',
      endless,
    });
    for (const { title, check } of checks) {
      if (/left (?:before|in the middle)/u.test(title)) await check();
    }
  });
});
