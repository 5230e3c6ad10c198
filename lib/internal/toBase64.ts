/** Bytes as a text in base64, in browsers, too. */
export const toBase64 = (bytes: Uint8Array): string => {
  let letters = '';
  // One argument for each byte is more than an engine takes.
  for (let at = 0; at < bytes.length; at += 8192) {
    letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(letters);
};
