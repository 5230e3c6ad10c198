import { inspect } from 'node:util';
import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { agent } from '../../lib/agents/agent.js';
import { known, type Providers } from '../../lib/agents/known.js';
import { compatible, openai } from '../../lib/agents/openai.js';
import { examples } from '../../lib/agents/models.js';
import { presets } from '../../lib/agents/openai/presets.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import { MissingKey, RequestRejected, UnsupportedModality } from '../../lib/core/providerErrors.js';
import { textProviderContract } from '../contracts/provider.contract.js';
import { end, Faulty, reply, stream, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { openaiSays } from '../support/vendors.js';

textProviderContract({
  name: 'ollama',
  make: (options) => compatible(presets.ollama, options),
  language: openaiSays,
  at: (url) => `${url}/v1`,
  broke: 'insufficient_quota',
});

const { says, ends, done, refuses } = openaiSays;
const mission = 'explain';

/** Runs with these environment variables, and with no others that are about providers. */
const withVariables = async (
  variables: Readonly<Record<string, string>>,
  run: () => unknown,
): Promise<void> => {
  const { env } = process;
  const others = Object.entries(env).filter(
    ([name]) => !/_(?:API_KEY|BASE_URL)$|^OPENAI_/u.test(name),
  );
  process.env = { ...Object.fromEntries(others), ...variables };
  try {
    await run();
  } finally {
    process.env = env;
  }
};

describe('a server that speaks the language of openai', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
    bench.on('m', [stream, write(says('Hi'), ends(), done), end]);
  });
  afterEach(() => bench.close());

  const ask = (
    server: Parameters<typeof compatible>[0],
    settings: Parameters<typeof set>[0] = {},
    question = asked(),
  ) =>
    heard(
      compatible(server).agents.text(set({ model: 'm', baseURL: bench.url, ...settings }))(
        question,
        now,
      ),
    );
  const sent = (at = 0): object => Object(bench.requests[at]?.json) as object;

  describe('and is known by name', () => {
    for (const [name, server] of Object.entries(presets)) {
      it(`is ${name}, with what it has`, async () => {
        expect(server.name).to.equal(name);
        expect(known[name]?.has).to.deep.equal(server.has);
        const opened = await known[name]?.open();
        expect(opened).to.include({ name, tools: true, forms: true });
        expect(opened?.agents).to.include.keys(server.has);
        expect(examples).to.have.property(name);
        const { protocol, hostname } = new URL(server.baseURL);
        const isHere = hostname === '127.0.0.1';
        expect(protocol).to.equal(isHere ? 'http:' : 'https:');
        // Only a server of one's own does without a key.
        expect('isKeyless' in server).to.equal(isHere);
      });
    }

    it('has the same types of agents for the compiler', () => {
      type Has<P extends keyof typeof presets> = (typeof presets)[P]['has'][number];
      expectTypeOf<Pick<Providers, keyof typeof presets>>().toEqualTypeOf<{
        -readonly [P in keyof typeof presets]: Has<P>;
      }>();
    });

    it('is asked under its name, with the key of its variable', () =>
      withVariables({ XAI_API_KEY: secret, XAI_BASE_URL: `${bench.url}/v1` }, async () => {
        const writer = agent({ type: 'text', provider: 'xai', model: 'm', mission });
        expect(writer.provider).to.equal('xai');
        const said: unknown[] = [];
        await writer.ask('Why?').forEach((value) => void said.push(value));
        expect(said.at(-1)).to.equal('Hi');
        expect(bench.requests[0]?.path).to.equal('/v1/chat/completions');
        expect(bench.requests[0]?.headers).to.include({ authorization: `Bearer ${secret}` });
      }));

    it('embeds where it can, and is refused by the compiler and at once where it cannot', async () => {
      bench.on('e', reply(200, { data: [{ embedding: [1, 2] }] }));
      const { last } = await heard(
        compatible(presets.mistral).agents.embed(set({ model: 'e', baseURL: bench.url }))(
          asked(),
          now,
        ),
      );
      expect(last?.value).to.deep.equal([1, 2]);
      expect(() =>
        // @ts-expect-error DeepSeek has no numbers for texts.
        agent({ type: 'embed', provider: 'deepseek', model: 'm', mission }),
      ).to.throw(UnsupportedModality, 'ollama');
    });
  });

  describe('and its model', () => {
    it('has to be named, before any task is started', () =>
      withVariables({}, () => {
        for (const server of Object.values(presets)) {
          expect(() => compatible(server).prepare?.(set({ key: undefined }), 'plan'))
            .to.throw(InvalidOptions)
            .with.property('message')
            .that.includes('Task "plan"')
            .and.includes(`"${server.name}"`)
            .and.includes('option model')
            .and.includes(`"${examples[server.name]}"`);
        }
      }));

    it('has to be named when there is no flow, too', async () => {
      const { error } = await ask({ name: 'acme', baseURL: bench.url }, { model: undefined });
      expect(error).to.be.instanceOf(InvalidOptions);
      expect(error)
        .to.have.property('message')
        .that.includes('"acme"')
        .and.includes('option model')
        .and.not.includes('such as');
      expect(bench.requests).to.deep.equal([]);
    });
  });

  describe('and its key', () => {
    it('is not needed on this machine, and a placeholder is sent', () =>
      withVariables({ OPENAI_API_KEY: secret }, async () => {
        for (const key of [undefined, '', ' ']) {
          const { error } = await ask(presets.ollama, { key });
          expect(error).to.equal(undefined);
        }
        for (const { headers } of bench.requests) {
          expect(headers).to.include({ authorization: 'Bearer -' });
        }
        await compatible(presets.ollama).prepare?.(set({ key: undefined, model: 'm' }), 'a');
      }));

    it('is sent where there is one, that of the agent first', () =>
      withVariables({ VLLM_API_KEY: 'sk-of-the-variable' }, async () => {
        await ask(presets.vllm, { key: undefined });
        await ask(presets.vllm, { key: 'sk-of-the-agent' });
        expect(bench.requests.map(({ headers }) => headers.authorization)).to.deep.equal([
          'Bearer sk-of-the-variable',
          'Bearer sk-of-the-agent',
        ]);
      }));

    it('is asked for by the name of the server', () =>
      withVariables({ OPENAI_API_KEY: secret }, () => {
        for (const server of Object.values(presets)) {
          if ('isKeyless' in server) continue;
          const variable = `${server.name.toUpperCase()}_API_KEY`;
          expect(() => compatible(server).prepare?.(set({ key: undefined, model: 'm' }), 'plan'))
            .to.throw(MissingKey)
            .that.includes({ provider: server.name, variable });
        }
      }));

    it('is hidden, and the variable of the server is named, when it is refused', async () => {
      bench.on('m', reply(401, refuses(`Bad key ${secret}`)));
      const { error } = await ask({ name: 'acme-llm', baseURL: bench.url });
      expect(error).to.be.instanceOf(RequestRejected);
      expect(error)
        .to.have.property('message')
        .that.includes('"acme-llm"')
        .and.includes('ACME_LLM_API_KEY');
      expect(inspect(error, { depth: 9, showHidden: true })).not.to.include('V3ry');
    });

    it('is that of the server alone: nothing that is for openai is told to it', () =>
      withVariables(
        {
          OPENAI_ORG_ID: 'org-private',
          OPENAI_PROJECT_ID: 'project-private',
          OPENAI_CUSTOM_HEADERS: 'x-gate: gate-private\nAuthorization: Bearer private',
        },
        async () => {
          await ask(presets.deepseek);
          expect(bench.requests[0]?.headers).to.include({ authorization: `Bearer ${secret}` });
          expect(JSON.stringify(bench.requests[0]?.headers)).not.to.include('private');

          const settings = set({ model: 'm', baseURL: bench.url });
          await heard(openai().agents.text(settings)(asked(), now));
          expect(bench.requests[1]?.headers).to.include({
            'openai-organization': 'org-private',
            'x-gate': 'gate-private',
          });
        },
      ));
  });

  it('is whose requests they are: the same for two agents with the same key and address', () => {
    const { account } = compatible(presets.groq);
    const other = compatible(presets.xai);
    expect(account?.(set({ model: 'a' }))).to.equal(account?.(set({ model: 'b' })));
    expect(account?.(set({ key: 'another' }))).not.to.equal(account?.(set()));
    expect(other.account?.(set())).not.to.equal(account?.(set()));
  });

  it('says that its model is gone, and knows no others', async () => {
    bench.on('m', reply(404, refuses('No such model', 'model_not_found')));
    const { error } = await ask(presets.lmstudio);
    expect(error)
      .to.have.property('message')
      .that.includes('"lmstudio"')
      .and.includes('Is "m" the right model?')
      .and.includes('option model')
      .and.not.includes('Known models');
  });

  it('is not asked what an answer took, where it tells that unasked', async () => {
    await ask(presets.mistral);
    await ask(presets.groq);
    expect(sent(0)).not.to.have.property('stream_options');
    expect(sent(1)).to.have.deep.property('stream_options', { include_usage: true });
  });

  it('is told the form of an answer in the way that it knows', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const form = { name: 'made', schema };
    const format = async (server: Parameters<typeof compatible>[0], given: object) => {
      await ask(server, {}, { ...asked(), form: { name: 'made', ...given } });
      const { body = '' } = bench.requests.at(-1) ?? {};
      return [
        /"response_format":\{"type":"(\w+)"/u.exec(body)?.[1],
        body.includes('Answer with JSON'),
      ] as const;
    };
    expect(await format(presets.ollama, form)).to.deep.equal(['json_schema', false]);
    expect(await format(presets.ollama, {})).to.deep.equal(['json_object', true]);
    expect(await format(presets.lmstudio, form)).to.deep.equal(['json_schema', false]);
    expect(await format(presets.lmstudio, {})).to.deep.equal([undefined, true]);
    expect(await format(presets.deepseek, form)).to.deep.equal(['json_object', true]);
    expect(await format(presets.nvidia, form)).to.deep.equal([undefined, true]);
    // What it cannot see to is told in words.
    expect(bench.requests.at(-1)?.body).to.include(
      JSON.stringify(JSON.stringify(schema)).slice(1, -1),
    );
  });
});
