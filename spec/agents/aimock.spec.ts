import { LLMock } from '@copilotkit/aimock';
import { expect } from 'chai';
import { gemini } from '../../lib/agents/gemini.js';
import { openai } from '../../lib/agents/openai.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

describe('against a server that others wrote', () => {
  onLoopbackOnly();
  const mock = new LLMock({ port: 0 });
  const content = 'Water falls, and the sea takes it back. 水は落ちる。';
  before(async () => {
    mock.onMessage('rain', { content });
    await mock.start();
  });
  after(() => mock.stop());

  for (const [provider, path] of [
    [openai(), '/v1'],
    [gemini(), ''],
  ] as const) {
    it(`${provider.name} streams to the end`, async () => {
      const settings = set({ model: 'any-model', baseURL: mock.url + path });
      const { answers, last, error } = await heard(
        provider.agents.text(settings)(asked('rain'), now),
      );
      expect(error).to.equal(undefined);
      expect(answers.length).to.be.above(2);
      expect(last).to.include({ value: content, finish: 'stop' });
      expect(last?.usage?.output).to.be.a('number');
    });
  }
});
