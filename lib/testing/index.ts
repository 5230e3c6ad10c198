/**
 * Marble agents, flows compared with marbles in virtual time, and what every provider has to do.
 *
 * @module
 */

export type { Endless } from './contractRequests.js';
export { ContractBroken, InvalidMarbles, LanesDiffer, NoVirtualTime } from './errors.js';
export { expectFlow, type ExpectOptions, type FlowExpectation } from './expectFlow.js';
export type { Lane, Lanes, MarbleValues } from './lane.js';
export { marbleAgent, type MarbleAgentOptions } from './marbleAgent.js';
export {
  providerContract,
  type ContractCheck,
  type ProviderContractOptions,
} from './providerContract.js';
export { record, type Recording, type RecordOptions, type Runnable } from './record.js';
export { sourceOf } from './sourceOf.js';
export { toMarbles, type MarbleOptions } from './toMarbles.js';
export type { ProviderUnderTest, TestSettings } from './underTest.js';
