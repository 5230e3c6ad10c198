/** The bytes of a WAV sound: these samples, of 16 bits each with the low byte first, behind the head that tells it. */
export const wavOfPCM = (samples: Uint8Array, rate: number, channels = 1): Uint8Array => {
  const bytes = new Uint8Array(44 + samples.length);
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
  // Plain samples, so many channels.
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  number(24, rate);
  number(28, rate * channels * 2);
  // So many bytes at a time, 16 bits each.
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  name(36, 'data');
  number(40, samples.length);
  bytes.set(samples, 44);
  return bytes;
};
