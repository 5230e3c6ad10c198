import { Audio, Image } from '../core/media.js';
import { WiringMismatch } from '../core/errors.js';
import { modalities } from '../core/modality.js';
import type { Definition, Plan, PlanVertex, TaskVertex } from './plan.js';
import type { Question } from './ports.js';

type Kind = 'Image' | 'Audio' | 'data';

/**
 * Refuses pictures and sounds on their way to an agent that cannot take them, and an agent that nobody
 * gives the picture or sound it is there for.
 */
export const checkBytes = (vertex: TaskVertex, vertices: readonly PlanVertex[]): void => {
  for (const type of askedBy(vertex.definition)) checkType(type, vertex, vertices);
};

/** Refuses pictures and sounds that nobody saw coming, such as those in a list, for an agent that cannot take them. */
export const checkQuestion = (label: string, type: string, question: Question): void => {
  const facts = modalities[type];
  const strange = ([...question.images, ...question.audio] as const).find(
    ({ _tag }) => facts !== undefined && _tag !== facts.bytes,
  );
  if (strange !== undefined) {
    throw new WiringMismatch(label, takenBy(type, facts?.bytes), `${strange._tag} at run time`);
  }
};

const takenBy = (type: string, bytes: 'Image' | 'Audio' | undefined): string =>
  `${bytes === undefined ? 'texts or data' : `texts, data or ${bytes}`} (its agent is of type "${type}")`;

/** The types of the agents that are given what the task is given. */
const askedBy = ({ work }: Definition): readonly string[] => {
  switch (work._tag) {
    case 'Agent':
      return [work.agent.type];
    case 'Race':
      return work.contenders.flatMap(askedFirst);
    case 'Sequence':
      return askedFirst(work.steps);
    case 'Loop':
      return askedFirst(work.round);
    // An item of a list is another thing than the list.
    default:
      return [];
  }
};

const askedFirst = ({ vertices: [first] }: Plan): readonly string[] =>
  first?._tag === 'Task' ? askedBy(first.definition) : [];

const checkType = (type: string, vertex: TaskVertex, vertices: readonly PlanVertex[]): void => {
  const facts = modalities[type];
  if (facts === undefined) return;
  const gives = vertex.parents.map((parent) => kindOf(vertices[parent]));
  gives.forEach((kind, index) => {
    if (kind !== 'data' && kind !== facts.bytes) {
      throw new WiringMismatch(
        vertex.name,
        takenBy(type, facts.bytes),
        `${kind} from "${vertex.names[index] ?? ''}"`,
      );
    }
  });
  if (facts.must !== undefined && !gives.includes(facts.must)) {
    throw new WiringMismatch(
      vertex.name,
      `${facts.must} from one of its predecessors (its agent is of type "${type}")`,
      vertex.names.length === 0
        ? 'nothing'
        : vertex.names.map((name, index) => `${gives[index] ?? ''} from "${name}"`).join(', '),
    );
  }
};

const kindOf = (vertex: PlanVertex | undefined): Kind => {
  if (vertex?._tag === 'Input') return kindOfCodec(vertex.codec);
  if (vertex?._tag !== 'Task') return 'data';
  return kindGivenBy(vertex.definition);
};

const kindGivenBy = ({ work, output }: Definition): Kind => {
  switch (work._tag) {
    case 'Agent':
      return modalities[work.agent.type]?.gives ?? 'data';
    case 'Race':
      return kindGivenByLast(work.contenders[0]);
    case 'Sequence':
      return kindGivenByLast(work.steps);
    case 'Loop':
      return work.history ? 'data' : kindGivenByLast(work.round);
    default:
      return kindOfCodec(output);
  }
};

const kindGivenByLast = (plan: Plan | undefined): Kind => kindOf(plan?.vertices.at(-1));

const kindOfCodec = (codec: unknown): Kind =>
  codec === Image ? 'Image' : codec === Audio ? 'Audio' : 'data';
