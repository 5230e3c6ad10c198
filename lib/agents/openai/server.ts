/**
 * Servers that speak the language of OpenAI, and what is different about each.
 *
 * @module
 */

import { InvalidOptions } from '../../core/errors.js';
import type { Vendor } from '../access.js';

/** A server that speaks the language of OpenAI: where it is, and what is different about it. */
export interface CompatibleServer {
  /**
   * How it is called in messages and pictures. Its variables are called after it: those of `acme` are `ACME_API_KEY` and
   * `ACME_BASE_URL`.
   */
  readonly name: string;
  /** Where its API is, when neither the agent nor the variable says it: all of the address before `/chat/completions`. */
  readonly baseURL: string;
  /**
   * Whether it answers without a key. One that is given is sent all the same.
   *
   * @defaultValue `false`
   */
  readonly isKeyless?: boolean;
  /**
   * Which forms of answers it knows, as `response_format`. Any other is asked for in words.
   *
   * @defaultValue `['json_schema', 'json_object']`
   */
  readonly formats?: readonly OpenAIFormatType[];
  /**
   * Whether it tells what an answer took unasked, and refuses to be asked (`stream_options`).
   *
   * @defaultValue `false`
   */
  readonly tellsUsage?: boolean;
}

/** How the form of an answer can be told to a server. */
export type OpenAIFormatType = 'json_schema' | 'json_object';

/** What is known of such a server, and OpenAI itself is one. */
export interface OpenAIServer extends CompatibleServer {
  /** The models that are asked when an agent names none, by type of agent; empty where one has to be named. */
  readonly models: Readonly<Partial<Record<string, string>>>;
  /** A model that it may have, for messages. */
  readonly example?: string | undefined;
}

/** The same as a vendor, who has a key and an address. */
export const vendorOf = ({ name, baseURL }: CompatibleServer): Vendor => ({
  name,
  prefix: name.toUpperCase().replace(/\W+/gu, '_'),
  baseURL,
});

/** The error for a model that nobody has named. */
export const missingModel = (
  { name, example }: OpenAIServer,
  task: string | undefined,
): InvalidOptions =>
  new InvalidOptions(
    task,
    `"${name}" has no model that is asked by default. Name one with the option model${
      example === undefined ? '' : `, such as "${example}"`
    }. Nothing was sent.`,
  );
