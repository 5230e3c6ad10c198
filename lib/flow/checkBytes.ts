import { Audio, Image } from '../core/media.js';
import { WiringMismatch } from '../core/errors.js';
import { modalities } from '../core/modality.js';
import type { PlanVertex, TaskVertex } from './plan.js';

type Kind = 'Image' | 'Audio' | 'data';

/**
 * Refuses pictures and sounds on their way to an agent that cannot take them, and an agent that nobody
 * gives the picture or sound it is there for.
 */
export const checkBytes = (vertex: TaskVertex, vertices: readonly PlanVertex[]): void => {
  const { work } = vertex.definition;
  const facts = work._tag === 'Agent' ? modalities[work.agent.type] : undefined;
  if (work._tag !== 'Agent' || facts === undefined) return;
  const gives = vertex.parents.map((parent) => kindOf(vertices[parent]));
  gives.forEach((kind, index) => {
    if (kind !== 'data' && kind !== facts.bytes) {
      throw new WiringMismatch(
        vertex.name,
        `${facts.bytes === undefined ? 'texts or data' : `texts, data or ${facts.bytes}`} (its agent is of type "${work.agent.type}")`,
        `${kind} from "${vertex.names[index] ?? ''}"`,
      );
    }
  });
  if (facts.must !== undefined && !gives.includes(facts.must)) {
    throw new WiringMismatch(
      vertex.name,
      `${facts.must} from one of its predecessors (its agent is of type "${work.agent.type}")`,
      vertex.names.length === 0
        ? 'nothing'
        : vertex.names.map((name, index) => `${gives[index] ?? ''} from "${name}"`).join(', '),
    );
  }
};

const kindOf = (vertex: PlanVertex | undefined): Kind => {
  if (vertex?._tag === 'Input') return kindOfCodec(vertex.codec);
  if (vertex?._tag !== 'Task') return 'data';
  const { work, output } = vertex.definition;
  return work._tag === 'Agent'
    ? (modalities[work.agent.type]?.gives ?? 'data')
    : kindOfCodec(output);
};

const kindOfCodec = (codec: unknown): Kind =>
  codec === Image ? 'Image' : codec === Audio ? 'Audio' : 'data';
