import { placesIn } from './checkNeeds.js';
import type { Definition } from './plan.js';

/**
 * The predecessors that a task asks for by name: in the places of its instruction, or as a property that its
 * codec requires, where the codec lets that be seen.
 *
 * @internal
 */
export const needsOf = (definition: Definition): readonly string[] => {
  const { input, join, recall } = definition;
  const required = join === 'any' || join === 'first' ? [] : propertiesOf(input);
  return [...placesIn(definition), ...required].filter(
    (name) => !recall.some(({ key }) => key === name),
  );
};

// Codecs of io-ts show what they are made of; those of others show nothing.
const propertiesOf = (codec: unknown): readonly string[] => {
  if (typeof codec !== 'object' || codec === null || !('_tag' in codec)) return [];
  switch (codec._tag) {
    case 'InterfaceType':
      return 'props' in codec && typeof codec.props === 'object'
        ? Object.keys(codec.props ?? {})
        : [];
    case 'ExactType':
    case 'ReadonlyType':
      return 'type' in codec ? propertiesOf(codec.type) : [];
    case 'IntersectionType':
      return 'types' in codec && Array.isArray(codec.types)
        ? codec.types.flatMap(propertiesOf)
        : [];
    default:
      return [];
  }
};
