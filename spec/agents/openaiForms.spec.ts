import { expect } from 'chai';
import { openai } from '../../lib/agents/openai.js';
import type { JsonSchema } from '../../lib/core/jsonSchema.js';
import { end, Faulty, stream, write } from '../support/faulty.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { openaiSays } from '../support/vendors.js';

const { says, ends, done } = openaiSays;

const closed: JsonSchema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city'],
  additionalProperties: false,
};
const open: JsonSchema = { type: 'object', additionalProperties: { type: 'number' } };

describe('openai, asked for an answer of a form', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
    bench.on('m', [stream, write(says('{"city":'), says('"Oslo"}'), ends(), done), end]);
  });
  afterEach(() => bench.close());

  const ask = (schema: JsonSchema | undefined, params = {}) =>
    heard(
      openai().agents.text(set({ model: 'm', params, baseURL: `${bench.url}/v1` }))(
        { ...asked(), form: { name: 'place', ...(schema !== undefined && { schema }) } },
        now,
      ),
    );
  const sent = (at = 0): object => Object(bench.requests[at]?.json) as object;

  it('lets the server see to it, strictly where the schema allows that', async () => {
    const { answers, error } = await ask(closed);
    expect(error).to.equal(undefined);
    expect(answers.map(({ value }) => value)).to.deep.equal([
      '{"city":',
      '{"city":"Oslo"}',
      '{"city":"Oslo"}',
    ]);
    expect(sent()).to.have.deep.property('response_format', {
      type: 'json_schema',
      json_schema: {
        name: 'place',
        strict: true,
        schema: {
          type: 'object',
          properties: {
            city: { type: 'string' },
            days: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
          },
          required: ['city', 'days'],
          additionalProperties: false,
        },
      },
    });
    expect(sent()).to.have.nested.property('messages[1].content', 'Why?');
  });

  it('sends a schema that cannot be strict as it is', async () => {
    await ask(open);
    expect(sent()).to.have.deep.property('response_format', {
      type: 'json_schema',
      json_schema: { name: 'place', strict: false, schema: open },
    });
  });

  it('asks for any JSON where there is no schema, and speaks of it', async () => {
    await ask(undefined);
    expect(sent()).to.have.deep.property('response_format', { type: 'json_object' });
    expect(sent()).to.have.nested.property('messages[0].content', 'explain');
    expect(sent())
      .to.have.nested.property('messages[1].content')
      .that.matches(/^Why\?\n\n.*JSON/u);
  });

  it('asks in words for what is no object', async () => {
    await ask({ type: 'array', items: { type: 'string' } });
    expect(sent()).not.to.have.property('response_format');
    expect(sent())
      .to.have.nested.property('messages[1].content')
      .that.matches(/^Why\?\n\n.*JSON/u)
      .and.includes('{"type":"array","items":{"type":"string"}}');
  });

  it('leaves a form of the params alone', async () => {
    const response_format = { type: 'json_object' };
    await ask(closed, { response_format });
    expect(sent()).to.have.deep.property('response_format', response_format);
    expect(sent()).to.have.nested.property('messages[1].content', 'Why?');
  });
});
