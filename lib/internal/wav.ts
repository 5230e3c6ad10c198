import { wavOfPCM } from './wavOfPCM.js';

/** The bytes of a WAV sound: one channel of 16 bits, of samples between -1 and 1. */
export const wav = (rate: number, samples: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, index) =>
    view.setInt16(index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff), true),
  );
  return wavOfPCM(bytes, rate);
};
