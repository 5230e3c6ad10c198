/**
 * A provider that does what a provider has to, and ways to be wrong.
 *
 * @module
 */

import type { Answer, Provider, Question } from 'rivulet';
import { ProviderFailed } from 'rivulet';
import type { ProviderContractOptions } from 'rivulet/testing';
import {
  concat,
  concatMap,
  defer,
  finalize,
  from,
  map,
  NEVER,
  of,
  throwError,
  timer,
  type Observable,
} from 'rxjs';

/** What a way to be wrong may change. */
export interface Wrong {
  /** What is made of an answer. */
  readonly answer?: (answer: Observable<Answer<string>>) => Observable<Answer<string>>;
  /** What is made of the asking, for each call. */
  readonly ask?: (ask: () => Observable<Answer<string>>) => Observable<Answer<string>>;
  readonly provider?: (provider: Provider<'text'>) => Provider<'text'>;
  readonly options?: Partial<ProviderContractOptions<'text'>>;
}

/** What the contract is told of such a provider. */
export const underTest = ({
  answer = (same) => same,
  ask = defer,
  provider: change = (same) => same,
  options = {},
}: Wrong = {}): ProviderContractOptions<'text'> => {
  let requests = 0;
  let open = 0;
  const request = (model: string | undefined, question: Question): Observable<Answer<string>> => {
    requests++;
    open++;
    return answersOf(model, question).pipe(finalize(() => open--));
  };
  const provider: Provider<'text'> = {
    name: 'acme',
    tools: true,
    forms: true,
    account: ({ key }) => `acme ${String(key)}`,
    agents: {
      text: (settings) => (question) => answer(ask(() => request(settings.model, question))),
    },
  };
  return {
    provider: change(provider),
    type: 'text',
    requests: () => requests,
    endless: { settings: { model: 'endless' }, open: () => open },
    failing: { model: 'failing' },
    calling,
    within: 250,
    ...options,
  };
};

const calling: Question = {
  text: 'How is the weather?',
  images: [],
  audio: [],
  tools: [{ name: 'weather', description: 'Tells the weather.', schema: { type: 'object' } }],
};

const answersOf = (model: string | undefined, question: Question): Observable<Answer<string>> => {
  if (model === 'failing') return throwError(() => new ProviderFailed('acme', 500, 'Oops.'));
  const pieces = question.form === undefined ? ['Hel', 'lo'] : ['{"answer":', '"Hello"}'];
  const grown = pieces.map((delta, place) => ({
    value: pieces.slice(0, place + 1).join(''),
    delta,
  }));
  const slowly = from(grown).pipe(concatMap((each) => timer(1).pipe(map(() => each))));
  if (model === 'endless') return concat(slowly, NEVER);
  const isCalling = question.tools !== undefined && question.turns === undefined;
  return concat(
    slowly,
    of({
      value: pieces.join(''),
      delta: '',
      finish: 'stop',
      usage: { input: 7, output: 5, cached: 2 },
      ...(isCalling && { calls: [{ tool: 'weather', input: { city: 'Rome' }, id: 'c1' }] }),
    }),
  );
};
