import { expect } from 'chai';
import { openai } from '../../lib/agents/openai.js';
import type { Question, ToolForm, Turn } from '../../lib/flow/ports.js';
import { png } from '../../lib/internal/png.js';
import { end, Faulty, stream, write } from '../support/faulty.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { openaiSays } from '../support/vendors.js';

const { says, ends, done } = openaiSays;
const delta = (change: object): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: change, finish_reason: null }] })}\n\n`;

const weather: ToolForm = {
  name: 'weather',
  description: 'Tells the weather of a city.',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const called: Turn = {
  _tag: 'Called',
  said: 'Let me look.',
  calls: [
    { tool: 'weather', input: { city: 'Oslo' }, id: 'a' },
    { tool: 'weather', input: 'Bergen?', id: 'b' },
  ],
  results: [
    { id: 'a', tool: 'weather', text: 'It rains.', isError: false },
    { id: 'b', tool: 'weather', text: 'no city', isError: true },
  ],
};

describe('openai, in a conversation', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
    bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
  });
  afterEach(() => bench.close());

  const ask = (more: Partial<Question>, params = {}) =>
    heard(
      openai().agents.text(set({ model: 'm', params, baseURL: `${bench.url}/v1` }))(
        { ...asked(), ...more },
        now,
      ),
    );
  const sent = (at = 0): object => Object(bench.requests[at]?.json) as object;

  it('says that it knows tools and forms', () => {
    expect(openai()).to.include({ tools: true, forms: true });
  });

  it('tells the model of the tools, and of those of the params', async () => {
    const own = { type: 'function', function: { name: 'dice' } };
    const told = {
      type: 'function',
      function: {
        name: 'weather',
        description: 'Tells the weather of a city.',
        parameters: weather.schema,
      },
    };
    await ask({ tools: [weather] });
    await ask({ tools: [weather] }, { tools: [own], tool_choice: 'required' });
    await ask({ tools: [] }, { tools: [own] });
    await ask({});

    expect(sent(0)).to.have.deep.property('tools', [told]);
    expect(sent(1)).to.have.deep.property('tools', [told, own]);
    expect(sent(1)).to.have.property('tool_choice', 'required');
    expect(sent(2)).to.have.deep.property('tools', [own]);
    expect(sent(3)).not.to.have.property('tools');
  });

  it('tells the model what it has called, and what came of it', async () => {
    const { last } = await ask({ tools: [weather], turns: [called] });
    expect(last).to.include({ value: 'Hi' });
    expect(sent()).to.have.deep.property('messages', [
      { role: 'system', content: 'explain' },
      { role: 'user', content: 'Why?' },
      {
        role: 'assistant',
        content: 'Let me look.',
        tool_calls: [
          {
            id: 'a',
            type: 'function',
            function: { name: 'weather', arguments: '{"city":"Oslo"}' },
          },
          // Some servers read this again, and take an object only.
          {
            id: 'b',
            type: 'function',
            function: { name: 'weather', arguments: '{"invalid":"Bergen?"}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'a', content: 'It rains.' },
      { role: 'tool', tool_call_id: 'b', content: 'Error: no city' },
    ]);
  });

  it('tells the model what is wrong with its answer, and says nothing for it', async () => {
    await ask({
      turns: [
        { _tag: 'Corrected', said: '{"a":', complaint: 'That is no JSON.' },
        { _tag: 'Corrected', said: '', complaint: 'That is nothing.' },
      ],
    });
    expect(sent()).to.have.deep.property('messages', [
      { role: 'system', content: 'explain' },
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: '{"a":' },
      { role: 'user', content: 'That is no JSON.' },
      { role: 'user', content: 'That is nothing.' },
    ]);
  });

  it('goes on about pictures', async () => {
    const images = [{ _tag: 'Image', mime: 'image/png', bytes: png(1, () => [0, 0, 0]) }] as const;
    const settings = set({ model: 'm', mission: '', baseURL: `${bench.url}/v1` });
    await heard(
      openai().agents.vision(settings)(
        { ...asked(), images, tools: [weather], turns: [called] },
        now,
      ),
    );
    expect(sent())
      .to.have.property('messages')
      .that.satisfies((messages: readonly { readonly role: string }[]) => {
        expect(messages.map(({ role }) => role)).to.deep.equal([
          'user',
          'assistant',
          'tool',
          'tool',
        ]);
        return true;
      });
  });

  it('gives back what the model has thought, where the server tells it', async () => {
    bench.on('m', [
      stream,
      write(
        delta({ reasoning_content: 'The city ' }),
        delta({ reasoning_content: 'is Oslo.', content: null }),
        delta({
          tool_calls: [{ index: 0, id: 'a', function: { name: 'weather', arguments: '{}' } }],
        }),
        ends(),
        done,
      ),
      end,
    ]);
    const { answers, last } = await ask({ tools: [weather] });
    expect(answers).to.have.length(1);
    expect(last).to.deep.include({
      value: '',
      calls: [{ tool: 'weather', input: {}, id: 'a' }],
      memo: { reasoning_content: 'The city is Oslo.' },
    });

    await ask({ turns: [{ ...called, said: '', memo: last?.memo }] });
    expect(sent(1))
      .to.have.nested.property('messages[2]')
      .that.includes({ content: null, reasoning_content: 'The city is Oslo.' });
  });

  it('gives back an empty thought, too, and nobody else’s', async () => {
    bench.on('m', [stream, write(delta({ reasoning_content: '' }), ends(), done), end]);
    expect((await ask({})).last?.memo).to.deep.equal({ reasoning_content: '' });

    await ask({ turns: [{ ...called, memo: [{ thoughtSignature: 'x' }] }] });
    expect(sent(1))
      .to.have.nested.property('messages[2]')
      .that.has.keys(['role', 'content', 'tool_calls']);
  });
});
