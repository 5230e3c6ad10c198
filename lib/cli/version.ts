import { exits } from './exits.js';
import { ownPackage } from './ownPackage.js';
import { give } from './streams.js';

/** Says which version this is. */
export const version = (): number => {
  give(`${ownPackage().version}\n`);
  return exits.ok;
};
