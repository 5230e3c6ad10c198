/** A stream of events that is read along with. */
export interface Resuming {
  /** Hears the next bytes. */
  readonly hear: (bytes: Uint8Array) => void;
  /** Whether an event with an id has come whole, so that the SDK can ask for what comes after it. */
  readonly mayGoOn: () => boolean;
}

/** Reads along with a stream of events, by the same rules as the SDK: who thinks otherwise than it waits for ever. */
export const resuming = (): Resuming => {
  let line = '';
  let hasId = false;
  let hasData = false;
  let mayGoOn = false;
  const end = (whole: string): void => {
    if (whole === '') {
      // An event without data is none.
      mayGoOn ||= hasId && hasData;
      hasId = hasData = false;
    } else if (whole === 'data' || whole.startsWith('data:')) hasData = true;
    else if (whole.startsWith('id:')) hasId = whole.slice(3).replace(/^ /u, '') !== '';
  };
  return {
    hear: (bytes) => {
      // Names of fields are ASCII, and nothing else is looked at.
      const [first = '', ...others] = Buffer.from(bytes).toString('latin1').split('\n');
      line = begun(line + first);
      for (const next of others) {
        end(line.replace(/\r$/u, ''));
        line = begun(next);
      }
    },
    mayGoOn: () => mayGoOn,
  };
};

// Of a line of data, which may be long, its beginning is enough.
const begun = (line: string): string => line.slice(0, 8);
