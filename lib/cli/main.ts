#!/usr/bin/env node
/**
 * The command `rivulet`.
 *
 * @module
 */

import { cli } from './cli.js';
import { endWhenNobodyReads, flushed } from './streams.js';

endWhenNobodyReads();
const code = await cli(process.argv.slice(2));
await flushed();
// Code of a flow may leave timers and sockets behind; the work is done all the same.
process.exit(code);
