/**
 * Builds the site of the documents into `docs/site`, and fails on a link that leads nowhere: `npm run docs`.
 *
 * @module
 */

import { buildSite } from './support/site/buildSite.js';

await buildSite();
