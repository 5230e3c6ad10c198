import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { end, Faulty, hang, reply, stream, write } from '../support/faulty.js';
import { openaiSays } from '../support/vendors.js';

const root = resolve(import.meta.dirname, '../..');
const secret = 'sk-proj-Sm0ke0123456789abcdefghij';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** What is told of a provider. */
  readonly of: (provider: string) => readonly string[];
}

const run = async (
  env: Readonly<Record<string, string>> = {},
  ...given: readonly string[]
): Promise<Ran> => {
  const bare = Object.entries(process.env).filter(
    ([name]) => !/_(?:API_KEY|BASE_URL|MODEL|CSE_ID)$/u.test(name),
  );
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', resolve(root, 'scripts/smoke.ts'), ...given],
    { cwd: root, env: { ...Object.fromEntries(bare), ...env } },
  );
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  await once(child, 'close');
  const lines = out.trimEnd().split('\n');
  return {
    code: child.exitCode,
    out,
    err,
    of: (provider) => lines.filter((line) => line.startsWith(`${provider} `)),
  };
};

describe('the smoke script', function () {
  this.timeout(60_000);
  const { says, ends, done, refuses } = openaiSays;
  let bench: Faulty;
  beforeEach(async () => (bench = await Faulty.open()));
  afterEach(() => bench.close());
  const here = () => ({ OPENAI_API_KEY: secret, OPENAI_BASE_URL: `${bench.url}/v1` });

  it('asks nobody without keys, and says why', async () => {
    const { code, out, err, of } = await run();

    expect([code, err]).to.deep.equal([0, '']);
    expect(out.trimEnd().split('\n')).to.have.length(16);
    expect(out).not.to.match(/asked|failed|scripted/u);
    expect(of('openai').join()).to.match(/skipped +OPENAI_API_KEY is not set$/u);
    expect(of('ollama').join()).to.match(/skipped +OLLAMA_BASE_URL is not set$/u);
  });

  it('asks whoever has a key one thing', async () => {
    bench.on('gpt-5-mini', [stream, write(says('Hello.'), ends(), done), end]);
    const { code, err, of } = await run(here());

    expect([code, err]).to.deep.equal([0, '']);
    expect(of('openai').join('\n')).to.match(/^openai +text +asked +gpt-5-mini, \d+\.\d s$/u);
    expect(bench.requests).to.have.length(1);
  });

  it('fails when one fails that was asked, and does not print its key', async () => {
    bench.on('gpt-5-mini', reply(401, refuses(`Incorrect API key provided: ${secret}`)));
    const { code, out, err, of } = await run(here());

    expect([code, err]).to.deep.equal([1, '']);
    expect(of('openai').join('\n')).to.match(/^openai +text +failed +RequestRejected: .*401/u);
    expect(out).not.to.include(secret).and.not.include('Sm0ke');
  });

  it('asks a server on this machine whose address is given, for the model that is named', async () => {
    bench.on('tiny', [stream, write(says('Hello.'), ends(), done), end]);
    const { code, of } = await run({ OLLAMA_BASE_URL: bench.url, OLLAMA_MODEL: 'tiny' });

    expect(code).to.equal(0);
    expect(of('ollama').join('\n')).to.match(/^ollama +text +asked +tiny, /u);
  });

  it('asks for what costs more only when it is told to', async () => {
    const numbers = reply(200, { data: [{ embedding: [0.5] }], usage: { prompt_tokens: 2 } });
    bench
      .on('gpt-5-mini', [stream, write(says('Hello.'), ends(), done), end])
      .on('text-embedding-3-small', numbers)
      .on('gpt-image-2', reply(500, refuses('Oops')));
    const { code, of } = await run(
      { ...here(), STABILITY_API_KEY: secret, STABILITY_BASE_URL: bench.url },
      '--all',
    );

    expect(code).to.equal(1);
    expect(of('openai').map((line) => line.split(/\s+/u).slice(1, 3).join(' '))).to.deep.equal([
      'text asked',
      'embed asked',
      'image failed',
    ]);
    expect(of('stability').join()).to.match(/^stability +image +failed +ProviderFailed/u);
    expect((await run({ STABILITY_API_KEY: secret })).of('stability').join()).to.match(
      /skipped +it has image only: see --all$/u,
    );
  });

  it('does not wait for ever', async () => {
    bench.on('gpt-5-mini', [stream, hang]);
    const { code, of } = await run(here(), '--within', '0.5');

    expect(code).to.equal(1);
    expect(of('openai').join()).to.match(/failed +TimeoutError/u);
  });

  it('refuses what it does not know', async () => {
    const { code, out, err } = await run({}, '--everything');

    expect([code, out]).to.deep.equal([1, '']);
    expect(err).to.include('--everything');
  });
});
