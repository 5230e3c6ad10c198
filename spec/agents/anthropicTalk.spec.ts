import { expect } from 'chai';
import { anthropic } from '../../lib/agents/anthropic.js';
import { models } from '../../lib/agents/models.js';
import type { JsonSchema } from '../../lib/core/jsonSchema.js';
import type { Question, Turn } from '../../lib/flow/ports.js';
import { end, Faulty, stream, write } from '../support/faulty.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { anthropicSays } from '../support/vendors.js';

const { says, ends, done } = anthropicSays;
const event = (type: string, more: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const begins = (index: number, content_block: object): string =>
  event('content_block_start', { index, content_block });
const grows = (index: number, delta: object): string =>
  event('content_block_delta', { index, delta });
const stops = (stop_reason: string): string =>
  event('message_delta', { delta: { stop_reason }, usage: { output_tokens: 5 } });

describe('anthropic, in a conversation', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
    bench.on(models.anthropic.text, [stream, write(says('{}'), ends(), done), end]);
  });
  afterEach(() => bench.close());

  const ask = (question: Partial<Question>, params = {}) =>
    heard(
      anthropic().agents.text(set({ baseURL: bench.url, params }))(
        { ...asked(), ...question },
        now,
      ),
    );
  const sent = async (...given: Parameters<typeof ask>) => {
    const { error } = await ask(...given);
    expect(error).to.equal(undefined);
    return bench.requests.at(-1)?.json;
  };
  const messages = async (turns: readonly Turn[]) => {
    const request = await sent({ turns });
    expect(request).to.have.nested.property('messages[0]').that.deep.equals({
      role: 'user',
      content: 'Why?',
    });
    // It was checked just now that these are there.
    return (request as { readonly messages: readonly unknown[] }).messages.slice(1);
  };

  describe('asked for an answer of a form', () => {
    const format = async (schema: JsonSchema) => {
      const request = await sent({ form: { name: 'report', schema } });
      return typeof request === 'object' && request !== null && 'output_config' in request
        ? request.output_config
        : undefined;
    };

    it('has the vendor hold the model to it, with everything that the schema demands', async () => {
      const schema = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        properties: {
          title: { type: 'string', description: 'A title.', maxLength: 20 },
          pages: { type: ['integer', 'null'], minimum: 1 },
          kind: { enum: ['a', 'b', null] },
          version: { const: 1 },
          parts: {
            type: 'array',
            items: { oneOf: [{ type: 'string' }, { $ref: '#/$defs/part' }] },
          },
        },
        required: ['title'],
        $defs: {
          part: { type: 'object', properties: { done: { type: 'boolean' } }, required: ['done'] },
        },
      };
      expect(await format(schema)).to.deep.equal({
        format: {
          type: 'json_schema',
          schema: {
            type: 'object',
            properties: {
              title: { type: 'string', description: 'A title. {"maxLength":20}' },
              pages: {
                anyOf: [{ type: 'integer' }, { type: 'null' }],
                description: '{"minimum":1}',
              },
              kind: { enum: ['a', 'b', null] },
              version: { const: 1 },
              parts: {
                type: 'array',
                items: {
                  anyOf: [
                    { type: 'string' },
                    {
                      type: 'object',
                      properties: { done: { type: 'boolean' } },
                      required: ['done'],
                      additionalProperties: false,
                    },
                  ],
                },
              },
            },
            required: ['title'],
            additionalProperties: false,
          },
        },
      });
      expect(bench.requests.at(-1)?.json).to.deep.include({
        messages: [{ role: 'user', content: 'Why?' }],
      });
    });

    it('leaves the rest of the configuration to the agent', async () => {
      const schema = { type: 'object', properties: {} };
      const params = { output_config: { effort: 'low' } };
      expect(await sent({ form: { name: 'it', schema } }, params)).to.have.nested.property(
        'output_config.effort',
        'low',
      );
    });

    const members = (member: JsonSchema): JsonSchema => ({
      type: 'object',
      properties: { member },
      $defs: { tree: { type: 'array', items: { $ref: '#/$defs/tree' } } },
    });
    for (const [what, schema] of Object.entries({
      'with members of any name': members({
        type: 'object',
        additionalProperties: { type: 'number' },
      }),
      'that leads back to itself': members({ $ref: '#/$defs/tree' }),
      'that points to nothing': members({ $ref: '#/$defs/nothing' }),
      'that may be anything': members({}),
      'of a list whose items may be anything': members({ type: 'array' }),
      'of constants that are objects': members({ const: {} }),
      'that is no object': { type: 'array', items: { type: 'string' } },
    })) {
      it(`asks in words for one ${what}`, async () => {
        expect(await format(schema)).to.equal(undefined);
        const [request] = bench.requests;
        expect(request?.json)
          .to.have.nested.property('messages[0].content')
          .that.matches(/^Why\?\n\nWhen you answer, answer with JSON only/u)
          .and.includes(JSON.stringify(schema));
      });
    }

    it('asks in words where it is only known that it is JSON', async () => {
      const request = await sent({ form: { name: 'it' } });
      expect(request).not.to.have.property('output_config');
      expect(request)
        .to.have.nested.property('messages[0].content')
        .that.includes('JSON only')
        .and.does.not.include('Schema');
    });
  });

  describe('with tools', () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    const weather = { name: 'weather', description: 'Tells the weather.', schema };

    it('tells the model of them, besides those of the agent', async () => {
      const search = { type: 'web_search_20260318', name: 'web_search' };
      expect(await sent({ tools: [weather] }, { tools: [search] })).to.deep.include({
        tools: [
          { name: 'weather', description: 'Tells the weather.', input_schema: schema },
          search,
        ],
      });
      expect(await sent({}, { tools: [search] })).to.deep.include({ tools: [search] });
      expect(await sent({})).not.to.have.property('tools');
    });

    it('gives back what was called and what came of it, all results in one message', async () => {
      const turns: readonly Turn[] = [
        {
          _tag: 'Called',
          said: 'Let me see.',
          calls: [
            { id: 'a', tool: 'weather', input: { city: 'Oslo' } },
            { id: 'b', tool: 'clock', input: 'now?' },
          ],
          results: [
            { id: 'a', tool: 'weather', text: 'Rain', isError: false },
            { id: 'b', tool: 'clock', text: 'It has to be an object.', isError: true },
          ],
        },
        {
          _tag: 'Called',
          said: '',
          calls: [{ id: 'c', tool: 'clock', input: {} }],
          results: [{ id: 'c', tool: 'clock', text: 'Noon', isError: false }],
        },
      ];
      expect(await messages(turns)).to.deep.equal([
        {
          role: 'assistant',
          content: [
            { type: 'text', text: 'Let me see.' },
            { type: 'tool_use', id: 'a', name: 'weather', input: { city: 'Oslo' } },
            { type: 'tool_use', id: 'b', name: 'clock', input: { INVALID_JSON: 'now?' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: 'Rain' },
            {
              type: 'tool_result',
              tool_use_id: 'b',
              content: 'It has to be an object.',
              is_error: true,
            },
          ],
        },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'c', name: 'clock', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c', content: 'Noon' }] },
      ]);
    });

    it('gives back thoughts with their signatures, and all else as it came', async () => {
      const search = { type: 'web_search_tool_result', tool_use_id: 's', content: [{ url: 'u' }] };
      bench.on(models.anthropic.text, [
        stream,
        write(
          begins(0, { type: 'thinking', thinking: '', signature: '' }),
          grows(0, { type: 'thinking_delta', thinking: 'Rain' }),
          grows(0, { type: 'thinking_delta', thinking: '?' }),
          grows(0, { type: 'signature_delta', signature: 'signed' }),
          begins(1, { type: 'redacted_thinking', data: 'secret' }),
          begins(2, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
          grows(2, { type: 'input_json_delta', partial_json: '{"query":' }),
          grows(2, { type: 'input_json_delta', partial_json: '"rain"}' }),
          begins(3, search),
          begins(4, { type: 'text', text: '' }),
          begins(5, { type: 'text', text: '' }),
          grows(5, { type: 'text_delta', text: 'Let me ' }),
          grows(5, { type: 'citations_delta', citation: { url: 'u' } }),
          grows(5, { type: 'text_delta', text: 'see.' }),
          begins(6, { type: 'tool_use', id: 'a', name: 'weather', input: {} }),
          grows(6, { type: 'input_json_delta', partial_json: '{"city":"Oslo"}' }),
          begins(7, { type: 'tool_use', id: 'b', name: 'clock', input: {} }),
          grows(7, { type: 'input_json_delta', partial_json: 'now?' }),
          stops('tool_use'),
          done,
        ),
        end,
      ]);
      const { last } = await ask({ tools: [weather] });
      expect(last?.memo).not.to.equal(undefined);

      bench.on(models.anthropic.text, [stream, write(says('{}'), ends(), done), end]);
      const results = [{ id: 'a', tool: 'weather', text: 'Rain', isError: false }];
      const [answer] = await messages([
        { _tag: 'Called', said: 'Let me see.', calls: [], results, memo: last?.memo },
      ]);
      expect(answer).to.deep.equal({
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Rain?', signature: 'signed' },
          { type: 'redacted_thinking', data: 'secret' },
          { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'rain' } },
          search,
          { type: 'text', text: 'Let me see.', citations: [{ url: 'u' }] },
          { type: 'tool_use', id: 'a', name: 'weather', input: { city: 'Oslo' } },
          { type: 'tool_use', id: 'b', name: 'clock', input: { INVALID_JSON: 'now?' } },
        ],
      });
    });

    it('wants nothing back of an answer without thoughts', async () => {
      expect((await ask({})).last).not.to.have.property('memo');
    });
  });

  describe('whose answer was wrong', () => {
    const wrong = (said: string, memo?: unknown): Turn => ({
      _tag: 'Corrected',
      said,
      complaint: 'That is no JSON.',
      ...(memo !== undefined && { memo }),
    });
    const complaint = { role: 'user', content: 'That is no JSON.' };

    it('tells the model what it said, and what is wrong with it', async () => {
      expect(await messages([wrong('Well')])).to.deep.equal([
        { role: 'assistant', content: [{ type: 'text', text: 'Well' }] },
        complaint,
      ]);
    });

    it('tells only what is wrong when the model has said nothing, or has only thought', async () => {
      expect(await messages([wrong(' \n')])).to.deep.equal([complaint]);
      const thought = [{ type: 'thinking', thinking: 'Hm', signature: 'signed' }];
      expect(await messages([wrong('', thought)])).to.deep.equal([complaint]);
    });
  });

  it('belongs to an account by its key and its address', () => {
    const account = (key: string, baseURL?: string) => anthropic().account?.(set({ key, baseURL }));
    expect(account('one')).to.equal(account('one')).and.not.equal(account('another'));
    expect(account('one')).not.to.equal(account('one', bench.url));
  });
});
