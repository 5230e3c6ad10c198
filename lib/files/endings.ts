/**
 * The endings that the name of a file may have, by what is in it.
 *
 * @module
 */

import { MissingPackage } from '../core/providerErrors.js';

/** Endings that are right, without their dot. The first is the usual one. */
export type Endings = readonly [usual: string, ...others: string[]];

/**
 * Endings of texts. They stand here because `mime` takes `.ts` for a film and does not know `.py`. Commands of a
 * desktop, such as `.bat` and `.desktop`, are left out on purpose.
 */
export const endingsOfText: Endings = [
  'txt',
  ...['text', 'log', 'md', 'markdown', 'mdx', 'rst', 'adoc', 'tex', 'srt', 'vtt', 'ics', 'diff'],
  ...['html', 'htm', 'xhtml', 'xml', 'svg', 'css', 'scss', 'less', 'vue', 'svelte', 'astro'],
  ...['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'py', 'rb', 'rs', 'go', 'java', 'kt'],
  ...['swift', 'scala', 'c', 'h', 'cc', 'cpp', 'hpp', 'cs', 'php', 'lua', 'r', 'jl', 'hs', 'ex'],
  ...['sh', 'bash', 'sql', 'graphql', 'proto', 'patch', 'dot', 'gv', 'mmd', 'puml'],
  ...['json', 'jsonl', 'ndjson', 'csv', 'tsv', 'yaml', 'yml', 'toml', 'ini', 'cfg', 'conf'],
];

/** Endings of data. */
export const endingsOfData: Endings = ['json', 'geojson', 'jsonld', 'webmanifest', 'ipynb'];

/** Endings of an image or a sound of a MIME type. */
export const endingsOfType = async (mimeType: string): Promise<Endings> => {
  const type = /^\s*([^\s;]*)/u.exec(mimeType.toLowerCase())?.[1] ?? '';
  // Whatever else a provider calls its bytes, they do not become a program or a page.
  if (!/^(?:image|audio|video)\//u.test(type)) return unknown;
  const mime = await table();
  // `x-` came and went with the years: `audio/flac` and `audio/x-flac` are the same.
  const twin = type.includes('/x-') ? type.replace('/x-', '/') : type.replace('/', '/x-');
  const [usual, ...others] = [
    ...(better.get(type) ?? []),
    ...(mime.getAllExtensions(type) ?? []),
    ...(better.get(twin) ?? []),
    ...(mime.getAllExtensions(twin) ?? []),
  ];
  return usual === undefined ? unknown : [usual, ...others];
};

const unknown: Endings = ['bin'];

/** What `mime` does not know, or knows better by another ending. */
const better: ReadonlyMap<string, readonly string[]> = new Map([
  ['image/jpg', ['jpg', 'jpeg']],
  ['image/pjpeg', ['jpg', 'jpeg']],
  ['audio/mpeg', ['mp3']],
  ['audio/mpeg3', ['mp3']],
  ['audio/ogg', ['ogg']],
  ['audio/opus', ['opus', 'ogg']],
  ['audio/aac', ['aac']],
  ['audio/mp4', ['m4a', 'mp4']],
  ['audio/webm', ['weba', 'webm']],
  ['audio/vnd.wave', ['wav']],
  ['audio/pn-wav', ['wav']],
  ['audio/pcm', ['pcm']],
  ['audio/l8', ['pcm']],
  ['audio/l16', ['pcm']],
  ['audio/l24', ['pcm']],
]);

const table = async () => {
  try {
    return (await import('mime')).default;
  } catch (error) {
    // A package that is there but cannot be loaded is another story.
    throw error instanceof Error && error.message.includes(`'mime'`)
      ? new MissingPackage('mime', 'Saving an image or a sound', { cause: error })
      : error;
  }
};
