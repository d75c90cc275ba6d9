import {readFileSync} from 'node:fs';
import test from 'ava';
import {withKeyTables, withSettings} from '../../../scripts/docs/generated-parts.js';

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');

test('the README has the keys that the code has; `npm run docs` writes them', (t) => {
  const readme = read('README.md');
  t.is(withKeyTables(readme), readme);
  t.not(
    withKeyTables(readme.replace('| describe |', '| descrbe |')),
    readme.replace('| describe |', '| descrbe |'),
  );
});

test('docs/settings.md has the settings that the code has; `npm run docs` writes them', (t) => {
  const page = read('docs/settings.md');
  t.is(withSettings(page), page);
  t.not(withSettings(page.replace('# ascii', '# acsii')), page.replace('# ascii', '# acsii'));
});
