import { rmSync } from 'node:fs';

// Removes the folders it is given, so that nothing old is built into the package.
for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
