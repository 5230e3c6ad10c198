import type { Usage } from '../../core/event.js';

/** What two things took together, as far as it is known. */
export const sumOf = (one: Usage | undefined, other: Usage | undefined): Usage | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  const sums = counted.flatMap((name) => {
    const [a, b] = [one[name], other[name]];
    return a === undefined && b === undefined ? [] : [[name, (a ?? 0) + (b ?? 0)] as const];
  });
  const isAtLeast = one.isAtLeast ?? other.isAtLeast;
  return { ...Object.fromEntries(sums), ...(isAtLeast !== undefined && { isAtLeast }) };
};

const counted = ['input', 'output', 'cached', 'requests', 'money'] as const;
