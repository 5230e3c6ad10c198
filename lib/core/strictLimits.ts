import { isSchema, schemasIn, type Schema } from './schemaParts.js';

/** Whether OpenAI takes a strict schema of this size: this many members, values, characters and levels of objects. */
export const isWithinLimits = (schema: Schema): boolean => {
  const rest: (readonly [part: unknown, level: number])[] = [[schema, 0]];
  let [members, values, characters, isFine] = [0, 0, 0, true];
  for (let next = rest.pop(); next !== undefined && isFine; next = rest.pop()) {
    const [part, level] = next;
    if (!isSchema(part)) continue;
    const names = isSchema(part.properties) ? Object.keys(part.properties) : [];
    const listed: readonly unknown[] = Array.isArray(part.enum) ? part.enum : [];
    const texts = listed.filter((value) => typeof value === 'string');
    members += names.length;
    values += listed.length;
    characters += lengthOf([...names, ...texts, typeof part.const === 'string' ? part.const : '']);
    const below = part.type === 'object' ? level + 1 : level;
    isFine =
      members <= 5000 &&
      values <= 1000 &&
      characters <= 120_000 &&
      below <= 10 &&
      (texts.length <= 250 || lengthOf(texts) <= 15_000);
    for (const group of ['properties', '$defs'].map((key) => part[key])) {
      for (const each of isSchema(group) ? Object.values(group) : []) rest.push([each, below]);
    }
    for (const each of [part.items, ...schemasIn(part.anyOf)]) rest.push([each, below]);
  }
  return isFine;
};

const lengthOf = (texts: readonly string[]): number =>
  texts.reduce((sum, { length }) => sum + length, 0);
