import { load as loadPackage } from '../core/load.js';

/**
 * Loads a part of the SDK when it is used.
 *
 * @param open imports it; when that cannot find the package, the error says that it has to be installed
 */
export const load = <A>(open: () => Promise<A>): Promise<A> =>
  loadPackage('@modelcontextprotocol/sdk', 'MCP', open);
