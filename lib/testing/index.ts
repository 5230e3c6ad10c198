/**
 * Marble agents, and flows compared with marbles in virtual time.
 *
 * @module
 */

export { InvalidMarbles, LanesDiffer, NoVirtualTime } from './errors.js';
export { expectFlow, type ExpectOptions, type FlowExpectation } from './expectFlow.js';
export type { Lane, Lanes, MarbleValues } from './lane.js';
export { marbleAgent, type MarbleAgentOptions } from './marbleAgent.js';
export { record, type Recording, type RecordOptions, type Runnable } from './record.js';
export { sourceOf } from './sourceOf.js';
export { toMarbles, type MarbleOptions } from './toMarbles.js';
