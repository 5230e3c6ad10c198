import { expect } from 'chai';
import { models, voices } from '../../lib/agents/models.js';
import { openai, type OpenAIClient } from '../../lib/agents/openai.js';
import { StreamTruncated, UnexpectedContentType } from '../../lib/core/providerErrors.js';
import { begin, end, Faulty, fin, reply, write } from '../support/faulty.js';
import { asked, heard, now, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';

const bytes = Uint8Array.from([0x49, 0x44, 0x33, 0, 255, 128, 7]);

describe('openai, asked to speak', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const say = (model?: string, params = {}, mission = 'like a pirate') =>
    heard(
      openai().agents.speech(set({ model, mission, params, baseURL: `${bench.url}/v1` }))(
        asked('Land ahoy!'),
        now,
      ),
    );

  it('gives the bytes at once, with their type', async () => {
    bench.on(models.openai.speech, reply(200, bytes, { 'content-type': 'audio/mpeg' }));
    const { answers, error } = await say(undefined, { speed: 2 });
    expect(error).to.equal(undefined);
    expect(answers).to.deep.equal([{ value: { _tag: 'Audio', mime: 'audio/mpeg', bytes } }]);

    const [request] = bench.requests;
    expect(request).to.include({ method: 'POST', path: '/v1/audio/speech' });
    expect(request?.json).to.deep.equal({
      model: models.openai.speech,
      input: 'Land ahoy!',
      voice: voices.openai,
      response_format: 'mp3',
      instructions: 'like a pirate',
      speed: 2,
    });
  });

  it('takes voice and format from the params', async () => {
    bench.on('m', reply(200, bytes, { 'content-type': 'application/octet-stream' }));
    const { last } = await say('m', { voice: 'cedar', response_format: 'wav', input: 'ours wins' });
    expect(last?.value.mime).to.equal('audio/wav');
    expect(bench.requests[0]?.json).to.include({
      voice: 'cedar',
      response_format: 'wav',
      input: 'Land ahoy!',
    });
  });

  it('believes the server about the type, and else the format that was asked for', async () => {
    bench
      .on('told', reply(200, bytes, { 'content-type': 'audio/pcm;rate=24000' }))
      .on('untold', [begin(200), write(bytes), end]);
    expect((await say('told')).last?.value.mime).to.equal('audio/pcm;rate=24000');
    expect((await say('untold')).last?.value.mime).to.equal('audio/mpeg');
    expect((await say('untold', { response_format: 'opus' })).last?.value.mime).to.equal(
      'audio/opus',
    );
    expect((await say('untold', { response_format: 'own' })).last?.value.mime).to.equal(
      'application/octet-stream',
    );
  });

  it('does not advise models that take no advice, and says nothing of a mission that is none', async () => {
    for (const model of ['tts-1', 'tts-1-hd', 'tts-10']) {
      bench.on(model, reply(200, bytes, { 'content-type': 'audio/mpeg' }));
      await say(model);
    }
    await say('tts-10', {}, '');
    expect(bench.requests.map(({ body }) => body.includes('"instructions":'))).to.deep.equal([
      false,
      false,
      true,
      false,
    ]);
  });

  it('takes no empty body for a sound, and none that is shorter than it says', async () => {
    bench
      .on('empty', reply(200, new Uint8Array(), { 'content-type': 'audio/mpeg' }))
      .on('short', [
        begin(200, { 'content-type': 'audio/mpeg', 'content-length': '9' }),
        write(bytes),
        fin,
      ]);
    expect((await say('empty')).error).to.be.instanceOf(StreamTruncated);
    const { answers, error } = await say('short');
    expect(answers).to.deep.equal([]);
    expect(error).to.be.instanceOf(StreamTruncated);
    expect(error).to.have.property('retryable', true);
  });

  it('does not trust the network of a client that was given', async () => {
    const notHere = () => Promise.reject(new Error('not here'));
    const saying = (headers: Readonly<Record<string, string>>): OpenAIClient => ({
      chat: { completions: { create: notHere } },
      images: { generate: notHere, edit: notHere },
      audio: {
        speech: { create: () => Promise.resolve(new Response(bytes, { headers })) },
        transcriptions: { create: () => ({ withResponse: notHere }) },
      },
      embeddings: { create: notHere },
    });
    const said = (headers: Readonly<Record<string, string>>) =>
      heard(openai({ client: saying(headers) }).agents.speech(set())(asked(), now));
    expect((await said({ 'content-length': '9' })).error).to.be.instanceOf(StreamTruncated);
    // What is compressed on the way is longer when it is here.
    const packed = { 'content-length': '9', 'content-encoding': 'gzip' };
    expect((await said(packed)).last?.value.bytes).to.deep.equal(bytes);
  });

  it('takes no JSON for a sound', async () => {
    bench.on('m', reply(200, { error: { message: 'Overloaded' } }));
    const { error } = await say('m');
    expect(error).to.be.instanceOf(UnexpectedContentType);
    expect(error).to.include({ contentType: 'application/json' });
  });
});
