/**
 * The errors of the AI SDK in our words.
 *
 * @module
 */

import { InvalidOptions, isRivuletError } from '../../core/errors.js';
import { ProtocolError, RequestRejected, type RequestFacts } from '../../core/providerErrors.js';
import type { AiSdkHeaders, AiSdkModel } from './model.js';
import { isOfNetwork } from '../connection.js';
import { explain, factsOf } from '../failure.js';
import { masking } from '../secrets.js';
import type { WireReport } from '../wire.js';

/** One request to a model of the AI SDK. */
export interface AiSdkRequest {
  /** Notes the headers of its answer. An answer that is a page is refused. */
  readonly answered: (headers: AiSdkHeaders | undefined) => void;
  /** What is known of it so far. */
  readonly facts: () => RequestFacts;
  /** The error of this library for whatever was thrown. */
  readonly explain: (error: unknown, partial: string) => Error;
}

/** One request to a model of the AI SDK. Its network is not ours, so all that is known of it is what its errors hold. */
export const aiSdkRequest = ({ provider, modelId }: AiSdkModel, maxBytes: number): AiSdkRequest => {
  const mask = masking();
  let known: WireReport = {};
  const facts = (): RequestFacts => factsOf(known, mask);
  return {
    answered: (headers) => {
      known = { headers: headersOf(headers) };
      if (isPage(known.headers))
        throw new TypeError('The answer is of another kind than was asked for.');
    },
    facts,
    explain: (error, partial) => {
      if (isRivuletError(error)) return error;
      const said = saidBy(error);
      const more = { ...facts(), partial };
      if (isOurs.has(said.name)) return new InvalidOptions(undefined, wordsOf(error, provider));
      const report = reportOf(error, said, known, partial);
      if (report.fault === undefined && report.refusal === undefined && isUnread.has(said.name)) {
        // Their messages hold a piece of the answer, so they are not kept as the cause.
        return new ProtocolError(provider, 'it does not follow the protocol', more);
      }
      const failed = {
        provider,
        model: modelId,
        variable: '',
        mask,
        baseURL: said.url ?? `that of "${provider}"`,
        maxBytes,
        report,
      };
      return inItsWords(explain(error, failed, partial), modelId);
    },
  };
};

/** The errors of the AI SDK by their members, for a model of another copy of it has other classes. */
interface Said {
  readonly name: string;
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  /** What the vendor said, where it refused. */
  readonly body: unknown;
  readonly url: string | undefined;
}

const saidBy = (error: unknown): Said => {
  const read = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const [name, status, headers, body, url] = [
    'name',
    'statusCode',
    'responseHeaders',
    'responseBody',
    'url',
  ].map(read);
  return {
    name: typeof name === 'string' ? name : '',
    status: typeof status === 'number' ? status : undefined,
    headers: isHeaders(headers) ? headersOf(headers) : undefined,
    body:
      typeof body === 'string' ? parsed(body) : { message: read('message'), type: read('type') },
    url: typeof url === 'string' ? url.replace(/[?#].*$/su, '') : undefined,
  };
};

const reportOf = (
  error: unknown,
  { status, headers = new Headers(), body }: Said,
  known: WireReport,
  partial: string,
): WireReport => {
  const report = { ...known, headers: known.headers ?? headers };
  if (status !== undefined && (status < 200 || status > 299)) {
    return { ...report, status, headers, refusal: { body } };
  }
  if (isPage(report.headers)) {
    const contentType = report.headers.get('content-type') ?? '';
    return { ...report, fault: { _tag: 'WrongType', contentType } };
  }
  if (!isOfNetwork(error)) return report;
  const hasBegun = status !== undefined || known.headers !== undefined || partial !== '';
  return { ...report, fault: { _tag: hasBegun ? 'BrokenOff' : 'Unreached', error } };
};

const isPage = (headers: WireReport['headers']): boolean =>
  /^\s*text\/html/iu.test(headers?.get('content-type') ?? '');

const isHeaders = (headers: unknown): headers is AiSdkHeaders =>
  typeof headers === 'object' && headers !== null;

const headersOf = (headers: AiSdkHeaders = {}): Headers =>
  new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return /^\s*</u.test(body) ? '' : body;
  }
};

/** Mistakes in how the model was made, or in what the agent passes on. */
const isOurs: ReadonlySet<string> = new Set([
  'AI_InvalidArgumentError',
  'AI_LoadAPIKeyError',
  'AI_LoadSettingError',
  'AI_NoSuchModelError',
  'AI_UnsupportedFunctionalityError',
]);

/** What cannot be read. */
const isUnread: ReadonlySet<string> = new Set([
  'AI_APICallError',
  'AI_EmptyResponseBodyError',
  'AI_InvalidResponseDataError',
  'AI_JSONParseError',
  'AI_TypeValidationError',
]);

const wordsOf = (error: unknown, provider: string): string =>
  `"${provider}" cannot be asked: ${masking()(error instanceof Error ? error.message : String(error))} Nothing was sent.`;

/** What to do about a refusal: key, address and model are not those of the agent here. */
const inItsWords = (error: Error, model: string): Error => {
  const hint = error instanceof RequestRejected ? hints(model)[error.status ?? 0] : undefined;
  if (hint === undefined || !(error instanceof RequestRejected)) return error;
  const { provider, status = 0, requestId, partial, cause } = error;
  const said = error.message
    .replace(/^.*? with status \d+: /u, '')
    .replace(error.hint, '')
    .trim();
  return new RequestRejected(provider, status, said, hint, { requestId, partial, cause });
};

const hints = (model: string): Readonly<Record<number, string>> => ({
  400: 'Check the model, and the option params.',
  401: 'Check the key that the provider of the AI SDK was made with.',
  404: `Is "${model}" the right model? It is the one that fromAiSdk was given.`,
  422: 'Check the model, and the option params.',
});
