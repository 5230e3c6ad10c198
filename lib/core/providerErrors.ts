/**
 * Everything that can go wrong between an agent and its provider.
 *
 * @module
 */

import { RivuletError } from './errors.js';

/** What is known of a failed request. */
export interface RequestFacts extends ErrorOptions {
  /** The id that the provider gave the request. */
  readonly requestId?: string | undefined;
  /** The HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** The text that had come before it failed. */
  readonly partial?: string | undefined;
}

/** What all failures of a request share. */
export abstract class ProviderError<Tag extends string = string> extends RivuletError<Tag> {
  /** Who was asked. */
  readonly provider: string;
  /** Whether the same request may well succeed when it is made again. */
  readonly retryable: boolean;
  /** The id that the provider gave the request. */
  readonly requestId: string | undefined;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** The text that had come before it failed. */
  readonly partial: string | undefined;

  constructor(
    tag: Tag,
    provider: string,
    retryable: boolean,
    message: string,
    { requestId, status, partial, ...options }: RequestFacts = {},
  ) {
    super(tag, message, options);
    this.provider = provider;
    this.retryable = retryable;
    this.requestId = requestId;
    this.status = status;
    this.partial = partial;
  }
}

/** A provider is named that does not exist. */
export class UnknownProvider extends RivuletError<'UnknownProvider'> {
  /** The name as it was written. */
  readonly provider: string;

  constructor(provider: string, nearest: string | undefined, known: readonly string[]) {
    super(
      'UnknownProvider',
      `There is no provider "${provider}". ${
        nearest === undefined ? '' : `Did you mean "${nearest}"? `
      }Known are: ${known.join(', ')}; any other is passed as an object.`,
    );
    this.provider = provider;
  }
}

/** A provider does not have this type of agent. */
export class UnsupportedModality extends RivuletError<'UnsupportedModality'> {
  /** Who was asked. */
  readonly provider: string;
  /** For which type of agent. */
  readonly modality: string;

  constructor(
    provider: string,
    modality: string,
    has: readonly string[],
    others: readonly string[],
  ) {
    super(
      'UnsupportedModality',
      `"${provider}" has no agents of type "${modality}" (it has: ${has.join(', ')}). ${
        others.length === 0 ? '' : `Providers that have them: ${others.join(', ')}.`
      }`.trim(),
    );
    this.provider = provider;
    this.modality = modality;
  }
}

/** No key is set for a provider that needs one. */
export class MissingKey extends RivuletError<'MissingKey'> {
  /** Who needs it. */
  readonly provider: string;
  /** The environment variable that was looked at. */
  readonly variable: string;
  /** The task that needs it, when a flow asked. */
  readonly task: string | undefined;

  constructor(provider: string, variable: string, task?: string) {
    super(
      'MissingKey',
      `${task === undefined ? 'An agent' : `Task "${task}"`} needs a key of "${provider}", and none is set. ` +
        `Looked at: option key, variable ${variable}. Set one of them, or use the provider "scripted", which needs no key. ` +
        'Nothing was sent, and no task was started.',
    );
    this.provider = provider;
    this.variable = variable;
    this.task = task;
  }
}

/** A package that a provider or a picture is made with is not installed. */
export class MissingPackage extends RivuletError<'MissingPackage'> {
  /** The package. */
  readonly package: string;

  constructor(name: string, needs: string, options?: ErrorOptions) {
    super(
      'MissingPackage',
      `${needs} needs the package "${name}", which is not installed. Install it: npm install ${name}`,
      options,
    );
    this.package = name;
  }
}

/** The provider could not be reached. */
export class ConnectionFailed extends ProviderError<'ConnectionFailed'> {
  /** The host that was called. */
  readonly host: string;

  constructor(
    provider: string,
    host: string,
    why: string,
    retryable: boolean,
    facts?: RequestFacts,
  ) {
    super(
      'ConnectionFailed',
      provider,
      retryable,
      `"${provider}" could not be reached at ${host}: ${why}. Check the network and the option baseURL.`,
      facts,
    );
    this.host = host;
  }
}

/** The connection broke while the provider was answering. */
export class ConnectionLost extends ProviderError<'ConnectionLost'> {
  constructor(provider: string, facts?: RequestFacts) {
    super(
      'ConnectionLost',
      provider,
      true,
      `The connection to "${provider}" broke in the middle of its answer. ${kept(facts)}`,
      facts,
    );
  }
}

/** The provider stopped sending without an end mark, so the answer may be incomplete. */
export class StreamTruncated extends ProviderError<'StreamTruncated'> {
  constructor(provider: string, facts?: RequestFacts) {
    super(
      'StreamTruncated',
      provider,
      true,
      `"${provider}" stopped sending without an end mark, so its answer may be incomplete. ${kept(facts)}`,
      facts,
    );
  }
}

/** An answer that had to have a form ended at the limit of its length, before it had. */
export class OutputTruncated extends ProviderError<'OutputTruncated'> {
  constructor(provider: string, facts?: RequestFacts) {
    super(
      'OutputTruncated',
      provider,
      false,
      `The answer of "${provider}" reached the limit of its length before it was complete, so its form cannot be right. Allow more by the option params (such as max_tokens), or ask for less. ${kept(facts)}`,
      facts,
    );
  }
}

/** The answer does not follow the provider's own protocol. */
export class ProtocolError extends ProviderError<'ProtocolError'> {
  constructor(provider: string, what: string, facts?: RequestFacts) {
    super(
      'ProtocolError',
      provider,
      true,
      `The answer of "${provider}" cannot be read: ${what}.`,
      facts,
    );
  }
}

/** The answer is of another kind than was asked for, such as the page of a captive portal. */
export class UnexpectedContentType extends ProviderError<'UnexpectedContentType'> {
  /** What came. */
  readonly contentType: string;

  constructor(provider: string, contentType: string, baseURL: string, facts?: RequestFacts) {
    super(
      'UnexpectedContentType',
      provider,
      false,
      `"${provider}" answered with "${contentType}", which is no answer of its API. Is ${baseURL} the right baseURL?`,
      facts,
    );
    this.contentType = contentType;
  }
}

/** The provider refuses to answer, because of what was asked or of what it was about to say. */
export class ContentBlocked extends ProviderError<'ContentBlocked'> {
  /** The provider's word for it. */
  readonly reason: string;

  constructor(provider: string, reason: string, facts?: RequestFacts) {
    super(
      'ContentBlocked',
      provider,
      false,
      `"${provider}" refused to answer: ${reason}. Change the instruction or its inputs; asking again will not help.`,
      facts,
    );
    this.reason = reason;
  }
}

/** A provider asks to come back later. */
export class RateLimited extends ProviderError<'RateLimited'> {
  /** Milliseconds to wait, when the provider says so. */
  readonly retryAfter: number | undefined;

  constructor(provider: string, retryAfter: number | undefined, facts?: RequestFacts) {
    const when = retryAfter === undefined ? 'later' : `in ${String(retryAfter)} ms`;
    super(
      'RateLimited',
      provider,
      true,
      `"${provider}" has had too many requests. Ask again ${when}.`,
      facts,
    );
    this.retryAfter = retryAfter;
  }
}

/** The account has no credit left. */
export class QuotaExceeded extends ProviderError<'QuotaExceeded'> {
  constructor(provider: string, facts?: RequestFacts) {
    super(
      'QuotaExceeded',
      provider,
      false,
      `The account at "${provider}" has no credit left. See its billing page; asking again will not help.`,
      facts,
    );
  }
}

/** The provider is overloaded or has a fault of its own (a status of 500 or more). */
export class ProviderFailed extends ProviderError<'ProviderFailed'> {
  constructor(provider: string, status: number | undefined, message: string, facts?: RequestFacts) {
    super(
      'ProviderFailed',
      provider,
      true,
      `"${provider}" failed${status === undefined ? '' : ` with status ${String(status)}`}: ${message}`,
      { ...facts, status },
    );
  }
}

/** The provider does not accept the request (a status from 400 to 499). */
export class RequestRejected extends ProviderError<'RequestRejected'> {
  /** What to do about it. */
  readonly hint: string;

  constructor(
    provider: string,
    status: number,
    message: string,
    hint: string,
    facts?: RequestFacts,
  ) {
    super(
      'RequestRejected',
      provider,
      false,
      `"${provider}" rejected the request with status ${String(status)}: ${message} ${hint}`.trim(),
      { ...facts, status },
    );
    this.hint = hint;
  }
}

/** The answer is larger than it may be. */
export class ResponseTooLarge extends ProviderError<'ResponseTooLarge'> {
  constructor(provider: string, limit: number, facts?: RequestFacts) {
    super(
      'ResponseTooLarge',
      provider,
      false,
      `The answer of "${provider}" is larger than ${String(limit)} bytes.`,
      facts,
    );
  }
}

const kept = (facts: RequestFacts | undefined): string =>
  facts?.partial === undefined || facts.partial === ''
    ? 'Nothing had come.'
    : `Kept in error.partial: ${String(facts.partial.length)} characters.`;
