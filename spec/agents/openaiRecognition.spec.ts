import { expect } from 'chai';
import { models } from '../../lib/agents/models.js';
import { openai } from '../../lib/agents/openai.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import { ProtocolError, ProviderFailed, StreamTruncated } from '../../lib/core/providerErrors.js';
import { wav } from '../../lib/internal/wav.js';
import { end, Faulty, fin, packets, reply, stream, write } from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { openaiSays } from '../support/vendors.js';

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;
const says = (delta: string): string => event({ type: 'transcript.text.delta', delta });
const ends = (text: string, usage?: object): string =>
  event({ type: 'transcript.text.done', text, usage });
const done = 'data: [DONE]\n\n';
const took = { type: 'tokens', input_tokens: 7, output_tokens: 5, total_tokens: 12 };

const bytes = wav(8000, [0, 0.5, -0.5]);
const sound = (mime = 'audio/wav') => ({ _tag: 'Audio' as const, mime, bytes });

describe('openai, asked what was said', () => {
  onLoopbackOnly();
  let bench: Faulty;
  beforeEach(async () => {
    bench = await Faulty.open();
  });
  afterEach(() => bench.close());

  const hear = (
    model?: string,
    { params = {}, mission = 'names: Rivulet', text = '', audio = [sound()] } = {},
  ) =>
    heard(
      openai().agents.recognition(set({ model, mission, params, baseURL: `${bench.url}/v1` }))(
        { ...asked(text), audio },
        now,
      ),
    );
  const fields = (at = 0): Readonly<Record<string, string>> =>
    Object.fromEntries(
      [...(bench.requests[at]?.body ?? '').matchAll(/name="([^"]+)"\r\n\r\n([^]*?)\r\n--/gu)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
  const fileName = (at: number): string | undefined =>
    /name="file"; filename="([^"]*)"/u.exec(bench.requests[at]?.body ?? '')?.[1];

  it('sends the sound as a file, with the mission as the words to expect', async () => {
    bench.on(models.openai.recognition, [stream, write(ends('Hello.'), done), end]);
    expect((await hear(undefined, { params: { language: 'en' } })).error).to.equal(undefined);

    const [request] = bench.requests;
    expect(bench.requests).to.have.length(1);
    expect(request).to.include({ method: 'POST', path: '/v1/audio/transcriptions' });
    expect(request?.headers).to.include({ authorization: `Bearer ${secret}` });
    expect(request?.headers['content-type']).to.match(/^multipart\/form-data; boundary=/u);
    expect(fields()).to.deep.equal({
      prompt: 'names: Rivulet',
      language: 'en',
      model: models.openai.recognition,
      stream: 'true',
    });
    expect(request?.body).to.include('filename="audio.wav"\r\nContent-Type: audio/wav\r\n\r\nRIFF');
  });

  it('puts the question behind the mission, and leaves out what is empty', async () => {
    bench.on('m', [stream, write(ends('Hello.')), end]);
    await hear('m', { text: 'A sermon' });
    await hear('m', { mission: '', text: '' });
    await hear('m', { params: { prompt: 'my own' } });
    expect(fields(0)).to.include({ prompt: 'names: Rivulet\r\n\r\nA sermon' });
    expect(fields(1)).not.to.have.property('prompt');
    expect(fields(2)).to.include({ prompt: 'my own' });
  });

  it('sends no prompt to models that tell speakers apart', async () => {
    bench.on('gpt-4o-transcribe-diarize', [stream, write(ends('Hello.')), end]);
    await hear('gpt-4o-transcribe-diarize');
    expect(fields()).not.to.have.property('prompt');
  });

  it('names the file after the type of the sound', async () => {
    const names = {
      'audio/mpeg': 'audio.mp3',
      'audio/mp4': 'audio.m4a',
      'audio/x-m4a': 'audio.m4a',
      'audio/x-wav; rate=8000': 'audio.wav',
      'audio/vnd.wave': 'audio.wav',
      'audio/webm;codecs=opus': 'audio.webm',
      'audio/opus': 'audio.ogg',
      'AUDIO/FLAC': 'audio.flac',
      'audio/../"x\r\n': 'audio.bin',
      nonsense: 'audio.bin',
    };
    bench.on('m', [stream, write(ends('Hello.')), end]);
    for (const mime of Object.keys(names)) await hear('m', { audio: [sound(mime)] });
    expect(bench.requests.map((_, at) => fileName(at))).to.deep.equal(Object.values(names));
  });

  it('grows piece by piece where the model streams', async () => {
    bench.on('m', [
      stream,
      write(says('Hel'), says('lo 東京'), ends('Hello 東京', took), done),
      end,
    ]);
    const { answers, error } = await hear('m');
    expect(error).to.equal(undefined);
    expect(answers).to.deep.equal([
      { value: 'Hel', delta: 'Hel' },
      { value: 'Hello 東京', delta: 'lo 東京' },
      { value: 'Hello 東京', delta: '', finish: 'stop', usage: { input: 7, output: 5 } },
    ]);
  });

  it('gives the exact text when every byte is a packet of its own', async () => {
    const text = '東京は☔。';
    bench.on('m', [stream, write(...packets(says(text) + ends(text) + done)), end]);
    expect((await hear('m')).last).to.include({ value: text, finish: 'stop' });
  });

  it('gives all at once what comes all at once', async () => {
    bench
      .on('json', reply(200, { text: 'Hello.', usage: took }))
      .on('seconds', reply(200, { text: '', usage: { type: 'duration', seconds: 3 } }))
      .on('text', reply(200, 'Hello.\n', { 'content-type': 'text/plain' }))
      .on('vtt', reply(200, 'WEBVTT\n', { 'content-type': 'text/vtt' }));
    expect((await hear('json')).answers).to.deep.equal([
      { value: 'Hello.', delta: 'Hello.' },
      { value: 'Hello.', delta: '', finish: 'stop', usage: { input: 7, output: 5 } },
    ]);
    expect((await hear('seconds')).answers).to.deep.equal([
      { value: '', delta: '', finish: 'stop' },
    ]);
    for (const [format, value] of [
      ['text', 'Hello.\n'],
      ['vtt', 'WEBVTT\n'],
    ] as const) {
      const { last, error } = await hear(format, { params: { response_format: format } });
      expect(error).to.equal(undefined);
      expect(last).to.include({ value, finish: 'stop' });
    }
  });

  it('understands servers that stream as chat models do', async () => {
    bench.on('m', [
      stream,
      write(openaiSays.says('Hel'), openaiSays.says('lo'), openaiSays.ends(), done),
      end,
    ]);
    expect((await hear('m')).last).to.deep.equal({
      value: 'Hello',
      delta: '',
      finish: 'stop',
      usage: { input: 7, output: 5, cached: 2 },
    });
  });

  it('ignores events that it does not know', async () => {
    const segment = event({ type: 'transcript.text.segment', text: 'Hello.', speaker: 'A' });
    bench.on('m', [stream, write(says('Hello.'), segment, ends('Hello.'), done), end]);
    expect((await hear('m')).last).to.include({ value: 'Hello.', finish: 'stop' });
  });

  it('is truncated, and keeps what had come, when the end is missing', async () => {
    bench.on('ended', [stream, write(says('Hel'), done), end]);
    bench.on('closed', [stream, write(says('Hel')), fin]);
    for (const model of ['ended', 'closed']) {
      const { last, error } = await hear(model);
      expect(last).to.deep.equal({ value: 'Hel', delta: 'Hel' });
      expect(error).to.be.instanceOf(StreamTruncated);
      expect(error).to.include({ partial: 'Hel', retryable: true });
    }
  });

  it('keeps a failure in the stream apart from the text', async () => {
    bench.on('m', [stream, write(says('Hel'), openaiSays.fails), end]);
    const { error } = await hear('m');
    expect(error).to.be.instanceOf(ProviderFailed);
    expect(error).to.include({ partial: 'Hel' });
  });

  it('takes no other JSON for a text, and none that is broken', async () => {
    bench
      .on('other', reply(200, { error: { message: 'private' } }))
      .on('list', reply(200, [1]))
      .on('broken', reply(200, '{"text": "private', { 'content-type': 'application/json' }));
    for (const model of ['other', 'list', 'broken']) {
      const { answers, error } = await hear(model);
      expect(answers, model).to.deep.equal([]);
      expect(error, model).to.be.instanceOf(ProtocolError);
      expect(error).to.have.property('message').that.does.not.include('private');
    }
  });

  it('refuses no sound, and several, before anything is sent', async () => {
    for (const audio of [[], [sound(), sound()]]) {
      const { answers, error } = await hear('m', { audio });
      expect(answers).to.deep.equal([]);
      expect(error).to.be.instanceOf(InvalidOptions);
      expect(error)
        .to.have.property('message')
        .that.includes(`got ${String(audio.length)}`);
    }
    expect(bench.requests).to.deep.equal([]);
  });
});
