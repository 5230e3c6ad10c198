/**
 * Writes the tables of the providers anew: `npx tsx scripts/providers.ts`. A spec compares them with the code.
 *
 * @module
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { providersFile, withTables } from './support/providers.js';

writeFileSync(providersFile, await withTables(readFileSync(providersFile, 'utf8')));
