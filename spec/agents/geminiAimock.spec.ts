import { LLMock } from '@copilotkit/aimock';
import { expect } from 'chai';
import { gemini } from '../../lib/agents/gemini.js';
import { png } from '../../lib/internal/png.js';
import { wav } from '../../lib/internal/wav.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

for (const sdk of ['@google/genai', '@google/generative-ai'] as const) {
  describe(`gemini, through ${sdk} against a server that others wrote`, () => {
    onLoopbackOnly();
    const mock = new LLMock({ port: 0 });
    const content = 'Water falls, and the sea takes it back. 水は落ちる。';
    const bytes = wav(8000, [0, 0.5, -0.5]);
    const { agents } = gemini({ sdk });
    before(async () => {
      mock.onMessage('rain', { content });
      mock.onMessage('storm', { toolCalls: [{ name: 'warn', arguments: '{"of":"wind"}' }] });
      mock.onMessage('thunder', { audio: Buffer.from(bytes).toString('base64'), format: 'wav' });
      mock.onEmbedding('rain', { embedding: [0.5, -0.25] });
      await mock.start();
    });
    after(() => mock.stop());

    const settings = () => set({ model: 'any-model', baseURL: mock.url });

    it('writes', async () => {
      const { answers, last, error } = await heard(agents.text(settings())(asked('rain'), now));
      expect(error).to.equal(undefined);
      expect(answers.length).to.be.above(2);
      expect(last).to.include({ value: content, finish: 'stop' });
      expect(last?.usage?.output).to.be.a('number');
    });

    it('sees', async () => {
      const images = [
        { _tag: 'Image', mime: 'image/png', bytes: png(2, () => [9, 9, 9]) },
      ] as const;
      const { last, error } = await heard(
        agents.vision(settings())({ ...asked('rain'), images }, now),
      );
      expect(error).to.equal(undefined);
      expect(last).to.include({ value: content, finish: 'stop' });
    });

    it('calls tools', async () => {
      const tool = { name: 'warn', description: 'Warns.', schema: { type: 'object' } };
      const { last, error } = await heard(
        agents.text(settings())({ ...asked('storm'), tools: [tool] }, now),
      );
      expect(error).to.equal(undefined);
      expect(last?.calls?.map(({ tool: name, input }) => [name, input])).to.deep.equal([
        ['warn', { of: 'wind' }],
      ]);
    });

    it('speaks', async () => {
      const { last, error } = await heard(agents.speech(settings())(asked('thunder'), now));
      expect(error).to.equal(undefined);
      expect(last?.value).to.deep.equal({ _tag: 'Audio', mime: 'audio/wav', bytes });
    });

    // The other package asks for the numbers of many texts at once, which this server does not know.
    if (sdk === '@google/generative-ai') {
      it('makes the numbers of a text', async () => {
        const { last, error } = await heard(agents.embed(settings())(asked('rain'), now));
        expect(error).to.equal(undefined);
        expect(last?.value).to.deep.equal([0.5, -0.25]);
      });
    }
  });
}
