import { expect } from 'chai';
import { models } from '../../lib/agents/models.js';
import { openai } from '../../lib/agents/openai.js';
import { ProtocolError } from '../../lib/core/providerErrors.js';
import { Faulty, reply } from '../support/faulty.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

describe('openai, asked for the numbers of a text', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const numbers = (model?: string, params = {}) =>
    heard(
      openai().agents.embed(set({ model, params, baseURL: `${bench.url}/v1` }))(asked('rain'), now),
    );
  const made = (embedding: unknown) => ({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding }],
    usage: { prompt_tokens: 3, total_tokens: 3 },
  });

  it('gives them as they are, and what they took', async () => {
    bench.on(models.openai.embed, reply(200, made([0.25, -1, 1e-9])));
    const { answers, error } = await numbers(undefined, {
      dimensions: 3,
      encoding_format: 'base64',
    });
    expect(error).to.equal(undefined);
    expect(answers).to.deep.equal([{ value: [0.25, -1, 1e-9], usage: { input: 3 } }]);

    const [request] = bench.requests;
    expect(request).to.include({ method: 'POST', path: '/v1/embeddings' });
    expect(request?.json).to.deep.equal({
      model: models.openai.embed,
      input: 'rain',
      encoding_format: 'float',
      dimensions: 3,
    });
  });

  it('needs no word on what they took', async () => {
    bench.on('m', reply(200, { data: [{ embedding: [1] }] }));
    expect((await numbers('m')).answers).to.deep.equal([{ value: [1] }]);
  });

  it('takes nothing else for numbers', async () => {
    const nonsense = {
      empty: made([]),
      texts: made(['1']),
      gaps: made([1, null]),
      base64: made('AACAPw=='),
      none: { data: [] },
      failure: { error: { message: 'Overloaded' } },
    };
    for (const [model, body] of Object.entries(nonsense)) {
      bench.on(model, reply(200, body));
      const { answers, error } = await numbers(model);
      expect(answers, model).to.deep.equal([]);
      expect(error, model).to.be.instanceOf(ProtocolError);
    }
  });
});
