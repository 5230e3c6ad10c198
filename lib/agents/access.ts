/**
 * How one request of a vendor is made: with which key, to which address, and how its failures are explained.
 *
 * @module
 */

import { MissingKey, type RequestFacts } from '../core/providerErrors.js';
import { environment } from '../internal/environment.js';
import { explain, factsOf } from './failure.js';
import type { AgentSettings } from './provider.js';
import { masking } from './secrets.js';
import { wire, type Wire, type WireOptions } from './wire.js';

/** How a vendor is reached. */
export interface VendorOptions {
  /**
   * The key.
   *
   * @defaultValue that of the agent, or else the vendor's usual environment variable
   */
  readonly key?: string;
  /**
   * Where the API is.
   *
   * @defaultValue that of the agent, or else the vendor's usual environment variable, or else the vendor's API
   */
  readonly baseURL?: string;
  /**
   * How many bytes an answer may have.
   *
   * @defaultValue `67_108_864` (64 MiB)
   */
  readonly maxBytes?: number;
}

/** A vendor. */
export interface Vendor {
  readonly name: string;
  /** How its environment variables begin. */
  readonly prefix: string;
  /** Where its API is. */
  readonly baseURL: string;
}

/** How one request is made. */
export interface Access {
  readonly model: string;
  readonly baseURL: string;
  readonly key: () => string;
  /** The network of this request. */
  readonly wire: Wire;
  /** What is known of the request so far. */
  readonly facts: () => RequestFacts;
  /** The error of this library for whatever was thrown. */
  readonly explain: (error: unknown, partial: string) => Error;
}

/** How one request of an agent is made. */
export const accessTo = (
  vendor: Vendor,
  { maxBytes = 67_108_864, ...options }: VendorOptions,
  settings: AgentSettings,
  defaultModel: string,
  expected: Omit<WireOptions, 'maxBytes'>,
): Access => {
  const { name } = vendor;
  const { model = defaultModel } = settings;
  const baseURL = baseOf(vendor, options, settings);
  const known = keyOf(vendor, options, settings);
  const mask = masking(known);
  const own = wire({ ...expected, maxBytes });
  const variable = settings.keyVariable ?? variableOf(vendor);
  return {
    model,
    baseURL,
    key: () => demanded(known, vendor),
    wire: own,
    facts: () => factsOf(own.report(), mask),
    explain: (error, partial) =>
      explain(
        error,
        { provider: name, model, variable, mask, baseURL, maxBytes, report: own.report() },
        partial,
      ),
  };
};

/** Whose requests those of an agent are: the limits of a vendor belong to a key. */
export const accountOf = (
  vendor: Vendor,
  options: VendorOptions,
  settings: AgentSettings,
): string =>
  JSON.stringify([
    vendor.name,
    keyOf(vendor, options, settings),
    baseOf(vendor, options, settings),
  ]);

/** Finds out that a key is missing, before anything is sent. */
export const checkKey = (
  vendor: Vendor,
  options: VendorOptions,
  settings: AgentSettings,
  task: string,
): void => void demanded(keyOf(vendor, options, settings), vendor, task);

const keyOf = (
  { prefix }: Vendor,
  options: VendorOptions,
  settings: AgentSettings,
): string | undefined => {
  const key = settings.key ?? options.key ?? environment(`${prefix}_API_KEY`);
  return key?.trim() === '' ? undefined : key?.trim();
};

const baseOf = (
  vendor: Vendor,
  options: Pick<VendorOptions, 'baseURL'>,
  settings: AgentSettings,
): string =>
  (
    settings.baseURL ??
    options.baseURL ??
    environment(`${vendor.prefix}_BASE_URL`) ??
    vendor.baseURL
  ).replace(/\/+$/u, '');

const demanded = (key: string | undefined, vendor: Vendor, task?: string): string => {
  if (key === undefined) throw new MissingKey(vendor.name, variableOf(vendor), task);
  return key;
};

const variableOf = ({ prefix }: Vendor): string => `${prefix}_API_KEY`;
