import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {PATCHES, applyPatch} from '../../scripts/build/patches.js';

const files = [
  'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js',
  'string-width/index.js',
  'ink/build/reconciler.js',
  'ink/build/ink.js',
  'ink/build/line-update.js',
  'ink/build/output.js',
  'ink/build/sanitize-ansi.js',
  '@alcalzone/ansi-tokenize/build/tokenize.js',
  'wrap-ansi/index.js',
  'slice-ansi/tokenize-ansi.js',
  'signal-exit/index.js',
  'ssh2/lib/protocol/crypto.js',
].map((file) => fileURLToPath(new URL(`../../node_modules/${file}`, import.meta.url)));

for (const file of files) {
  test(`the patch for ${file.replace(/^.*node_modules\//, '')} fits the installed version`, (t) => {
    const patch = PATCHES.find((candidate) => candidate.file.test(file));
    const source = readFileSync(file, 'utf8');
    if (patch) t.not(applyPatch(patch, source, file), source);
    else t.fail('there is none');
  });
}

test('a patch that does not fit, or fits twice, is an error', (t) => {
  const patch = {file: /x/, changes: [[/old/, 'new']] as const};
  t.is(applyPatch(patch, 'an old line', 'x'), 'an new line');
  t.throws(() => applyPatch(patch, 'another line', 'x'), {message: /found 0 times/});
  t.throws(() => applyPatch(patch, 'old and old', 'x'), {message: /found 2 times/});
});
