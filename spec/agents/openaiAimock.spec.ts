import { LLMock } from '@copilotkit/aimock';
import { expect } from 'chai';
import { openai } from '../../lib/agents/openai.js';
import { png } from '../../lib/internal/png.js';
import { wav } from '../../lib/internal/wav.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

describe('openai, against a server that others wrote', () => {
  onLoopbackOnly();
  const mock = new LLMock({ port: 0 });
  const content = 'Water falls, and the sea takes it back. 水は落ちる。';
  const bytes = wav(8000, [0, 0.5, -0.5]);
  const picture = png(2, () => [9, 9, 9]);
  const { agents } = openai();
  before(async () => {
    mock.onMessage('rain', { content });
    mock.onSpeech('rain', { audio: Buffer.from(bytes).toString('base64'), format: 'wav' });
    mock.onTranscription({ transcription: { text: content } });
    mock.onImage('rain', { image: { b64Json: Buffer.from(picture).toString('base64') } });
    mock.on(
      { userMessage: 'cities', responseFormat: 'json_schema' },
      { content: '{"cities":["Oslo"]}' },
    );
    mock.onToolResult('call_1', { content: 'Take one.' });
    mock.onMessage('umbrella', {
      toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' }],
    });
    mock.onEmbedding('rain', { embedding: [0.5, -0.25] });
    await mock.start();
  });
  after(() => mock.stop());

  const settings = (model = 'any-model') => set({ model, baseURL: `${mock.url}/v1` });

  it('sees', async () => {
    const images = [{ _tag: 'Image', mime: 'image/png', bytes: picture }] as const;
    const { answers, last, error } = await heard(
      agents.vision(settings())({ ...asked('rain'), images }, now),
    );
    expect(error).to.equal(undefined);
    expect(answers.length).to.be.above(2);
    expect(last).to.include({ value: content, finish: 'stop' });
  });

  it('makes pictures, of a text and of pictures', async () => {
    const images = [{ _tag: 'Image', mime: 'image/png', bytes: picture }] as const;
    for (const given of [[], images]) {
      const { last, error } = await heard(
        agents.image(settings())({ ...asked('rain'), images: given }, now),
      );
      expect(error).to.equal(undefined);
      expect(last?.value).to.deep.equal(images[0]);
    }
    expect(mock.getLastRequest()?.path).to.equal('/v1/images/edits');
  });

  it('answers in a form', async () => {
    const schema = {
      type: 'object',
      properties: { cities: { type: 'array', items: { type: 'string' } } },
      required: ['cities'],
    };
    const { last, error } = await heard(
      agents.text(settings())({ ...asked('cities'), form: { name: 'cities', schema } }, now),
    );
    expect(error).to.equal(undefined);
    expect(JSON.parse(last?.value ?? '')).to.deep.equal({ cities: ['Oslo'] });
  });

  it('calls tools, and goes on', async () => {
    const tools = [{ name: 'weather', description: 'Tells it.', schema: { type: 'object' } }];
    const question = { ...asked('an umbrella?'), tools };
    const { last } = await heard(agents.text(settings())(question, now));
    const call = { tool: 'weather', input: { city: 'Oslo' }, id: 'call_1' };
    expect(last?.calls).to.deep.equal([call]);

    const { last: then, error } = await heard(
      agents.text(settings())(
        {
          ...question,
          turns: [
            {
              _tag: 'Called',
              said: '',
              calls: [call],
              results: [{ id: 'call_1', tool: 'weather', text: 'It rains.', isError: false }],
            },
          ],
        },
        now,
      ),
    );
    expect(error).to.equal(undefined);
    expect(then).to.include({ value: 'Take one.', finish: 'stop' });
  });

  it('speaks', async () => {
    const { last, error } = await heard(agents.speech(settings())(asked('rain'), now));
    expect(error).to.equal(undefined);
    expect(last?.value).to.deep.equal({ _tag: 'Audio', mime: 'audio/wav', bytes });
  });

  for (const [model, streams] of [
    ['gpt-4o-mini-transcribe', 'as a stream'],
    ['whisper-1', 'at once'],
  ] as const) {
    it(`hears ${streams}`, async () => {
      const audio = [{ _tag: 'Audio', mime: 'audio/wav', bytes }] as const;
      const { answers, last, error } = await heard(
        agents.recognition(settings(model))({ ...asked(''), audio }, now),
      );
      expect(error).to.equal(undefined);
      expect(answers.length > 2).to.equal(streams === 'as a stream');
      expect(last).to.include({ value: content, finish: 'stop' });
    });
  }

  it('embeds', async () => {
    const { last, error } = await heard(agents.embed(settings())(asked('rain'), now));
    expect(error).to.equal(undefined);
    expect(last?.value).to.deep.equal([0.5, -0.25]);
  });
});
