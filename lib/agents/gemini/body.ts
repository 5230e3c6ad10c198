import type { AnswerForm, Question, ToolForm } from '../../flow/ports.js';
import type { GeminiContent } from './wire.js';
import type { AgentSettings } from '../provider.js';

/** What is asked besides the question: the mission, the form of the answer, the tools, and the params as they are. */
export const geminiBody = (
  { mission, params }: Pick<AgentSettings, 'mission' | 'params'>,
  { form, tools = [] }: Question,
  model: string,
): GeminiBody => {
  const given = listOf(params['tools']);
  const speaks = form !== undefined && isOld(model) && given.length + tools.length > 0;
  const told = [mission, ...(speaks ? [inWords(form)] : [])].filter((text) => text !== '');
  return {
    ...params,
    ...(told.length > 0 && {
      systemInstruction: { role: 'system', parts: [{ text: told.join('\n\n') }] },
    }),
    ...(form !== undefined && !speaks && { generationConfig: configOf(form, params) }),
    ...(tools.length > 0 && { tools: merged(given, tools) }),
  };
};

/** All of a request but the question. */
interface GeminiBody {
  readonly systemInstruction?: GeminiContent;
}

/** The settings of the model that stand in the params. */
export const generationConfig = ({
  generationConfig: config,
}: AgentSettings['params']): Readonly<Record<string, unknown>> => ({
  ...(typeof config === 'object' ? config : {}),
});

const configOf = ({ schema }: AnswerForm, params: AgentSettings['params']): object => ({
  ...generationConfig(params),
  responseMimeType: 'application/json',
  ...(schema !== undefined && { responseJsonSchema: schema }),
});

// Before the third generation a model had either tools or a form, and the API refused both together.
const isOld = (model: string): boolean => /(?:^|\/)gemini-[12](?:[.-]|$)/u.test(model);

const inWords = ({ schema }: AnswerForm): string =>
  `When you answer, answer with JSON only: no words around it, no code fence.${
    schema === undefined ? '' : ` It has to match this JSON Schema: ${JSON.stringify(schema)}`
  }`;

/** The given tools and ours. Functions stand in one list: not every model takes several. */
const merged = (given: readonly unknown[], tools: readonly ToolForm[]): readonly unknown[] => [
  ...given.filter((tool) => functionsOf(tool) === undefined),
  {
    functionDeclarations: [
      ...given.flatMap((tool) => functionsOf(tool) ?? []),
      ...tools.map(({ name, description, schema }) => ({
        name,
        description,
        parametersJsonSchema: schema,
      })),
    ],
  },
];

const functionsOf = (tool: unknown): readonly unknown[] | undefined =>
  typeof tool === 'object' && tool !== null && 'functionDeclarations' in tool
    ? listOf(tool.functionDeclarations)
    : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
