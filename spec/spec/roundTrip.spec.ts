import { expect } from 'chai';
import fc from 'fast-check';
import type { Files, Memory } from '../../lib/flow/ports.js';
import {
  codecOf,
  FlowSpec,
  fromSpec,
  toSpec,
  type TypeSpec,
  type UntypedFlow,
} from '../../lib/spec/index.js';
import { storyOf, type Story } from '../support/story.js';
import { specs, types, variables } from './arbitrary.js';

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const property = (
  providers: readonly string[],
  holds: (spec: FlowSpec) => void,
  numRuns = 100,
): void => fc.assert(fc.property(specs(providers), holds), { numRuns, endOnFailure: true });

const everybody = ['openai', 'gemini', 'scripted'];

const given = (type: TypeSpec): unknown => {
  if (type === 'text') return 'rain and snow';
  return type === 'data' ? { rain: true } : ['rain', 'snow'];
};

const inProcess = (): { readonly memory: Memory; readonly files: Files } => {
  const kept = new Map<string, unknown>([['kept', 'what was kept']]);
  return {
    memory: { get: (key) => kept.get(key), set: (key, value) => kept.set(key, value) },
    files: { save: ({ name }) => `/out/${name}` },
  };
};

const told = (flow: UntypedFlow, { inputs = {} }: FlowSpec): Story =>
  storyOf((scheduler) =>
    flow.run(
      Object.fromEntries(Object.entries(inputs).map(([name, type]) => [name, given(type)])),
      { scheduler, random: () => 0.5, answers: () => 'it is done', ...inProcess() },
    ),
  );

describe('a flow that is written down and read again', () => {
  const { env } = process;
  beforeEach(() => {
    process.env = {
      ...env,
      ...Object.fromEntries(variables.map((name) => [name, 'https://nobody.invalid'])),
    };
  });
  afterEach(() => {
    process.env = env;
  });

  it('is the same data', () =>
    property(everybody, (spec) => {
      expect(json(toSpec(fromSpec(spec)))).to.deep.equal(json(spec));
      expect(toSpec(fromSpec(JSON.stringify(spec)))).to.deep.equal(json(spec));
    }));

  it('is the same text from the second time on', () =>
    property(everybody, (spec) => {
      const written = JSON.stringify(toSpec(fromSpec(spec)));
      expect(JSON.stringify(toSpec(fromSpec(written)))).to.equal(written);
    }));

  it('is the same flow', () =>
    property(everybody, (spec) => {
      const flow = fromSpec(spec);
      expect(fromSpec(toSpec(flow)).graph).to.deep.equal(flow.graph);
    }));

  it('does the same', () =>
    property(
      ['scripted'],
      (spec) => {
        const flow = fromSpec(spec);
        const [one, other] = [told(flow, spec), told(fromSpec(toSpec(flow)), spec)];

        expect(one.lines).not.to.be.empty;
        expect(other.lines).to.deep.equal(one.lines);
        expect(other.inner).to.deep.equal(one.inner);
        expect(String(other.error)).to.equal(String(one.error));
      },
      60,
    ));

  it('is what the codec reads, and what it writes', () =>
    property(everybody, (spec) => {
      const read = FlowSpec.decode(json(spec));
      expect(read).to.deep.equal({ _tag: 'Right', right: json(spec) });
      expect(FlowSpec.is(spec)).to.equal(true);
      expect(FlowSpec.encode(spec)).to.equal(spec);
    }));

  it('has the same types of values', () =>
    fc.assert(
      fc.property(types, (type) => {
        const spec = { rivulet: 1, tasks: { question: { ask: 'Which?', output: type } } };
        expect(json(toSpec(fromSpec(spec)))).to.deep.equal(spec);
        expect(codecOf(type)).to.have.property('decode');
      }),
    ));
});
