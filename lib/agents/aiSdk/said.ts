import type { AiSdkPart } from './model.js';

/** What a model has said, put together of the parts of its answer. */
export interface AiSdkSaid {
  readonly push: (part: AiSdkPart) => void;
  /** All of it as it has to come back, where it holds more than plain texts and calls. */
  readonly memo: () => { readonly memo?: unknown };
}

/**
 * Keeps what a model says for its next turn: vendors hang names and signatures on what was said and thought, and want them
 * back.
 */
export const aiSdkSaid = (): AiSdkSaid => {
  let said: readonly Block[] = [];
  /** Where the text or thought of an id stands. */
  const places = new Map<string, number>();
  const grow = (kind: string, { id = '', delta = '', providerMetadata }: AiSdkPart): void => {
    const place = places.get(kind + id) ?? said.length;
    places.set(kind + id, place);
    const before = said[place] ?? { type: kind, text: '' };
    const block = {
      ...before,
      text: `${before.text ?? ''}${delta}`,
      ...optionsOf(providerMetadata),
    };
    said = said.toSpliced(place, 1, block);
  };
  return {
    push: (part) => {
      const [kind, step] = part.type.split(/-(?=(?:start|delta|end)$)/u);
      if ((kind === 'text' || kind === 'reasoning') && step !== undefined) {
        if (step === 'start') places.delete(kind + (part.id ?? ''));
        grow(kind, part);
      } else {
        said = [...said, ...blocksOf(part)];
      }
    },
    memo: () =>
      said.some(({ type, ...block }) => 'providerOptions' in block || !plain.has(type))
        ? { memo: said.filter(isThere) }
        : {},
  };
};

interface Block {
  readonly [member: string]: unknown;
  readonly type: string;
  readonly text?: string;
  readonly providerOptions?: object;
}

const plain: ReadonlySet<string> = new Set(['text', 'tool-call']);

const blocksOf = (part: AiSdkPart): readonly Block[] => {
  const { type, toolCallId, toolName, input, providerExecuted, result, isError } = part;
  const { providerMetadata, ...rest } = part;
  const options = optionsOf(providerMetadata);
  switch (type) {
    case 'tool-call': {
      const call = { type, toolCallId, toolName, input: inputOf(input), ...options };
      return [providerExecuted === true ? { ...call, providerExecuted } : call];
    }
    case 'tool-result': {
      const output = { type: isError === true ? 'error-json' : 'json', value: result };
      return part.preliminary === true ? [] : [{ type, toolCallId, toolName, output, ...options }];
    }
    case 'custom':
    case 'reasoning-file':
      return [{ ...rest, ...options }];
    default:
      return [];
  }
};

const optionsOf = (metadata: unknown): { readonly providerOptions?: object } =>
  typeof metadata === 'object' && metadata !== null ? { providerOptions: metadata } : {};

// A text without anything in it is refused by some, unless a name hangs on it.
const isThere = ({ type, text, providerOptions }: Block): boolean =>
  type !== 'text' || text !== '' || providerOptions !== undefined;

const inputOf = (input: unknown): unknown => {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input) as unknown;
  } catch {
    return input;
  }
};
