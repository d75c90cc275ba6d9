// Bundles the program into dist/. `npm run build`.
import {execFileSync} from 'node:child_process';
import {chmod, glob, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';
import {createPatchPlugin, PATCHES} from './build/patches.js';
import {collectAssumed} from '../source/emulator/collect-assumed.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const PLAIN_EXPORTS = path.join(root, 'scripts/build/plain-exports.js');

/**
 * The program itself stays small: it turns the compile cache on, and then loads the rest through it. The cache has a
 * folder of the user's own, because one in the shared temporary directory could be filled by somebody else.
 */
const ENTRY = `#!/usr/bin/env node
import {enableCompileCache, flushCompileCache} from 'node:module';
import {homedir} from 'node:os';
import {join} from 'node:path';
process.on('SIGUSR1', () => {});
const {XDG_CACHE_HOME: cache, NODE_DISABLE_COMPILE_CACHE: isOff} = process.env;
try {
  if (!isOff) enableCompileCache(join(cache?.startsWith('/') ? cache : join(homedir(), '.cache'), 'dxtop', 'code'));
} catch {
  // Without a home there is no cache, and the start is a little slower.
}
// Soon, because the end may come by a signal, or after hours in which the code of the start has been forgotten.
setTimeout(flushCompileCache, 5000).unref();
await import('./main.js');
`;

/** What CommonJS packages expect to find. */
const COMMONJS = `import {createRequire as $createRequire} from 'node:module';
const require = $createRequire(import.meta.url), __dirname = import.meta.dirname, __filename = import.meta.filename;`;

/**
 * ssh2 asks for two native modules and does without where they are missing; bundled, it must look for them where they
 * would be installed.
 *
 * @type {import('esbuild').Plugin}
 */
const optionalNativeModules = {
  name: 'optional native modules',
  setup(build) {
    build.onResolve({filter: /^cpu-features$/}, () => ({path: 'cpu-features', external: true}));
    build.onResolve({filter: /sshcrypto\.node$/}, () => ({
      path: 'ssh2/lib/protocol/crypto/build/Release/sshcrypto.node',
      external: true,
    }));
  },
};

/**
 * Imported as an ES module, a built-in module evaluates everything that it exports, and with it what Node keeps for those
 * who ask: `WebSocket` a second HTTP client (undici), `fs.promises` a line editor, `util.parseArgs` and `util.diff`
 * their parsers, `process` worker threads. Nobody here uses these, and asked for by `getBuiltinModule` they stay where
 * they are. It is some 40 modules before the first frame.
 *
 * @type {import('esbuild').Plugin}
 */
const builtInsOnDemand = {
  name: 'built-in modules on demand',
  setup(build) {
    build.onResolve(
      {filter: /^(?:node:)?(?:child_process|crypto|https?|fs|os|process|stream|util)$/},
      ({path, kind}) =>
        kind === 'require-call'
          ? undefined
          : {path: path.startsWith('node:') ? path : `node:${path}`, namespace: 'built-in'},
    );
    build.onLoad({filter: /.*/, namespace: 'built-in'}, ({path}) => {
      const names = execFileSync(process.execPath, [PLAIN_EXPORTS, path], {encoding: 'utf8'});
      return {
        contents: `const all = process.getBuiltinModule('${path}');
export default all; export const {${names}} = all;`,
      };
    });
  },
};

/** Worker threads are loaded by their file's name, so each is a file of the bundle under that name. */
const findThreads = async () => {
  /** @type {Record<string, string>} */
  const threads = {};
  for await (const file of glob('source/**/*-worker.ts', {cwd: root})) {
    const source = await readFile(path.join(root, file), 'utf8');
    if (source.includes("'node:worker_threads'")) threads[path.basename(file, '.ts')] = path.join(root, file);
  }
  return threads;
};

/** Packages that are large, and that no first frame needs. */
const NOT_AT_START = /node_modules\/(?:commander|ssh2|ws)\//;
/** All other packages, Ink and React among them, are too large for what is loaded before anything is painted. */
const EARLY_PACKAGE = /node_modules\/(?:string-width|get-east-asian-width|strip-ansi|ansi-regex)\//;

/**
 * Throws when one of `NOT_AT_START` has come into what is loaded before the first frame, or another package than
 * `EARLY_PACKAGE` into what is loaded before anything is painted, as one careless import is enough to do.
 *
 * @param {esbuild.Metafile['outputs']} outputs
 */
const checkStart = (outputs) => {
  const entries = [EARLY, 'source/commands/run-dashboard-command.ts', 'source/run-dashboard.tsx'];
  const first = Object.keys(outputs).filter((file) => entries.includes(outputs[file]?.entryPoint ?? ''));
  if (first.length !== entries.length) throw new Error(`${entries.join(' or ')} is no entry point any more`);
  const seen = new Set(first);
  for (const file of seen) {
    const {inputs = {}, imports = []} = outputs[file] ?? {};
    const isEarly = outputs[file]?.entryPoint === EARLY;
    const found = Object.keys(inputs).find(
      (input) =>
        NOT_AT_START.test(input) ||
        (isEarly && input.includes('node_modules/') && !EARLY_PACKAGE.test(input)),
    );
    if (found !== undefined) throw new Error(`${found} is loaded before the first frame`);
    for (const {path: imported, kind} of imports) if (kind === 'import-statement') seen.add(imported);
  }
};

const EARLY = 'cli.tsx';
/** What it has of the packages that are patched. */
const EARLY_PATCHES = PATCHES.filter(({file}) => file.test('node_modules/string-width/index.js'));
/** What it loads before that, where there is a settings file. */
const EARLY_SETTINGS = 'source/services/settings/user-settings.ts';
/** What `EARLY` loads once there is something on the screen. */
const LATER = [
  'source/commands/run-dashboard-command.ts',
  'source/commands/run-command.ts',
  'source/commands/command-context.ts',
  'source/model/errors.ts',
];

/**
 * What is loaded before there is anything on the screen is one file, with copies of its own of what others use too: each
 * file takes Node a millisecond or two, and shared code is spread over many.
 *
 * @type {import('esbuild').Plugin}
 */
const laterOnDemand = {
  name: 'later on demand',
  setup(build) {
    build.onResolve({filter: /^\./}, ({path: imported, kind, resolveDir}) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = path.relative(root, path.resolve(resolveDir, imported));
      if (file !== EARLY_SETTINGS && !LATER.includes(file))
        return {errors: [{text: `${file} is not in the list of what is loaded later`}]};
      return {path: `./${path.parse(file).name}.js`, external: true};
    });
  },
};

const startMs = performance.now();
const manifest = await readFile(path.join(root, 'package.json'), 'utf8');
const [, version] = /^ {2}"version": "(.+)",$/m.exec(manifest) ?? [];
await rm(dist, {recursive: true, force: true});
/** @type {import('esbuild').BuildOptions & {metafile: true}} */
const options = {
  outdir: dist,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: {
    'process.env.NODE_ENV': '"production"',
    DXTOP_VERSION: JSON.stringify(version),
    // A bundle has no comments, so what they mark as assumed is put in as it is.
    EMULATOR_ASSUMPTIONS: JSON.stringify(collectAssumed(path.join(root, 'source/emulator'))),
  },
  banner: {js: COMMONJS},
  external: ['node-pty'],
};
const early = await esbuild.build({
  ...options,
  entryPoints: {main: path.join(root, EARLY), 'user-settings': path.join(root, EARLY_SETTINGS)},
  plugins: [builtInsOnDemand, laterOnDemand, createPatchPlugin(EARLY_PATCHES)],
});
const rest = await esbuild.build({
  ...options,
  entryPoints: {
    ...Object.fromEntries(LATER.map((file) => [path.parse(file).name, path.join(root, file)])),
    ...(await findThreads()),
  },
  splitting: true,
  plugins: [optionalNativeModules, builtInsOnDemand, createPatchPlugin()],
});
const outputs = {...early.metafile.outputs, ...rest.metafile.outputs};
checkStart(outputs);
await writeFile(path.join(dist, 'dxtop.js'), ENTRY);
await chmod(path.join(dist, 'dxtop.js'), 0o755);

const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
const count = Object.keys(outputs).length + 1;
console.log(
  `dist/: ${count} files, ${Math.round(bytes / 1024)} KiB, in ${Math.round(performance.now() - startMs)} ms`,
);
