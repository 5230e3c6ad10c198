/** A provider of one's own: a server that answers with a text becomes an agent that streams, cancels and is asked again. */

import { fileURLToPath } from 'node:url';
import {
  agent,
  ConnectionFailed,
  ConnectionLost,
  flow,
  ProviderFailed,
  RequestRejected,
  select,
  task,
  type AgentSettings,
  type Answer,
  type Provider,
} from 'rivulet';
import { distinctUntilChanged, firstValueFrom, Observable } from 'rxjs';
import { openParrot } from './support/parrot.js';

/** A bird that repeats what it is asked: a server, whose address and key the agent has. */
export const parrot: Provider<'text'> = {
  name: 'parrot',
  agents: {
    text: (settings) => (question) =>
      // Each subscription makes one request, and unsubscribing aborts it.
      new Observable((subscriber) => {
        const leaving = new AbortController();
        const ask = async (): Promise<void> => {
          for await (const answer of answers(settings, question.text, leaving.signal)) {
            subscriber.next(answer);
          }
          subscriber.complete();
        };
        ask().catch((error: unknown) => subscriber.error(error));
        return () => leaving.abort();
      }),
  },
};

async function* answers(
  { baseURL = '', key = '' }: AgentSettings,
  question: string,
  signal: AbortSignal,
): AsyncIterable<Answer<string>> {
  const headers = key === '' ? {} : { authorization: `Bearer ${key}` };
  const request = { method: 'POST', headers, body: question, signal };
  const response = await fetch(baseURL, request).catch((cause: unknown) => {
    throw new ConnectionFailed('parrot', baseURL, 'nobody answers', true, { cause });
  });
  const { ok, status, body } = response;
  if (status >= 500) throw new ProviderFailed('parrot', status, await response.text());
  if (!ok || body === null) {
    throw new RequestRejected('parrot', status, await response.text(), 'Check the key.');
  }
  const decoder = new TextDecoder();
  let value = '';
  try {
    for await (const bytes of body) {
      const delta = decoder.decode(bytes, { stream: true });
      value += delta;
      yield { value, delta };
    }
  } catch (cause) {
    throw new ConnectionLost('parrot', { partial: value, cause });
  }
  yield { value, delta: '', finish: 'stop' };
}

const main = async (): Promise<void> => {
  // It is busy when it is asked first, and repeats for ever what ends with …
  const { url: baseURL, quiet, close } = await openParrot({ isBusyAtFirst: true });
  const bird = agent({
    type: 'text',
    provider: parrot,
    mission: 'repeat',
    baseURL,
    key: 'any',
    retry: { delay: 0 },
  });
  const said = (question: string): Observable<string> =>
    flow({ tasks: { said: task(question, bird) } })
      .run(
        {},
        {
          observe: (event) => {
            if (event.type === 'retrying') console.log(`${String(event.error)} It is asked again.`);
          },
        },
      )
      .pipe(select('said'), distinctUntilChanged());

  await said('Polly wants a cracker').forEach((soFar) => console.log(soFar));

  console.log(await firstValueFrom(said('Rain, rain …')), '…');
  await quiet();
  console.log('Nobody listens any more, so it is quiet.');
  close();
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
