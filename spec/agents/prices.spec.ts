import { expect } from 'chai';
import { agent } from '../../lib/agents/agent.js';
import { models } from '../../lib/agents/models.js';
import { priceOf } from '../../lib/agents/prices.js';
import { costOf } from '../../lib/flow/price.js';

/** The models that are asked by default and whose price is not known. */
const unknown = ['openai gpt-4o-mini-tts', 'gemini gemini-3.1-flash-image'];

describe('the prices', () => {
  it('are known of all models that are asked by default, but for those that are listed here', () => {
    const without = Object.entries(models).flatMap(([provider, table]) =>
      Object.values(table)
        .filter((model) => priceOf(provider, model) === undefined)
        .map((model) => `${provider} ${model}`),
    );

    expect(without).to.deep.equal(unknown);
  });

  it('are nothing for a server on this machine, and for scripted agents', () => {
    for (const provider of ['ollama', 'vllm', 'llamacpp', 'lmstudio', 'scripted']) {
      expect(priceOf(provider, undefined)).to.deep.equal({});
      expect(priceOf(provider, 'any')).to.deep.equal({});
    }
  });

  it('are not made up where there are none', () => {
    expect(priceOf('groq', 'openai/gpt-oss-20b')).to.equal(undefined);
    expect(priceOf('openai', 'gpt-5-mini-of-another-day')).to.equal(undefined);
    expect(priceOf('openai', undefined)).to.equal(undefined);
    for (const name of ['toString', 'constructor', '__proto__']) {
      expect(priceOf('openai', name)).to.equal(undefined);
      expect(priceOf(name, name)).to.equal(undefined);
    }
  });

  it('are for a million tokens, and for a request where a picture has one price', () => {
    const usage = { input: 1_000_000, cached: 500_000, output: 100_000 };

    expect(costOf(priceOf('openai', models.openai.text) ?? {}, usage)).to.be.closeTo(0.3375, 1e-9);
    expect(costOf(priceOf('stability', models.stability.image) ?? {}, {})).to.equal(0.03);
  });

  it('are those of the agent where it says its own', async () => {
    const told = agent({
      type: 'text',
      provider: 'openai',
      mission: '',
      key: 'a key',
      price: { input: 1 },
    });

    expect((await told.account?.())?.price).to.deep.equal({ input: 1 });
  });
});
