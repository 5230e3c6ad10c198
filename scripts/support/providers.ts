/**
 * The tables of the providers, made from the code.
 *
 * @module
 */

import { createOpenAI } from '@ai-sdk/openai';
import { known } from '../../lib/agents/known.js';
import { fromAiSdk } from '../../lib/agents/aiSdk.js';
import { models } from '../../lib/agents/models.js';
import type { CompatibleServer } from '../../lib/agents/openai/server.js';
import { presets } from '../../lib/agents/openai/presets.js';
import { priceOf } from '../../lib/agents/prices.js';
import { modalities } from '../../lib/core/modality.js';
import { mcp } from '../../lib/mcp/mcp.js';

/** The file that holds the tables. */
export const providersFile = 'docs/providers/README.md';

/** A text with the tables in it, each between the marks that have its name. */
export const withTables = async (text: string): Promise<string> => {
  const tables = { providers: await providers(), models: usualModels() };
  return Object.entries(tables).reduce((whole, [name, table]) => {
    const begin = `<!-- ${name}, made by scripts/providers.ts -->\n`;
    const end = '\n<!-- end -->';
    const from = whole.indexOf(begin) + begin.length;
    const to = whole.indexOf(end, from);
    if (from < begin.length || to < 0) throw new Error(`${providersFile}: no marks for ${name}.`);
    return `${whole.slice(0, from)}\n${table}\n${whole.slice(to)}`;
  }, text);
};

interface Row {
  readonly name: string;
  readonly page: string;
  readonly has: readonly string[];
  readonly tools?: boolean | undefined;
  readonly forms?: boolean | undefined;
  readonly variables: string;
}

const types = Object.keys(modalities);

const servers: readonly CompatibleServer[] = Object.values(presets);

const providers = async (): Promise<string> => {
  const rows: readonly Row[] = [
    ...(await Promise.all(
      Object.entries(known).map(async ([name, { has, open }]) => {
        const { tools, forms } = await open();
        return { name, page: pageOf(name), has, tools, forms, variables: variablesOf(name) };
      }),
    )),
    ...others(),
  ];
  return tableOf([
    ['provider', ...types, 'data', 'tools', 'variables'],
    ...rows.map(({ name, page, has, tools, forms, variables }) => [
      `[\`${name}\`](${page})`,
      ...types.map((type) => sign(has.includes(type))),
      has.includes('text') && forms === true ? formsOf(name) : '',
      sign(has.includes('text') && tools === true),
      variables,
    ]),
  ]);
};

/** Those that are made of something else and have no name of their own. */
const others = (): readonly Row[] => {
  const sdk = createOpenAI({ apiKey: 'none' });
  const speaks = fromAiSdk(sdk('gpt-5-mini'));
  const all = [
    speaks,
    fromAiSdk(sdk.image('gpt-image-2')),
    fromAiSdk(sdk.embeddingModel('text-embedding-3-small')),
  ];
  const tool = mcp({ url: 'http://127.0.0.1' }, { tool: 'any' });
  return [
    {
      name: 'fromAiSdk(model)',
      page: 'ai-sdk.md',
      has: all.flatMap(({ agents }) => Object.keys(agents)),
      tools: speaks.tools,
      forms: speaks.forms,
      variables: 'those of its package',
    },
    {
      name: 'mcp(server, …)',
      page: 'mcp.md',
      has: Object.keys(tool.agents),
      variables: 'those of its server',
    },
  ];
};

const usualModels = (): string =>
  tableOf([
    ['provider', 'asked for', 'model', 'sent', 'from the cache', 'came back', 'a request'],
    ...Object.entries(models).flatMap(([provider, table]) =>
      Object.entries(table).map(([type, model]) => {
        const { input, cached, output, request } = priceOf(provider, model) ?? {};
        const asked = type === 'fromImage' ? 'image of an image' : type;
        const prices = [input, cached, output, request];
        return [provider, asked, `\`${model}\``, ...prices.map((price) => String(price ?? ''))];
      }),
    ),
  ]);

const pageOf = (name: string): string =>
  servers.some((server) => server.name === name) ? `compatible.md#${name}` : `${name}.md`;

/** How the form of an answer is told. */
const formsOf = (name: string): string => {
  const formats = servers.find((each) => each.name === name)?.formats ?? ['json_schema'];
  return formats.includes('json_schema') ? yes : formats.length > 0 ? 'JSON' : 'in words';
};

const variablesOf = (name: string): string => {
  if (name === 'scripted') return 'none';
  const isKeyless = servers.find((each) => each.name === name)?.isKeyless === true;
  const needed = [
    ...(isKeyless ? [] : ['API_KEY']),
    ...(name === 'google' ? ['CSE_ID'] : []),
    'BASE_URL',
  ];
  return needed.map((each) => `\`${name.toUpperCase()}_${each}\``).join(', ');
};

const yes = '✓';

const sign = (is: boolean): string => (is ? yes : '');

/** A table as the formatter would write it: its columns are as wide as what is in them. */
const tableOf = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = widths.map((width) => '-'.repeat(width));
  return [head, line, ...body]
    .map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
    .join('\n');
};
