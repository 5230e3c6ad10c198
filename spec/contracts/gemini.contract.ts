import { inspect } from 'node:util';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import type { Observable } from 'rxjs';
import { gemini, type GeminiSDK } from '../../lib/agents/gemini.js';
import { models, voices } from '../../lib/agents/models.js';
import { InvalidOptions } from '../../lib/core/errors.js';
import {
  ConnectionLost,
  ContentBlocked,
  ProtocolError,
  ProviderFailed,
  RateLimited,
  RequestRejected,
  ResponseTooLarge,
  StreamTruncated,
  UnexpectedContentType,
} from '../../lib/core/providerErrors.js';
import type { Answer, Question, Turn } from '../../lib/flow/ports.js';
import { png } from '../../lib/internal/png.js';
import { wav } from '../../lib/internal/wav.js';
import {
  begin,
  end,
  Faulty,
  fin,
  hang,
  reply,
  rst,
  stream,
  write,
  type Step,
} from '../support/faulty.js';
import { asked, heard, now, secret, set } from '../support/hearing.js';
import { onLoopbackOnly } from '../support/loopback.js';
import { geminiSays } from '../support/vendors.js';

const { says, ends, refuses } = geminiSays;

/** What the agents of Gemini hold to, through whichever package they make their requests. */
export const geminiContract = (sdk: GeminiSDK): void => {
  describe(`the agents of gemini, through ${sdk}`, () => {
    onLoopbackOnly();
    let bench: Faulty;
    beforeEach(async () => {
      bench = await Faulty.open();
    });
    afterEach(() => bench.close());

    const { agents } = gemini({ sdk });
    const settings = (model: string | undefined, params = {}, mission = 'explain') =>
      set({ model, params, mission, baseURL: bench.url });
    const text = (model?: string, more: Partial<Question> = {}, params = {}) =>
      heard(agents.text(settings(model, params))({ ...asked(), ...more }, now));
    const body = () => bench.requests.at(-1)?.json as Readonly<Record<string, unknown>>;

    describe('asked for a text', () => {
      it('send what is asked in the words of the API', async () => {
        bench.on(models.gemini.text, [stream, write(says('Hi'), ends()), end]);
        const params = {
          generationConfig: { temperature: 0.5 },
          safetySettings: [{ category: 'c', threshold: 't' }],
          labels: { some: 'label' },
          contents: 'ours win',
        };
        const { error } = await text(undefined, {}, params);
        expect(error).to.equal(undefined);

        const [request] = bench.requests;
        expect(request).to.include({
          method: 'POST',
          path: `/v1beta/models/${models.gemini.text}:streamGenerateContent?alt=sse`,
        });
        expect(request?.headers).to.include({ 'x-goog-api-key': secret });
        expect(body()).to.deep.equal({
          ...params,
          systemInstruction: { role: 'system', parts: [{ text: 'explain' }] },
          contents: [{ role: 'user', parts: [{ text: 'Why?' }] }],
        });
      });

      it('ask tuned models and models of other paths', async () => {
        bench.on('mine', [stream, write(says('Hi'), ends()), end]);
        for (const model of ['models/mine', 'tunedModels/mine']) await text(model);
        expect(bench.requests.map(({ path }) => path.replace(/:.*/u, ''))).to.deep.equal([
          '/v1beta/models/mine',
          '/v1beta/tunedModels/mine',
        ]);
      });

      it('are blocked when the answer is taken back', async () => {
        bench.on('m', [stream, write(says('I '), told({ finishReason: 'SAFETY' })), end]);
        const { error } = await text('m');
        expect(error).to.be.instanceOf(ContentBlocked);
        expect(error).to.include({ reason: 'SAFETY', partial: 'I ' });
      });

      it('do not take thoughts for the answer', async () => {
        const parts = [{ text: 'Hmm', thought: true }, { text: 'Yes' }];
        bench.on('m', [stream, write(told({ content: { parts } }), ends()), end]);
        const { last } = await text('m');
        expect(last).to.include({ value: 'Yes' }).and.not.have.property('memo');
      });

      it('take the first of several answers', async () => {
        bench.on('m', [
          stream,
          write(
            told(
              { index: 1, content: { parts: [{ text: 'No' }] }, finishReason: 'SAFETY' },
              { index: 0, content: { parts: [{ text: 'Yes' }] } },
            ),
            ends(),
          ),
          end,
        ]);
        expect((await text('m')).last).to.include({ value: 'Yes', finish: 'stop' });
      });

      it('read every form in which an event may come', async () => {
        const [yes, no] = ['Yes', 'No'].map((said) => says(said).slice('data: '.length, -2));
        const pretty = JSON.stringify(JSON.parse(yes ?? ''), undefined, 2);
        bench.on('m', [
          stream,
          write(
            `: hello\r\n\r\nevent: message\r\nid: 1\r\ndata:${yes ?? ''}\r\n\r\n`,
            `data: ${no ?? ''}\r\rretry: 5\n\n`,
            `${pretty
              .split('\n')
              .map((line) => `data: ${line}`)
              .join('\n')}\n\n`,
            ends().trimEnd(),
          ),
          end,
        ]);
        const { last, error } = await text('m');
        expect(error).to.equal(undefined);
        expect(last).to.include({ value: 'YesNoYes', finish: 'stop' });
      });

      it('make no other request for the rest of an answer, nor call a part all of it', async () => {
        const rest = { finishReason: 'CONTINUATION', continuationToken: 'dG9rZW4=' };
        bench.on('m', [stream, write(says('One'), told(rest)), end]);
        const { error } = await text('m');
        expect(error).to.be.instanceOf(StreamTruncated);
        expect(error).to.include({ partial: 'One' });
        for (let times = 0; times < 20; times++) await turn();
        expect(bench.requests).to.have.length(1);
      });

      it('tell how long to wait, given in the body', async () => {
        const details = [
          { '@type': 'type.googleapis.com/google.rpc.QuotaFailure' },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' },
        ];
        const error = {
          code: 429,
          message: 'Quota exceeded',
          status: 'RESOURCE_EXHAUSTED',
          details,
        };
        bench.on('m', reply(429, { error })).on('n', [stream, write(event({ error })), end]);
        for (const model of ['m', 'n']) {
          const failed = (await text(model)).error;
          expect(failed).to.be.instanceOf(RateLimited);
          expect(failed).to.include({ retryAfter: 1500 });
        }
        expect(bench.requests).to.have.length(2);
      });

      it('know a bad key by its reason, for its status is that of a bad request', async () => {
        const details = [{ reason: 'API_KEY_INVALID' }];
        const error = { code: 400, message: 'Bad.', status: 'INVALID_ARGUMENT', details };
        bench.on('m', reply(400, { error }));
        expect((await text('m')).error)
          .to.have.property('hint')
          .that.includes('GEMINI_API_KEY');
      });

      it('print nothing, and let no environment variable of the package change anything', async () => {
        const said: unknown[] = [];
        const names = ['log', 'info', 'warn', 'error', 'debug'] as const;
        const own = names.map((name) => [name, Reflect.get(console, name)] as const);
        const variables = {
          GOOGLE_API_KEY: 'another',
          GEMINI_API_KEY: 'a third',
          GOOGLE_GENAI_USE_VERTEXAI: 'true',
          GOOGLE_GENAI_USE_ENTERPRISE: 'true',
          GOOGLE_CLOUD_PROJECT: 'project',
          GOOGLE_CLOUD_LOCATION: 'there',
          GOOGLE_GEMINI_BASE_URL: 'http://nobody.invalid',
        };
        const before = { ...process.env };
        for (const name of names) console[name] = (...words) => void said.push(words);
        Object.assign(process.env, variables);
        try {
          bench.on('m', [stream, write(says('Hi'), told({ index: 1 }), ends()), end]);
          expect((await text('m', { form, tools: [weather] })).last).to.include({ value: 'Hi' });
        } finally {
          for (const [name, print] of own) Reflect.set(console, name, print);
          for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
          Object.assign(process.env, before);
        }
        expect(said).to.deep.equal([]);
        expect(bench.requests[0]?.headers).to.include({ 'x-goog-api-key': secret });
      });

      it('leave the global fetch as it was', async () => {
        const { fetch: own } = globalThis;
        const calls: unknown[] = [];
        globalThis.fetch = (...given) => {
          calls.push(given[0]);
          return own(...given);
        };
        const { fetch: mine } = globalThis;
        bench.on('m', [stream, write(says('Hi'), ends()), end]);
        const answer = text('m');
        expect(globalThis.fetch).to.equal(mine);
        await answer;
        expect(globalThis.fetch).to.equal(mine);
        globalThis.fetch = own;
        expect(calls).to.have.length(1);
      });
    });

    describe('asked for an answer of some form', () => {
      const config = () => body()['generationConfig'];
      const answering = (model: string) =>
        bench.on(model, [stream, write(says('{}'), ends()), end]);

      it('tell the model the schema, among the params', async () => {
        answering('m');
        const { last } = await text('m', { form }, { generationConfig: { temperature: 0 } });
        expect(last).to.include({ value: '{}', finish: 'stop' });
        expect(config()).to.deep.equal({
          temperature: 0,
          responseMimeType: 'application/json',
          responseJsonSchema: form.schema,
        });
      });

      it('ask for any JSON when there is no schema', async () => {
        answering('m');
        await text('m', { form: { name: 'any' } });
        expect(config()).to.deep.equal({ responseMimeType: 'application/json' });
      });

      it('ask older models in words when there are tools, for these take no form then', async () => {
        for (const model of ['gemini-2.5-flash', 'gemini-3.8-flash']) answering(model);
        const system = () => JSON.stringify(body()['systemInstruction']);
        await text('gemini-2.5-flash', { form, tools: [weather] });
        expect(JSON.stringify(config())).to.not.include('application/json');
        expect(system()).to.include('explain').and.include('JSON').and.include('rains');

        await text('gemini-2.5-flash', { form });
        expect(config()).to.include({ responseMimeType: 'application/json' });
        expect(system()).to.not.include('JSON');

        await text('gemini-3.8-flash', { form, tools: [weather] });
        expect(config()).to.include({ responseMimeType: 'application/json' });
        expect(system()).to.not.include('JSON');
      });
    });

    describe('with tools', () => {
      const call = { functionCall: { id: 'c1', name: 'weather', args: { city: 'Oslo' } } };
      const signed = { ...call, thoughtSignature: 'c2lnbg==' };
      const unnamed = { functionCall: { name: 'dice' } };

      it('tell the model of them, besides those of the params', async () => {
        bench.on('m', [stream, write(says('Hi'), ends()), end]);
        const dice = { name: 'dice', description: 'Rolls dice.' };
        const tools = [{ googleSearch: {} }, { functionDeclarations: [dice] }];
        await text('m', { tools: [weather] }, { tools });
        expect(body()['tools']).to.deep.equal([
          { googleSearch: {} },
          {
            functionDeclarations: [
              dice,
              {
                name: 'weather',
                description: weather.description,
                parametersJsonSchema: weather.schema,
              },
            ],
          },
        ]);

        await text('m', {}, { tools });
        expect(body()['tools']).to.deep.equal(tools);
      });

      it('tell which of them the model calls, by its names where it gives some', async () => {
        const parts = [{ text: 'Let me see.' }, call, unnamed];
        bench.on('m', [stream, write(told({ content: { role: 'model', parts } }), ends()), end]);
        const { last, error } = await text('m');
        expect(error).to.equal(undefined);
        expect(last).to.deep.include({
          value: 'Let me see.',
          calls: [
            { tool: 'weather', input: { city: 'Oslo' }, id: 'c1' },
            { tool: 'dice', input: {} },
          ],
        });
      });

      it('say all that the model said with the next turn, signatures and thoughts too', async () => {
        const [thought, hidden] = ['Hmm', ', well'].map((words) => ({
          text: words,
          thought: true,
        }));
        bench.on('m', [
          stream,
          write(
            told({ content: { role: 'model', parts: [thought] } }),
            told({ content: { role: 'model', parts: [hidden, { text: 'Let ' }] } }),
            told({ content: { role: 'model', parts: [{ text: 'me see.' }, signed, unnamed] } }),
            ends(),
          ),
          end,
        ]);
        const { last } = await text('m');
        const turns: readonly Turn[] = [
          {
            _tag: 'Called',
            said: last?.value ?? '',
            calls: [
              { tool: 'weather', input: { city: 'Oslo' }, id: 'c1' },
              { tool: 'dice', input: {}, id: 'call-1-2' },
            ],
            results: [
              { id: 'c1', tool: 'weather', text: 'Rain', isError: false },
              { id: 'call-1-2', tool: 'dice', text: 'No dice', isError: true },
            ],
            // As it is after it was written down and read.
            memo: JSON.parse(JSON.stringify(last?.memo)),
          },
        ];
        await text('m', { turns });
        expect(body()['contents']).to.deep.equal([
          { role: 'user', parts: [{ text: 'Why?' }] },
          {
            role: 'model',
            parts: [{ text: 'Hmm, well', thought: true }, { text: 'Let me see.' }, signed, unnamed],
          },
          {
            role: 'user',
            parts: [
              { functionResponse: { id: 'c1', name: 'weather', response: { output: 'Rain' } } },
              { functionResponse: { name: 'dice', response: { error: 'No dice' } } },
            ],
          },
        ]);
      });

      it('say what was said without a memo, too', async () => {
        bench.on('m', [stream, write(says('Hi'), ends()), end]);
        const called = { tool: 'weather', input: { city: 'Oslo' }, id: 'elsewhere' };
        const result = { id: 'elsewhere', tool: 'weather', text: 'Rain', isError: false };
        await text('m', {
          turns: [
            { _tag: 'Called', said: 'Wait.', calls: [called], results: [result] },
            { _tag: 'Corrected', said: 'Dry', complaint: 'That is wrong.' },
            { _tag: 'Corrected', said: '', complaint: 'Say something.' },
          ],
        });
        const functionCall = { name: 'weather', args: { city: 'Oslo' } };
        const functionResponse = { name: 'weather', response: { output: 'Rain' } };
        expect(body()['contents']).to.deep.equal([
          { role: 'user', parts: [{ text: 'Why?' }] },
          { role: 'model', parts: [{ text: 'Wait.' }, { functionCall }] },
          { role: 'user', parts: [{ functionResponse }] },
          { role: 'model', parts: [{ text: 'Dry' }] },
          { role: 'user', parts: [{ text: 'That is wrong.' }] },
          { role: 'user', parts: [{ text: 'Say something.' }] },
        ]);
        expect(JSON.stringify(body()['systemInstruction'])).to.not.include('wrong');
      });
    });

    describe('asked what they see', () => {
      const look = (mime: string) =>
        heard(
          agents.vision(settings('m'))(
            { ...asked(), images: [{ _tag: 'Image', mime, bytes: picture }] },
            now,
          ),
        );

      it('send the bytes of the pictures before the text', async () => {
        bench.on('m', [stream, write(says('A cat'), ends()), end]);
        expect((await look('image/jpg; q=1')).last).to.include({ value: 'A cat', finish: 'stop' });
        const inlineData = { mimeType: 'image/jpeg', data: base64(picture) };
        expect(body()['contents']).to.deep.equal([
          { role: 'user', parts: [{ inlineData }, { text: 'Why?' }] },
        ]);
      });

      it('send no picture of a kind that they do not see', async () => {
        const { error } = await look('image/gif');
        expect(error).to.be.instanceOf(InvalidOptions);
        expect(String(error)).to.include('image/gif').and.include('image/png');
        expect(bench.requests).to.have.length(0);
      });
    });

    describe('asked what they hear', () => {
      const hear = (mime: string, question = asked('')) =>
        heard(
          agents.recognition(settings('m'))(
            { ...question, audio: [{ _tag: 'Audio', mime, bytes: sound }] },
            now,
          ),
        );

      it('send the bytes of the sound, and ask for what is said in it', async () => {
        bench.on('m', [stream, write(says('Ahoy'), ends()), end]);
        expect((await hear('audio/mpeg')).last).to.include({ value: 'Ahoy', finish: 'stop' });
        await hear('audio/x-wav', asked('Captain Ahab'));
        const sent = bench.requests.map(({ json }) => JSON.stringify(json));
        expect(sent[0]).to.include('word for word').and.include('"audio/mp3"');
        expect(sent[1]).to.include('Captain Ahab').and.include('"audio/wav"');
        expect(sent[1]).to.include(base64(sound));
      });

      it('send nothing when there is no sound', async () => {
        const { error } = await heard(agents.recognition(settings('m'))(asked(), now));
        expect(error).to.be.instanceOf(InvalidOptions);
        expect(bench.requests).to.have.length(0);
      });
    });

    describe('asked for a picture', () => {
      const draw = (params = {}, images: Question['images'] = []) =>
        heard(
          agents.image(settings(undefined, params, 'in ink'))({ ...asked('A cat'), images }, now),
        );
      const drawn = (...parts: readonly object[]) =>
        reply(200, {
          candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0 }],
          usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 4 },
        });
      const part = inline('image/png', picture);

      it('give the bytes at once, and what they took', async () => {
        const first = inline('image/png', picture.slice(0, 20));
        bench.on(
          models.gemini.image,
          drawn({ ...first, thought: true }, { text: 'Here:' }, part, first),
        );
        const { answers, error } = await draw({
          generationConfig: { imageConfig: { aspectRatio: '1:1' } },
        });
        expect(error).to.equal(undefined);
        expect(answers).to.deep.equal([
          {
            value: { _tag: 'Image', mime: 'image/png', bytes: picture },
            finish: 'stop',
            usage: { input: 7, output: 4 },
          },
        ]);

        const [request] = bench.requests;
        expect(request).to.include({
          method: 'POST',
          path: `/v1beta/models/${models.gemini.image}:generateContent`,
        });
        expect(body()).to.deep.include({
          contents: [{ role: 'user', parts: [{ text: 'in ink\n\nA cat' }] }],
          generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '1:1' } },
        });
      });

      it('make it of other pictures, too', async () => {
        bench.on(models.gemini.image, drawn(part));
        await draw({}, [{ _tag: 'Image', mime: 'image/png', bytes: picture }]);
        expect(body()['contents']).to.deep.equal([
          { role: 'user', parts: [part, { text: 'in ink\n\nA cat' }] },
        ]);
      });

      it('take neither words nor a part of a picture for one', async () => {
        bench.on(
          models.gemini.image,
          drawn({ text: 'I will draw a cat.' }),
          drawn(inline('image/png', picture.slice(0, -12))),
          drawn({ inlineData: { mimeType: 'image/png', data: '%%%' } }),
          reply(200, { candidates: [{ finishReason: 'NO_IMAGE' }] }),
        );
        for (let times = 0; times < 4; times++) {
          const { answers, error } = await draw();
          expect(answers).to.deep.equal([]);
          expect(error).to.be.instanceOf(ProtocolError);
          expect(String(error)).to.include('picture').and.not.include('I will draw');
          if (times === 3) expect(String(error)).to.include('NO_IMAGE');
        }
      });
    });

    describe('asked to speak', () => {
      const say = (model?: string, params = {}, mission = 'like a pirate') =>
        heard(agents.speech(settings(model, params, mission))(asked('Land ahoy!'), now));
      const spoken = (finishReason: string, ...parts: readonly object[]) =>
        reply(200, { candidates: [{ content: { parts }, finishReason }] });

      it('give the sound at once, with their own voice', async () => {
        bench.on(models.gemini.speech, spoken('STOP', inline('audio/wav', sound)));
        const { answers, error } = await say();
        expect(error).to.equal(undefined);
        expect(answers).to.deep.equal([
          { value: { _tag: 'Audio', mime: 'audio/wav', bytes: sound }, finish: 'stop' },
        ]);
        const style = 'like a pirate';
        expect(body()).to.deep.include({
          contents: [{ role: 'user', parts: [{ text: 'Land ahoy!', speechMetadata: { style } }] }],
          generationConfig: {
            responseModalities: ['AUDIO'],
            speechConfig: {
              voiceConfig: { prebuiltVoiceConfig: { voiceName: voices.gemini } },
            },
          },
        });
      });

      it('make a sound that can be played of plain samples', async () => {
        const samples = sound.slice(44);
        const [first, second] = [samples.slice(0, 2), samples.slice(2)];
        bench
          .on('told', spoken('STOP', inline('audio/L16;codec=pcm;rate=8000', samples)))
          .on(
            'pieces',
            spoken(
              'STOP',
              ...[first, second].map((each) => inline('audio/l16; rate=8000; channels=1', each)),
            ),
          )
          .on('untold', spoken('STOP', inline('audio/pcm', samples)));
        for (const model of ['told', 'pieces']) {
          const { last } = await say(model);
          expect(last?.value, model).to.deep.equal({
            _tag: 'Audio',
            mime: 'audio/wav',
            bytes: sound,
          });
        }
        expect((await say('untold')).last?.value.bytes).to.deep.equal(wav(24_000, [0, 0.5, -0.5]));
      });

      it('take the voice from the params', async () => {
        bench.on('m', spoken('STOP', inline('audio/wav', sound)));
        const speechConfig = { voiceConfig: { voice: 'mine' }, languageCode: 'no' };
        await say('m', { voice: 'Puck' });
        await say('m', { voice: 'Puck', generationConfig: { speechConfig } });
        const [named, whole] = bench.requests.map(({ json }) => JSON.stringify(json));
        expect(named).to.include('"voiceName":"Puck"').and.not.include('"voice":');
        expect(whole).to.include(JSON.stringify(speechConfig)).and.not.include('Puck');
      });

      it('tell older models in the text how to speak, and nobody when there is no mission', async () => {
        for (const model of ['gemini-2.5-flash-preview-tts', 'gemini-3.1-flash-tts-preview']) {
          bench.on(model, spoken('STOP', inline('audio/wav', sound)));
          await say(model);
          expect(JSON.stringify(body())).to.include('like a pirate').and.not.include('style');
          await say(model, {}, '');
          expect(body()['contents']).to.deep.equal([
            { role: 'user', parts: [{ text: 'Land ahoy!' }] },
          ]);
        }
      });

      it('tell that a sound was cut at the limit of its length', async () => {
        bench.on('m', spoken('MAX_TOKENS', inline('audio/wav', sound)));
        expect((await say('m')).last).to.include({ finish: 'length' });
      });

      it('take silence for none', async () => {
        bench.on('m', spoken('OTHER', inline('audio/wav', new Uint8Array())));
        const { error } = await say('m');
        expect(error).to.be.instanceOf(ProtocolError);
        expect(String(error)).to.include('no sound').and.include('OTHER');
      });
    });

    describe('asked for the numbers of a text', () => {
      const numbers = (model?: string, params = {}) =>
        heard(agents.embed(settings(model, params))(asked('rain'), now));

      it('give them as they are', async () => {
        bench.on(models.gemini.embed, embedded([0.25, -1, 1e-9]));
        const { answers, error } = await numbers(undefined, { outputDimensionality: 3 });
        expect(error).to.equal(undefined);
        expect(answers).to.deep.equal([{ value: [0.25, -1, 1e-9] }]);

        const sent = JSON.stringify(body());
        expect(sent).to.include('"outputDimensionality":3').and.include('"rain"');
        expect(sent).to.not.include('explain');
        expect(bench.requests[0]?.path).to.match(
          new RegExp(`^/v1beta/models/${models.gemini.embed}:(?:batchE|e)mbedContents?$`, 'u'),
        );
      });

      it('take nothing else for numbers', async () => {
        for (const [index, values] of [[], ['1'], [1, null], 'AACAPw==', undefined].entries()) {
          bench.on(`m${String(index)}`, embedded(values));
          const { answers, error } = await numbers(`m${String(index)}`);
          expect(answers).to.deep.equal([]);
          expect(error).to.be.instanceOf(ProtocolError);
        }
      });
    });

    const audio = [{ _tag: 'Audio', mime: 'audio/wav', bytes: sound }] as const;
    const images = [{ _tag: 'Image', mime: 'image/png', bytes: picture }] as const;
    const question: Question = { text: 'Why?', images, audio };
    const ask: Readonly<Record<string, (more?: object) => Observable<Answer<unknown>>>> = {
      vision: (more = {}) => agents.vision({ ...settings('m'), ...more })(question, now),
      recognition: (more = {}) => agents.recognition({ ...settings('m'), ...more })(question, now),
      image: (more = {}) => agents.image({ ...settings('m'), ...more })(question, now),
      speech: (more = {}) => agents.speech({ ...settings('m'), ...more })(question, now),
      embed: (more = {}) => agents.embed({ ...settings('m'), ...more })(question, now),
    };

    for (const [type, answers] of Object.entries(ask)) {
      describe(`of type ${type}, when something goes wrong`, () => {
        const isStream = type === 'vision' || type === 'recognition';
        const whole = JSON.stringify({
          candidates: [{ content: { parts: [{ text: 'private' }] } }],
        });
        const half = isStream ? says('Half') : whole.slice(0, -3);
        const started: Step = isStream
          ? stream
          : begin(200, { 'content-type': 'application/json' });
        const failure = async (...steps: readonly Step[]): Promise<unknown> => {
          bench.on('m', steps);
          return (await heard(answers())).error;
        };

        it('close the connection when nobody listens any more', async () => {
          for (const steps of [[hang], [started, write(half), hang]]) {
            const { length: before } = bench.closed;
            const { length: asks } = bench.requests;
            bench.on('m', steps);
            const subscription = answers().subscribe();
            await bench.until('the request is there', ({ requests }) => requests.length > asks);
            subscription.unsubscribe();
            await bench.until('the connection is closed', ({ closed }) => closed.length > before);
          }
          expect(bench.requests).to.have.length(2);
        });

        it('send nothing when they are left at once', async () => {
          answers().subscribe().unsubscribe();
          for (let times = 0; times < 20; times++) await turn();
          expect(bench.requests).to.have.length(0);
        });

        it('name a model that is not there, ask once, and show no key', async () => {
          const error = await failure(
            ...reply(404, refuses(`models/m is not found, says ${secret}`, 'NOT_FOUND')),
          );
          expect(error).to.be.instanceOf(RequestRejected);
          expect(error).to.include({ status: 404, retryable: false });
          expect(error).to.have.property('hint').that.includes('"m"');
          expect(inspect(error)).to.not.include('V3ry');
          expect(bench.requests).to.have.length(1);
        });

        it('wait as long as they are told, and fail as the API did, after one request', async () => {
          const limited = await failure(...reply(429, refuses('Slow'), { 'retry-after': '2' }));
          expect(limited).to.be.instanceOf(RateLimited);
          expect(limited).to.include({ retryAfter: 2000, provider: 'gemini' });
          const failed = await failure(...reply(503, refuses('Oops', 'UNAVAILABLE')));
          expect(failed).to.be.instanceOf(ProviderFailed);
          expect(failed).to.include({ status: 503, retryable: true });
          expect(bench.requests).to.have.length(2);
        });

        it('tell what broke off from what was broken', async () => {
          expect(await failure(rst)).to.be.instanceOf(ConnectionLost);
          const cut = await failure(started, write(half), fin);
          expect(cut).to.be.instanceOf(StreamTruncated);
          expect(cut).to.include({ retryable: true });
          const broken = await failure(
            started,
            write(half, isStream ? 'data: {"private' : ''),
            end,
          );
          expect(broken).to.be.instanceOf(isStream ? StreamTruncated : ProtocolError);
          expect(inspect(broken)).to.not.include('private');
          expect(bench.requests).to.have.length(3);
        });

        it('take no page for an answer', async () => {
          const page = reply(200, '<html>Welcome</html>', { 'content-type': 'text/html' });
          const error = await failure(...page);
          expect(error).to.be.instanceOf(UnexpectedContentType);
          expect(error).to.include({ contentType: 'text/html' });
        });

        it('take nothing for nothing, nor an error for an answer', async () => {
          for (const nothing of [{}, { candidates: [] }, { candidates: null }]) {
            const answered = isStream ? [stream, write(event(nothing)), end] : reply(200, nothing);
            expect(await failure(...answered)).to.be.instanceOf(
              isStream ? StreamTruncated : ProtocolError,
            );
          }
        });

        if (type !== 'embed') {
          it('are blocked with the reason', async () => {
            for (const blocked of [
              { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } },
              { candidates: [{ finishReason: 'PROHIBITED_CONTENT' }] },
            ]) {
              const error = await failure(
                ...(isStream ? [stream, write(event(blocked)), end] : reply(200, blocked)),
              );
              expect(error).to.be.instanceOf(ContentBlocked);
              expect(error).to.include({ reason: 'PROHIBITED_CONTENT', retryable: false });
            }
          });
        }
      });
    }

    it('read no more than they may', async () => {
      const small = gemini({ sdk, maxBytes: 1000 });
      const long = 'x'.repeat(2000);
      bench.on('m', [begin(200, { 'content-type': 'application/json' }), write(`"${long}`), hang]);
      const { error } = await heard(small.agents.image(settings('m'))(asked(), now));
      expect(error).to.be.instanceOf(ResponseTooLarge);
      await bench.until('the connection is closed', ({ closed }) => closed.length === 1);
    });
  });
};

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

const told = (...candidates: readonly object[]): string => event({ candidates });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const inline = (mimeType: string, bytes: Uint8Array) => ({
  inlineData: { mimeType, data: base64(bytes) },
});

// One package asks for one text, the other for a list of them.
const embedded = (values: unknown) =>
  reply(200, { embedding: { values }, embeddings: [{ values }] });

const picture = png(2, () => [9, 9, 9]);

const sound = wav(8000, [0, 0.5, -0.5]);

const form = {
  name: 'weather',
  schema: { type: 'object', properties: { rains: { type: 'boolean' } }, required: ['rains'] },
};

const weather = {
  name: 'weather',
  description: 'Tells the weather.',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
