// Writes the parts of the documentation that the code generates. `npm run docs`.
import {readFile, writeFile} from 'node:fs/promises';
import {withKeyTables, withSettings} from './docs/generated-parts.js';

for (const [name, renew] of /** @type {const} */ ([
  ['README.md', withKeyTables],
  ['docs/settings.md', withSettings],
])) {
  const file = new URL(`../${name}`, import.meta.url);
  await writeFile(file, renew(await readFile(file, 'utf8')));
}
