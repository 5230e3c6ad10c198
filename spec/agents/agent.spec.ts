import { inspect } from 'node:util';
import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import * as t from 'io-ts';
import { lastValueFrom, toArray } from 'rxjs';
import { agent } from '../../lib/agents/agent.js';
import { openai } from '../../lib/agents/openai.js';
import type { Provider } from '../../lib/agents/provider.js';
import { scripted } from '../../lib/agents/scripted.js';
import { stability } from '../../lib/agents/stability.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import type { Image } from '../../lib/core/media.js';
import { UnknownProvider, UnsupportedModality } from '../../lib/core/providerErrors.js';
import { MissingVariable } from '../../lib/core/variableErrors.js';
import type { Agent } from '../../lib/flow/ports.js';
import { tool } from '../../lib/flow/tool.js';
import { end, Faulty, reply, stream, write } from '../support/faulty.js';
import { secret } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { geminiSays, openaiSays } from '../support/vendors.js';

const mission = 'explain';
const variables = ['OPENAI', 'GEMINI', 'STABILITY'].flatMap((name) => [
  `${name}_API_KEY`,
  `${name}_BASE_URL`,
]);

describe('agent', () => {
  onLoopbackOnly();
  const { env } = process;
  beforeEach(() => {
    process.env = Object.fromEntries(
      Object.entries(env).filter(([name]) => !variables.includes(name)),
    );
  });
  afterEach(() => {
    process.env = env;
  });

  const rejection = async (of: () => unknown): Promise<unknown> => {
    try {
      await of();
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it('grows when it is asked without a flow, each snapshot once', async () => {
    const provider = scripted({ script: { Why: ['Be', 'cause'] }, delay: 1 });
    const snapshots = agent({ type: 'text', provider, mission }).ask('Why?');
    expect(await lastValueFrom(snapshots.pipe(toArray()))).to.deep.equal(['Be', 'Because']);
  });

  it('is what its options say', () => {
    const writer = agent({ type: 'text', provider: 'openai', mission, model: 'm' });
    expect(writer).to.include({ type: 'text', provider: 'openai', mission, model: 'm' });
    expect(agent({ type: 'image', provider: openai(), mission }).provider).to.equal('openai');
  });

  it('tells what it was made of when it is asked, and no secret', () => {
    const params = { temperature: 0 };
    const named = agent({
      type: 'text',
      provider: 'openai',
      mission,
      params,
      key: { env: 'MY_KEY' },
      baseURL: { env: 'MY_URL' },
      limits: { requestsPerMinute: 60 },
      price: { input: 1, output: 4 },
    });
    expect(named.origin?.()).to.deep.equal({
      isNamed: true,
      params,
      key: { env: 'MY_KEY' },
      baseURL: { env: 'MY_URL' },
      limits: { requestsPerMinute: 60 },
      price: { input: 1, output: 4 },
    });
    const secretive = agent({
      type: 'text',
      provider: openai(),
      mission,
      key: secret,
      baseURL: `https://me:${secret}@nobody.invalid`,
    });
    expect(secretive.origin?.()).to.deep.equal({
      isNamed: false,
      params: {},
      key: 'text',
      baseURL: 'text',
      limits: {},
      price: undefined,
    });
    expect(agent({ type: 'text', provider: 'openai', mission }).origin?.()).to.deep.equal({
      isNamed: true,
      params: {},
      key: undefined,
      baseURL: undefined,
      limits: {},
      price: undefined,
    });
  });

  it('tells what it may do when it is asked', () => {
    const look = tool({ description: 'Looks.', input: t.type({ at: t.string }) });
    const able = agent({
      type: 'text',
      provider: 'openai',
      mission,
      tools: { look },
      maxSteps: 3,
      output: t.number,
    });
    expect(able.abilities?.()).to.deep.equal({
      tools: [{ look }],
      maxSteps: 3,
      output: t.number,
    });
    expect(agent({ type: 'text', provider: 'openai', mission }).abilities?.()).to.deep.equal({
      tools: [],
      maxSteps: 10,
      output: undefined,
    });
  });

  it('shows its key and its address to nobody', () => {
    const writer = agent({ type: 'text', provider: 'openai', mission, key: secret });
    const passed = agent({ type: 'text', provider: openai({ key: secret }), mission });
    const params = { user: secret };
    const told = agent({ type: 'text', provider: 'openai', mission, baseURL: secret, params });
    for (const each of [writer, passed, told]) {
      expect(inspect(each, { depth: 12, showHidden: true })).not.to.include('V3ry');
      expect(JSON.stringify(each)).not.to.include('V3ry');
    }
  });

  it('does not take a provider that does not exist', () => {
    // The compiler would not let it through.
    const options = { type: 'text', provider: 'opnai', mission } as unknown as {
      readonly type: 'text';
      readonly provider: 'openai';
      readonly mission: string;
    };
    expect(() => agent(options)).to.throw(UnknownProvider, 'Did you mean "openai"?');
  });

  it('does not take a type that the provider does not have', () => {
    // @ts-expect-error Stability has no text.
    expect(() => agent({ type: 'text', provider: 'stability', mission }))
      .to.throw(UnsupportedModality)
      .with.property('message')
      .that.includes('it has: image')
      .and.matches(/openai, gemini, .*scripted/u);
    // @ts-expect-error Nor has this one.
    expect(() => agent({ type: 'embed', provider: stability(), mission })).to.throw(
      UnsupportedModality,
    );
  });

  it('does not take what cannot be the name of a variable', () => {
    for (const env of ['', 'MY KEY', '1KEY', 'KEY=1', '${KEY}']) {
      const named = { env };
      for (const option of [{ key: named }, { baseURL: named }]) {
        expect(() => agent({ type: 'text', provider: 'openai', mission, ...option })).to.throw(
          InvalidOptions,
          "{ env: 'NAME' }",
        );
      }
    }
  });

  it('is typed by its type', () => {
    expectTypeOf(agent({ type: 'text', provider: 'gemini', mission })).toEqualTypeOf<
      Agent<'text', string>
    >();
    expectTypeOf(agent({ type: 'image', provider: 'openai', mission })).toEqualTypeOf<
      Agent<'image', Image>
    >();
    expectTypeOf(openai()).toExtend<Provider<'text'>>();
    expectTypeOf(stability()).not.toExtend<Provider<'embed'>>();
  });

  describe('before a task is started', () => {
    for (const [provider, type, variable] of [
      ['openai', 'text', 'OPENAI_API_KEY'],
      ['anthropic', 'text', 'ANTHROPIC_API_KEY'],
      ['gemini', 'text', 'GEMINI_API_KEY'],
      ['stability', 'image', 'STABILITY_API_KEY'],
    ] as const) {
      it(`misses the key of ${provider}, and says where it looked and what needs none`, async () => {
        const made =
          provider === 'stability'
            ? agent({ type: 'image', provider, mission })
            : agent({ type: 'text', provider, mission });
        const error = await rejection(() => made.prepare('plan'));
        expect(error).to.include({ _tag: 'MissingKey', provider, variable, task: 'plan' });
        expect(String(error))
          .to.include('"plan"')
          .and.include(variable)
          .and.include('option key')
          .and.include('"scripted"');
        expect(made.type).to.equal(type);
        process.env[variable] = ' ';
        expect(await rejection(() => made.prepare('plan'))).to.include({ _tag: 'MissingKey' });
        process.env[variable] = secret;
        expect(await rejection(() => made.prepare('plan'))).to.equal(undefined);
      });
    }

    it('misses the key when it is asked without a flow, too', async () => {
      const writer = agent({ type: 'text', provider: 'openai', mission });
      const error = await rejection(() => lastValueFrom(writer.ask('Why?')));
      expect(error).to.include({ _tag: 'MissingKey', task: undefined });
    });

    it('misses the variable that is named, whatever stands in the usual one', async () => {
      process.env['OPENAI_API_KEY'] = secret;
      process.env['OPENAI_BASE_URL'] = 'http://nobody.invalid';
      const keyed = agent({ type: 'text', provider: 'openai', mission, key: { env: 'MY_KEY' } });
      for (const value of [undefined, ' ']) {
        if (value !== undefined) process.env['MY_KEY'] = value;
        const error = await rejection(() => keyed.prepare('plan'));
        expect(error).to.include({ _tag: 'MissingKey', variable: 'MY_KEY', task: 'plan' });
        expect(await rejection(() => lastValueFrom(keyed.ask('Why?')))).to.include({
          _tag: 'MissingKey',
          variable: 'MY_KEY',
          task: undefined,
        });
      }
      process.env['MY_KEY'] = secret;
      expect(await rejection(() => keyed.prepare('plan'))).to.equal(undefined);

      const placed = agent({
        type: 'text',
        provider: 'openai',
        mission,
        baseURL: { env: 'MY_URL' },
      });
      const error = await rejection(() => placed.prepare('plan'));
      expect(error).to.include({
        _tag: 'MissingVariable',
        provider: 'openai',
        option: 'baseURL',
        variable: 'MY_URL',
        task: 'plan',
      });
      expect(String(error)).to.include(
        'Task "plan" of "openai" takes its baseURL from the variable MY_URL',
      );
      expect(await rejection(() => lastValueFrom(placed.ask('Why?')))).to.be.instanceOf(
        MissingVariable,
      );
    });

    it('is ready at once when nothing has to be loaded', () => {
      expect(agent({ type: 'text', provider: 'scripted', mission }).prepare('a')).to.equal(
        undefined,
      );
      expect(agent({ type: 'text', provider: scripted(), mission }).prepare('a')).to.equal(
        undefined,
      );
    });
  });

  describe('by the environment', () => {
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    it('finds key and address of openai, and its own options come first', async () => {
      bench.on('gpt-5-mini', [stream, write(openaiSays.says('Hi'), openaiSays.ends()), end]);
      process.env['OPENAI_API_KEY'] = secret;
      process.env['OPENAI_BASE_URL'] = `${bench.url}/v1`;
      const said = await lastValueFrom(
        agent({ type: 'text', provider: 'openai', mission }).ask('Why?'),
      );
      expect(said).to.equal('Hi');
      expect(bench.requests[0]?.headers.authorization).to.equal(`Bearer ${secret}`);

      process.env['OPENAI_BASE_URL'] = 'http://nobody.invalid';
      const own = { key: 'another-key', baseURL: `${bench.url}/v1` };
      await lastValueFrom(agent({ type: 'text', provider: 'openai', mission, ...own }).ask('Why?'));
      expect(bench.requests[1]?.headers.authorization).to.equal('Bearer another-key');
    });

    it('finds key and address in the variables that are named, when it is asked', async () => {
      bench.on('gpt-5-mini', [stream, write(openaiSays.says('Hi'), openaiSays.ends()), end]);
      const named = agent({
        type: 'text',
        provider: 'openai',
        mission,
        key: { env: 'MY_KEY' },
        baseURL: { env: 'MY_URL' },
      });
      process.env['OPENAI_API_KEY'] = 'another-key';
      process.env['OPENAI_BASE_URL'] = 'http://nobody.invalid';
      process.env['MY_KEY'] = secret;
      process.env['MY_URL'] = `${bench.url}/v1`;
      expect(await lastValueFrom(named.ask('Why?'))).to.equal('Hi');
      expect(bench.requests[0]?.headers.authorization).to.equal(`Bearer ${secret}`);
    });

    it('names its variable when the key is wrong, and not the key', async () => {
      const refused = { error: { message: `Incorrect API key provided: ${secret}` } };
      const body = new TextEncoder().encode(JSON.stringify(refused));
      bench.on('gpt-5-mini', reply(401, body, { 'content-type': 'application/json' }));
      process.env['MY_KEY'] = secret;
      const named = agent({
        type: 'text',
        provider: 'openai',
        mission,
        key: { env: 'MY_KEY' },
        baseURL: `${bench.url}/v1`,
      });
      const error = await rejection(() => lastValueFrom(named.ask('Why?')));
      expect(error).to.include({ _tag: 'RequestRejected', status: 401 });
      expect(String(error)).to.include('MY_KEY').and.not.include('V3ry');
    });

    it('finds key and address of gemini', async () => {
      bench.on('gemini-3.8-flash', [stream, write(geminiSays.says('Hi'), geminiSays.ends()), end]);
      process.env['GEMINI_API_KEY'] = secret;
      process.env['GEMINI_BASE_URL'] = bench.url;
      const said = await lastValueFrom(
        agent({ type: 'text', provider: 'gemini', mission }).ask('Why?'),
      );
      expect(said).to.equal('Hi');
    });

    it('finds key and address of stability', async () => {
      bench.on('core', reply(200, new Uint8Array([1, 2, 3]), { 'content-type': 'image/avif' }));
      process.env['STABILITY_API_KEY'] = secret;
      process.env['STABILITY_BASE_URL'] = bench.url;
      const { mime } = await lastValueFrom(
        agent({ type: 'image', provider: 'stability', mission }).ask('A cat'),
      );
      expect(mime).to.equal('image/avif');
    });
  });
});
