/** The input of a call as the vendor takes it back: an object, even where the model wrote something else. */
export const inputOf = (input: unknown): object =>
  typeof input === 'object' && input !== null && !Array.isArray(input)
    ? input
    : { INVALID_JSON: typeof input === 'string' ? input : JSON.stringify(input) };
