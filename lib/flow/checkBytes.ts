import { Audio, Image } from '../core/media.js';
import { WiringMismatch } from '../core/errors.js';
import { modalities } from '../core/modality.js';
import type { Definition } from './definition.js';
import type { PlanVertex, TaskVertex } from './plan.js';
import type { AnyAgent } from './ports.js';

type Kind = 'Image' | 'Audio' | 'data';

/**
 * Refuses pictures and sounds on their way to an agent that cannot take them, and an agent that nobody
 * gives the picture or sound it is there for.
 */
export const checkBytes = (vertex: TaskVertex, vertices: readonly PlanVertex[]): void => {
  for (const { type } of askedBy(vertex.definition)) checkType(type, vertex, vertices);
};

const askedBy = ({ work }: Definition): readonly AnyAgent[] =>
  work._tag === 'Race'
    ? work.contenders.flatMap(askedBy)
    : work._tag === 'Agent'
      ? [work.agent]
      : [];

const checkType = (type: string, vertex: TaskVertex, vertices: readonly PlanVertex[]): void => {
  const facts = modalities[type];
  if (facts === undefined) return;
  const gives = vertex.parents.map((parent) => kindOf(vertices[parent]));
  gives.forEach((kind, index) => {
    if (kind !== 'data' && kind !== facts.bytes) {
      throw new WiringMismatch(
        vertex.name,
        `${facts.bytes === undefined ? 'texts or data' : `texts, data or ${facts.bytes}`} (its agent is of type "${type}")`,
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
  if (work._tag === 'Agent') return modalities[work.agent.type]?.gives ?? 'data';
  const [contender] = work._tag === 'Race' ? work.contenders : [];
  return contender === undefined ? kindOfCodec(output) : kindGivenBy(contender);
};

const kindOfCodec = (codec: unknown): Kind =>
  codec === Image ? 'Image' : codec === Audio ? 'Audio' : 'data';
