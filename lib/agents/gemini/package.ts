import { InvalidOptions } from '../../core/errors.js';
import { MissingPackage } from '../../core/providerErrors.js';
import { load } from '../../core/load.js';
import type { Access } from '../access.js';
import type { GeminiAPI } from './api.js';
import { geminiByGenAI } from './byGenAI.js';
import { geminiByGenerativeAI } from './byGenerativeAI.js';

/** The packages that Gemini can be reached with. */
export type GeminiSDK = '@google/genai' | '@google/generative-ai';

/** Loads the package that is named, or else the one that is installed, and gives what opens the API with it. */
export const geminiPackage = async (sdk?: GeminiSDK): Promise<Opening> => {
  if (sdk !== undefined) return packages[sdk]();
  try {
    return await packages['@google/genai']();
  } catch (error) {
    if (!(error instanceof MissingPackage)) throw error;
  }
  try {
    return await packages['@google/generative-ai']();
  } catch (error) {
    if (!(error instanceof MissingPackage)) throw error;
    throw new MissingPackage(
      '@google/genai',
      `${needs}, which also does with the older "@google/generative-ai",`,
      { cause: error },
    );
  }
};

/** Checks a name that did not have to be one. */
export const checkedSDK = (sdk: GeminiSDK | undefined): GeminiSDK | undefined => {
  if (sdk === undefined || Object.hasOwn(packages, sdk)) return sdk;
  throw new InvalidOptions(
    undefined,
    `gemini({ sdk }): ${JSON.stringify(sdk)} is none of ${Object.keys(packages).join(', ')}.`,
  );
};

/** Opens the API for one request. */
type Opening = (access: Access) => GeminiAPI;

const needs = 'The provider "gemini"';

const packages: Readonly<Record<GeminiSDK, () => Promise<Opening>>> = {
  '@google/genai': async () => {
    // That for browsers runs everywhere, and lets no environment variable change its mind or make it talk.
    const { GoogleGenAI } = await load('@google/genai', needs, () => import('@google/genai/web'));
    return ({ key, baseURL, wire }) =>
      geminiByGenAI(
        new GoogleGenAI({
          apiKey: key(),
          // From 3.0 on it would ask another version.
          apiVersion: 'v1beta',
          httpOptions: { baseUrl: baseURL, fetch: wire.fetch },
        }),
      );
  },
  '@google/generative-ai': async () => {
    const { GoogleGenerativeAI } = await load(
      '@google/generative-ai',
      needs,
      () => import('@google/generative-ai'),
    );
    return (access) => geminiByGenerativeAI(new GoogleGenerativeAI(access.key()), access);
  },
};
