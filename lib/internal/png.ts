/** A colour: red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** The bytes of a PNG picture of `size` by `size` points. They are not compressed, so it should be a small one. */
export const png = (size: number, colourAt: (x: number, y: number) => Colour): Uint8Array => {
  const span = Array.from({ length: size }, (_, index) => index);
  // Each line begins with the filter it uses: none.
  const points = span.flatMap((y) => [0, ...span.flatMap((x) => [...colourAt(x, y)])]);
  // 8 bits for each colour, red, green and blue, and no interlacing.
  const header = [...big(size), ...big(size), 8, 2, 0, 0, 0];
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...chunk('IDAT', stored(points)),
    ...chunk('IEND', []),
  ]);
};

const chunk = (name: string, data: readonly number[]): readonly number[] => {
  const named = [...Array.from(name, (letter) => letter.charCodeAt(0)), ...data];
  return [...big(data.length), ...named, ...big(crc32(named))];
};

/** A zlib stream of blocks that are stored as they are. */
const stored = (data: readonly number[]): readonly number[] => {
  const blocks: number[] = [0x78, 0x01];
  for (let at = 0; at < data.length; at += longest) {
    const block = data.slice(at, at + longest);
    const isLast = at + longest >= data.length ? 1 : 0;
    blocks.push(isLast, ...little(block.length), ...little(~block.length & 0xffff));
    for (const byte of block) blocks.push(byte);
  }
  return [...blocks, ...big(adler32(data))];
};

const longest = 0xffff;

const crc32 = (bytes: readonly number[]): number => {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
};

const adler32 = (bytes: readonly number[]): number => {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
};

const big = (value: number): readonly number[] =>
  [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);

const little = (value: number): readonly number[] => [value & 0xff, value >>> 8];
