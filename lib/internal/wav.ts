/** The bytes of a WAV sound: one channel of 16 bits, of samples between -1 and 1. */
export const wav = (rate: number, samples: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(44 + samples.length * 2);
  const view = new DataView(bytes.buffer);
  const name = (at: number, text: string): void =>
    bytes.set(
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
      at,
    );
  const number = (at: number, value: number): void => view.setUint32(at, value, true);

  name(0, 'RIFF');
  number(4, bytes.length - 8);
  name(8, 'WAVEfmt ');
  number(16, 16);
  // Plain samples, one channel.
  number(20, 0x0001_0001);
  number(24, rate);
  number(28, rate * 2);
  // Two bytes at a time, 16 bits.
  number(32, 0x0010_0002);
  name(36, 'data');
  number(40, samples.length * 2);
  samples.forEach((sample, index) =>
    view.setInt16(44 + index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff), true),
  );
  return bytes;
};
