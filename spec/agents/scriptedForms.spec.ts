import { expect } from 'chai';
import fc from 'fast-check';
import * as t from 'io-ts';
import { z } from 'zod';
import type { AgentSettings, Ask } from '../../lib/agents/provider.js';
import { scripted, type ScriptedOptions } from '../../lib/agents/scripted.js';
import { standard } from '../../lib/core/codec.js';
import type { JsonSchema } from '../../lib/core/jsonSchema.js';
import { schemaOf } from '../../lib/core/schemaOf.js';
import type { Question } from '../../lib/flow/ports.js';
import { sampledTypes } from '../support/codecs.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { fitsSchema } from '../support/schemaCheck.js';

const quick = { delay: 0 };

const answers = async (
  question: Partial<Question>,
  options: ScriptedOptions = {},
  { agents } = scripted({ ...quick, ...options }),
  agent: (settings: AgentSettings) => Ask<string> = agents.text,
) => {
  const { last, error } = await heard(agent(set())({ ...asked(), ...question }, now));
  expect(error).to.equal(undefined);
  return last;
};

const inForm = async (schema: JsonSchema | undefined, text = 'Why?'): Promise<unknown> => {
  const form = { name: 'answer', ...(schema !== undefined && { schema }) };
  const last = await answers({ text, form });
  return JSON.parse(last?.value ?? '');
};

describe('scripted, without a script', () => {
  it('makes up an answer of the form that is asked for, and says so in its texts', async () => {
    const plan = t.intersection([
      t.type({ title: t.string, steps: t.array(t.type({ minutes: t.Int })) }),
      t.partial({ size: t.keyof({ S: null, M: null }) }),
    ]);
    const made = await inForm(schemaOf(plan));
    expect(plan.decode(made)).to.have.property('_tag', 'Right');
    expect(made)
      .to.have.property('title')
      .that.matches(/^scripted title \d\d$/u);
    expect(made).to.have.property('steps').that.has.length(2);
    expect(made).to.have.property('size').that.is.oneOf(['S', 'M']);
  });

  it('streams it, piece by piece', async () => {
    const form = { name: 'answer', schema: { type: 'array', items: {}, minItems: 5 } };
    const ask = scripted(quick).agents.text(set());
    const { answers: all, last } = await heard(ask({ ...asked(), form }, now));
    expect(all.length).to.be.above(5);
    expect(all.map(({ delta }) => delta).join('')).to.equal(last?.value);
    expect(last).to.deep.include({ finish: 'stop' });
  });

  it('gives the same to the same question, and something else to another one', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    expect(await inForm(schema)).to.deep.equal(await inForm(schema));
    const several = await Promise.all(['1', '2', '3', '4'].map((text) => inForm(schema, text)));
    expect(new Set(several.map((one) => JSON.stringify(one))).size).to.be.above(1);
  });

  it('says what it always says, in JSON, where only that is asked for', async () => {
    expect(await inForm(undefined))
      .to.have.property('scripted')
      .that.matches(/^This is a scripted answer; no model was asked\./u);
  });

  it('does so when it is shown or played something, too', async () => {
    const form = {
      name: 'seen',
      schema: { type: 'object', properties: { seen: {} }, required: ['seen'] },
    };
    const provider = scripted(quick);
    for (const agent of [provider.agents.vision, provider.agents.recognition]) {
      const last = await answers({ form }, quick, provider, agent);
      expect(JSON.parse(last?.value ?? ''))
        .to.have.property('seen')
        .that.includes('scripted');
    }
  });

  it('keeps to the limits of zod', async () => {
    const schema = z.object({
      age: z.int().min(18).max(19),
      share: z.number().gt(0).lt(1),
      even: z.number().multipleOf(4).min(401),
      below: z.number().max(-7),
      name: z.string().min(40).max(50),
      short: z.string().max(3),
      mail: z.email(),
      site: z.url(),
      id: z.uuid(),
      at: z.iso.datetime(),
      day: z.iso.date(),
      hour: z.iso.time(),
      where: z.ipv4(),
      word: z.string().regex(/^[A-Z]+$/u),
      number: z.string().regex(/^\d{3}$/u),
      tags: z.array(z.string()).min(3),
      two: z.tuple([z.string(), z.number()]),
      sizes: z.record(z.enum(['S', 'M']), z.number()),
      counts: z.record(z.string(), z.number()),
      part: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('a'), a: z.null() }),
        z.object({ kind: z.literal('b'), b: z.boolean() }),
      ]),
      perhaps: z.string().nullable(),
      get next() {
        return schema.optional();
      },
    });
    const codec = standard(schema);
    for (const text of ['one', 'two', 'three']) {
      const made = await inForm(schemaOf(codec), text);
      expect(codec.decode(made)).to.have.property('_tag', 'Right');
    }
  });

  it('comes to an end where a form is recursive', async () => {
    const sum = (sign: string): t.Mixed =>
      t.type({ sign: t.literal(sign), left: Sum, middle: Sum, right: Sum });
    const Sum: t.Mixed = t.recursion('Sum', () =>
      t.union([t.union([sum('+'), sum('-')]), t.union([sum('*'), t.number])]),
    );
    for (const text of ['one', 'two', 'three', 'four']) {
      expect(Sum.decode(await inForm(schemaOf(Sum), text))._tag).to.equal('Right');
    }
    // Nobody can write this one.
    const endless = { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
    expect(await inForm(endless)).to.have.property('next');
  });

  it('takes together what is said in several places', async () => {
    const schema = {
      allOf: [
        { $ref: '#/$defs/Named' },
        { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] },
      ],
      $defs: {
        Named: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      },
    };
    expect(fitsSchema(schema, await inForm(schema))).to.equal(true);
  });

  it('makes up what the codec takes, whatever type it is', () =>
    fc.assert(
      fc.asyncProperty(sampledTypes, fc.string(), async ({ codec }, text) => {
        const schema = schemaOf(codec);
        fc.pre(schema !== undefined && isPossible(schema));
        const made = await inForm(schema, text);
        expect(codec.decode(made)._tag, JSON.stringify(made)).to.equal('Right');
      }),
      { numRuns: 400 },
    ));

  it('calls no tools, though there are some', async () => {
    const tools = [{ name: 'weather', description: 'Tells it.', schema: { type: 'object' } }];
    const last = await answers({ tools });
    expect(last).not.to.have.property('calls');
    expect(last?.value).to.include('scripted');
  });
});

describe('scripted, with a script', () => {
  it('calls tools, and answers when it sees what they gave', async () => {
    const script: ScriptedOptions['script'] = ({ turns = [] }) => {
      const [turn] = turns;
      return turn?._tag === 'Called'
        ? `It is ${turn.results[0]?.text ?? ''}.`
        : { calls: [{ tool: 'weather', input: { city: 'Oslo' }, id: 'call-1' }] };
    };
    const calls = [{ tool: 'weather', input: { city: 'Oslo' }, id: 'call-1' }];
    const first = await answers({}, { script });
    expect(first).to.deep.include({ value: '', calls });

    const results = [{ id: 'call-1', tool: 'weather', text: 'cold', isError: false }];
    const then = await answers(
      { turns: [{ _tag: 'Called', said: '', calls, results }] },
      { script },
    );
    expect(then).to.include({ value: 'It is cold.' }).and.not.have.property('calls');
  });

  it('says what the script says, whatever form is asked for', async () => {
    const form = { name: 'answer', schema: { type: 'number' } };
    expect(await answers({ form }, { script: { Why: '"because"' } })).to.include({
      value: '"because"',
    });
  });
});

/** Whether there is a value that fits. */
const isPossible = (schema: JsonSchema): boolean => !JSON.stringify(schema).includes('"not":{}');
