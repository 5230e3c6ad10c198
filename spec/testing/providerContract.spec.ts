import { expect } from 'chai';
import { anthropic } from 'rivulet/agents/anthropic';
import { gemini } from 'rivulet/agents/gemini';
import { openai } from 'rivulet/agents/openai';
import { scripted } from 'rivulet/agents/scripted';
import { ContractBroken, providerContract, type ContractCheck } from 'rivulet/testing';
import { end, Faulty, hang, reply, stream, write, type Step } from '../support/faulty.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { anthropicSays, geminiSays, openaiSays, type Language } from '../support/vendors.js';
import { underTest } from './acme.js';
import { ways } from './wrongProviders.js';

/** What a check says that fails; nothing when it does not. */
const complaintOf = async ({ check }: ContractCheck): Promise<string | undefined> => {
  try {
    await check();
    return undefined;
  } catch (error) {
    expect(error).to.be.instanceOf(ContractBroken);
    return String(error);
  }
};

describe('the contract of providers', () => {
  describe('is held', () => {
    for (const { title, check } of providerContract(underTest())) {
      it(`by one that is written for it: ${title}`, check);
    }

    const types = ['text', 'vision', 'recognition', 'image', 'speech', 'embed', 'search'] as const;
    for (const type of types) {
      for (const { title, check } of providerContract({ provider: scripted({ delay: 0 }), type })) {
        it(`by scripted for ${type}: ${title}`, check);
      }
    }

    it('by an agent that answers with whatever there is', async () => {
      for (const { check } of providerContract({ provider: scripted({ delay: 0 }), type: 'mcp' })) {
        await check();
      }
    });
  });

  describe('is broken', () => {
    for (const [who, title, complaint, wrong] of ways) {
      it(`${who}: ${title}`, async () => {
        const options = underTest(wrong);
        const check = providerContract(options).find((each) => each.title === title);
        expect(check, title).not.to.equal(undefined);
        if (check === undefined) return;
        const said = await complaintOf(check);

        expect(said).to.match(/^ContractBroken: "acme" does not do what a provider has to: /u);
        expect(said).to.match(complaint);
        expect(said).not.to.include('sk-0123456789');
      });
    }

    it('at least once for each check that there is', () => {
      const all = providerContract(underTest()).map(({ title }) => title);

      expect(new Set(ways.map(([, title]) => title))).to.deep.equal(new Set(all));
    });
  });

  it('is held by scripted where it calls tools', async () => {
    const provider = scripted({
      script: ({ turns = [] }) =>
        turns.length > 0 ? 'Sunny.' : { calls: [{ tool: 'weather', input: {} }] },
      delay: 0,
    });
    const { calling } = underTest();
    const check = providerContract({
      provider,
      type: 'text',
      ...(calling !== undefined && { calling }),
    }).at(-1);

    expect(check?.title).to.match(/^calls tools/u);
    await check?.check();
  });

  it('is not looked at where it cannot be', () => {
    const provider = scripted();
    const titles = providerContract({ provider, type: 'embed' }).map(({ title }) => title);

    expect(titles).to.have.length(6);
    expect(titles.join()).not.to.match(/delta|tools|JSON|left|fails/u);
  });

  it('has a limit that is a number', () => {
    expect(() => providerContract({ provider: scripted(), type: 'text', within: 0 })).to.throw(
      RangeError,
      /within/u,
    );
  });
});

/** A vendor on loopback that answers, calls, fails and goes on, as the name of the model says. */
interface Vendor {
  readonly name: string;
  readonly provider: ReturnType<typeof openai | typeof gemini | typeof anthropic>;
  readonly language: Language;
  readonly at: (url: string) => string;
}

const vendors: readonly Vendor[] = [
  { name: 'openai', provider: openai(), language: openaiSays, at: (url) => `${url}/v1` },
  { name: 'gemini', provider: gemini(), language: geminiSays, at: (url) => url },
  { name: 'anthropic', provider: anthropic(), language: anthropicSays, at: (url) => url },
];

for (const { name, provider, language, at } of vendors) {
  describe(`${name} on loopback holds the contract of providers`, () => {
    onLoopbackOnly();
    const { says, ends, done, refuses } = language;
    let bench: Faulty;
    let open = 0;
    before(async () => {
      bench = await Faulty.open();
      const opens: Step = ({ socket }) => {
        open++;
        socket.once('close', () => open--);
      };
      const fitting: Step = (exchange) => {
        const isJSON = /json|schema/iu.test(exchange.request.body);
        return write(says(isJSON ? '{"answer":"Hello"}' : 'Hello'))(exchange);
      };
      bench
        .on('well', [stream, fitting, write(ends(), done), end])
        .on('endless', [opens, stream, write(says('Hel')), hang])
        .on('refused', reply(401, refuses('No such key')));
    });
    after(() => bench.close());

    const options = {
      provider,
      type: 'text',
      requests: () => bench.requests.length,
      endless: { settings: { model: 'endless' }, open: () => open },
      failing: { model: 'refused' },
    } as const;

    for (const [index, { title }] of providerContract(options).entries()) {
      it(title, async () => {
        const settings = { model: 'well', baseURL: at(bench.url) };
        await providerContract({ ...options, settings })[index]?.check();
      });
    }
  });
}
