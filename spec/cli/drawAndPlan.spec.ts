import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ends, project, rivulet } from './command.js';

const spec = {
  rivulet: 1,
  agents: { writer: { type: 'text', provider: 'openai', mission: 'write' } },
  tasks: { plot: { agent: 'writer', instruction: 'Write a plot' } },
};

describe('rivulet draw', () => {
  const cwd = project({ 'story.json': JSON.stringify(spec) });
  const ended = ends({
    file: () => rivulet(['draw', 'story.json', '-o', 'story.svg'], { cwd }),
    printed: () => rivulet(['draw', 'story.json'], { cwd }),
    bitmap: () => rivulet(['draw', 'story.json', '-o', 'story.png'], { cwd }),
    letters: () => rivulet(['draw', 'story.json', '--ascii'], { cwd }),
    mermaid: () => rivulet(['draw', 'story.json', '-o', 'story.mmd'], { cwd }),
    dark: () => rivulet(['draw', 'story.json', '--theme', 'dark'], { cwd }),
    unlike: () => rivulet(['draw', 'story.json', '--format', 'dot', '-o', 'story.svg'], { cwd }),
    twice: () => rivulet(['draw', 'story.json', '--ascii', '--format', 'dot'], { cwd }),
    strange: () => rivulet(['draw', 'story.json', '-o', 'story.gif'], { cwd }),
  });

  it('writes the same picture that it prints', () => {
    expect(ended('file')).to.deep.equal({ stdout: '', stderr: 'Drawn: story.svg\n', code: 0 });
    const svg = readFileSync(join(cwd, 'story.svg'), 'utf8');
    expect(svg).to.match(/^<svg[^]*plot[^]*<\/svg>\n$/u);
    expect(ended('printed')).to.deep.equal({ stdout: svg, stderr: '', code: 0 });
  });

  it('writes a bitmap where that is asked for', () => {
    expect(ended('bitmap').code).to.equal(0);
    expect(readFileSync(join(cwd, 'story.png')).subarray(1, 4).toString()).to.equal('PNG');
  });

  it('prints letters where that is asked for', () => {
    const { stdout, stderr, code } = ended('letters');
    expect({ stderr, code }).to.deep.equal({ stderr: '', code: 0 });
    expect(stdout)
      .to.match(/^\+-+\+$/mu)
      .and.to.include('plot');
    expect(stdout).to.match(/^[\n -~]*$/u);
  });

  it('writes the languages of other programs as the file ends', () => {
    expect(ended('mermaid').stderr).to.equal('Drawn: story.mmd\n');
    expect(readFileSync(join(cwd, 'story.mmd'), 'utf8')).to.match(/^flowchart [^]*plot/mu);
  });

  it('draws on a dark page', () => {
    expect(ended('dark').code).to.equal(0);
    expect(ended('dark').stdout).to.not.equal(ended('printed').stdout);
  });

  it('refuses what is no picture', () => {
    expect(ended('strange').code).to.equal(2);
    expect(ended('strange').stderr).to.match(/ends in \.svg, \.png, .* not to "story\.gif"/u);
    expect(ended('twice').code).to.equal(2);
    expect(ended('twice').stderr).to.match(
      /^WrongUsage {2}.*'--ascii' cannot be used with .*'--format/u,
    );
    expect(ended('unlike').code).to.equal(2);
    expect(ended('unlike').stderr).to.include('ends in .dot or .gv, not to "story.svg"');
  });
});

describe('rivulet plan', () => {
  const bodies: string[] = [];
  let server: Server;
  let baseURL = '';

  /** A model that answers with that flow, whatever it is asked. */
  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += String(piece)));
      request.on('end', () => {
        bodies.push(body);
        const chunk = { choices: [{ index: 0, delta: { content: JSON.stringify(spec) } }] };
        const last = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(
          [chunk, last].map((each) => `data: ${JSON.stringify(each)}\n\n`).join('') +
            'data: [DONE]\n\n',
        );
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    // A server that listens to a port has such an address.
    baseURL = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
  });
  after(() => void server.close());

  it('prints the flow that a model writes, as JSON', async () => {
    const env = { OPENAI_API_KEY: 'sk-none', OPENAI_BASE_URL: baseURL };
    const { stdout, code } = await rivulet(['plan', 'A plot', '--model', 'large'], { env });

    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal(spec);
    expect(bodies).to.have.length(1);
    expect(bodies[0]).to.include('"model":"large"').and.to.include('A plot');
  });

  it('asks nobody without a key', async () => {
    const { stdout, stderr, code } = await rivulet(['plan', 'A plot']);

    expect(code).to.equal(1);
    expect(stdout).to.equal('');
    expect(stderr).to.include('MissingKey  ');
    expect(stderr).to.include('Try:  export OPENAI_API_KEY=...\n');
  });
});
