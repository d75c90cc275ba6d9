import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const PACKETS_AHEAD = fileURLToPath(new URL('packets-ahead.js', import.meta.url));
const FRAME_MEMORY = fileURLToPath(new URL('frame-memory.js', import.meta.url));
const SIMPLE_TEXT = fileURLToPath(new URL('simple-text.js', import.meta.url));
const STYLED_RUNS = fileURLToPath(new URL('styled-runs.js', import.meta.url));

/**
 * One change to a dependency's source that makes the program faster, most of them at the start. Each pattern must be found, once unless it is
 * global, so that a new version of the dependency cannot silently go without.
 *
 * @typedef {object} Patch
 * @property {RegExp} file
 * @property {ReadonlyArray<readonly [pattern: RegExp, replacement: string]>} changes
 * @property {string} [imports] put before everything else
 */

const importSimple = `import {isSimple, createSegmenter} from ${JSON.stringify(SIMPLE_TEXT)};\n`;

/** @type {readonly Patch[]} */
export const PATCHES = [
  {
    // `fetch('data:…')` would load the whole HTTP client, and decoding base64 byte by byte is slow.
    file: /yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/,
    changes: [
      [
        /var H;H="data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)";/,
        'var H="yoga.wasm";w=Buffer.from("$1","base64");',
      ],
      [/"function"!=typeof fetch\?c\(b\)/, 'true?c(b)'],
    ],
  },
  {
    // Both are made at load time, and neither is needed for the text of a dashboard.
    file: /node_modules\/string-width\/index\.js$/,
    imports: importSimple,
    changes: [
      [/const segmenter = new Intl\.Segmenter\(\);/, 'const segmenter = createSegmenter();'],
      [
        /const rgiEmojiRegex = (\/\^\\p\{RGI_Emoji\}\$\/v);/,
        'let emoji; const rgiEmojiRegex = {test: text => (emoji ??= new RegExp("^\\\\p{RGI_Emoji}$", "v")).test(text)};',
      ],
      [/if \(\/\^\[\\u0020-\\u007E\]\*\$\/\.test\(string\)\)/, 'if (ambiguousIsNarrow && isSimple(string))'],
    ],
  },
  {
    // What Ink does for its own developers, which would bring the React developer tools along.
    file: /node_modules\/ink\/build\/(?:reconciler|ink)\.js$/,
    changes: [[/process\.env\['DEV'\] === 'true'/g, 'false']],
  },
  {
    // A row depends on nothing but what is written into it, in that order: where that is as in the frame before, so is
    // the row. The writes are kept until all are known, and become cells only where there is no such row; most rows are
    // one line, which need not become cells to be put together again as it was; to find its lines, and the styles that go
    // on in the next, its runs will do.
    file: /node_modules\/ink\/build\/output\.js$/,
    imports: `import {FrameMemory, toRowKey, toLoneRow} from ${JSON.stringify(FRAME_MEMORY)};
import {isSimpleText} from ${JSON.stringify(SIMPLE_TEXT)};
import {toStyledRuns} from ${JSON.stringify(STYLED_RUNS)};
`,
    changes: [
      [
        /const characterLines = \[\[\]\];\s*for \(const character of (this\.caches\.getStyledChars\(text\))\) \{/,
        `const characterLines = [[]];
            const runs = toStyledRuns(text, tokenize);
            for (const character of runs === undefined ? $1 : styledCharsFromTokens(runs)) {`,
      ],
      [
        /export default class Output \{/,
        'const splitTexts = new FrameMemory(); const rows = new FrameMemory(); $&',
      ],
      [
        // What is dropped here is never in a simple text.
        /cached = (styledCharsFromTokens\(tokenize\(line\)\))\.filter\(/,
        'cached = $1; if (!isSimpleText(line)) cached = cached.filter(',
      ],
      [/for \(let \[index, line\] of lines\.entries\(\)\) \{/, '$& const ownLine = line;'],
      [
        /const characterLines = \[\[\]\];([^]*?)let lines = (characterLines\.map\(line => styledCharsToString\(line\)\));/,
        'let lines = splitTexts.get(text, () => {const characterLines = [[]];$1return $2;});',
      ],
      [
        /const characters = this\.caches\.getStyledChars\(line\);(\s*\/\/ Nothing to write[^]*?)continue;([^]*?)\n {8}\}\n {4}\}\n {4}write\(x, y, text, options\) \{/,
        `currentLine.push({x, line, isOwn: line === ownLine});
        }
    }
    writeCells(currentLine, x, line) {
            const characters = this.caches.getStyledChars(line);$1return;$2
    }
    write(x, y, text, options) {`,
      ],
      [
        /const row = \[\];(\s*for \(let x = 0; x < this\.width; x\+\+\) \{[^]*?\n {12}\})\s*output\.push\(row\);\s*\}/,
        `output.push([]);
        }
        splitTexts.turn();
        rows.turn();
        const toRow = (writes) => rows.get(toRowKey(this.width, writes), () => {
            const lone = toLoneRow(this.width, writes);
            if (lone !== undefined) return lone;
            const row = [];$1
            for (const {x, line} of writes) this.writeCells(row, x, line);
            return finishRow(row);
        });`,
      ],
      [
        /const generatedOutput = output\s*\.map\((line => \{[^]*?\n {8}\})\)\s*\.join\('\\n'\);/,
        "const finishRow = $1; const generatedOutput = output.map(toRow).join('\\n');",
      ],
    ],
  },
  {
    // It leaves out what would move the cursor or does worse, and takes every text apart for that, twice for each line
    // that has changed. Where there is nothing of the kind it gives back what it was given.
    file: /node_modules\/ink\/build\/sanitize-ansi\.js$/,
    imports: `import {isStyledSimply} from ${JSON.stringify(STYLED_RUNS)};\n`,
    changes: [[/const sanitizeAnsi = \(text\) => \{/, '$& if (isStyledSimply(text)) return text;']],
  },
  {
    file: /node_modules\/ink\/build\/line-update\.js$/,
    imports: importSimple,
    changes: [
      [/const segmenter = new Intl\.Segmenter\([^)]*\);/, 'const segmenter = createSegmenter();'],
      [
        /printableAscii\.test\(previousText\) && printableAscii\.test\(nextText\)/,
        'isSimple(previousText) && isSimple(nextText)',
      ],
    ],
  },
  {
    file: /node_modules\/@alcalzone\/ansi-tokenize\/build\/tokenize\.js$/,
    imports: importSimple,
    changes: [[/const segmenter = new Intl\.Segmenter\([^)]*\);/, 'const segmenter = createSegmenter();']],
  },
  {
    file: /node_modules\/wrap-ansi\/index\.js$/,
    imports: importSimple,
    changes: [[/const segmenter = new Intl\.Segmenter\(\);/, 'const segmenter = createSegmenter();']],
  },
  {
    file: /node_modules\/slice-ansi\/tokenize-ansi\.js$/,
    imports: importSimple,
    changes: [
      [
        /const GRAPHEME_SEGMENTER = new Intl\.Segmenter\([^)]*\);/,
        'const GRAPHEME_SEGMENTER = createSegmenter();',
      ],
    ],
  },
  {
    // For one check of an argument it would load all of Node's assertions.
    file: /node_modules\/signal-exit\/index\.js$/,
    changes: [
      [
        /assert\.equal\(typeof cb, 'function', ('[^']*')\)/,
        "if (typeof cb !== 'function') throw new TypeError($1)",
      ],
      [/var assert = require\('assert'\)/, ''],
    ],
  },
  {
    // Every packet makes a cipher, and finding out what kind of key some bytes are takes Node longer than all else about
    // it. The cipher for the next packet and its padding are made ahead. Every packet was also sent in three pieces, each
    // a call of the system and a segment on the wire. Measured by turns, 1,200 keys each way: with this a key takes 0.61
    // of the processor's time and 0.68 of the time to its echo.
    file: /ssh2\/lib\/protocol\/crypto\.js$/,
    changes: [
      [
        /(const \{ readUInt32BE, writeUInt32BE \} = require\('\.\/utils\.js'\);)/,
        `$1 const {CiphersAhead, fillWithPadding} = require(${JSON.stringify(PACKETS_AHEAD)});`,
      ],
      [
        /this\._encKey = enc\.cipherKey;(\s*this\._encIV = enc\.cipherIV;)/,
        `this._encKey = require("crypto").createSecretKey(enc.cipherKey);$1
        this._ciphers = new CiphersAhead(() => createCipheriv(this._encSSLName, this._encKey, this._encIV));`,
      ],
      [
        /this\._decipherKey = dec\.decipherKey;(\s*this\._decipherIV = dec\.decipherIV;)/,
        `this._decipherKey = require("crypto").createSecretKey(dec.decipherKey);$1
        this._deciphers = new CiphersAhead(() => createDecipheriv(this._decipherSSLName, this._decipherKey, this._decipherIV));`,
      ],
      [/this\._macKey = enc\.macKey;/, 'this._macKey = require("crypto").createSecretKey(enc.macKey);'],
      [/this\._macKey = dec\.macKey;/, 'this._macKey = require("crypto").createSecretKey(dec.macKey);'],
      [
        /(class AESGCMCipherNative [^]*?)randomFillSync\(packet, 5 \+ payloadLen, padLen\);/,
        '$1fillWithPadding(packet, 5 + payloadLen, padLen);',
      ],
      [
        /createCipheriv\(this\._encSSLName, this\._encKey, this\._encIV\);\s*cipher\.setAutoPadding\(false\);(?=\s*const lenData)/,
        'this._ciphers.take();',
      ],
      [
        /this\._onWrite\(lenData\);(\s*\/\/ Encrypt pad[^\n]*\s*const encrypted = cipher\.update\(packet\.slice\(4\)\);)\s*this\._onWrite\(encrypted\);(\s*const final = cipher\.final\(\);)[^{}]*this\._onWrite\(final\);[^{}]*const tag = cipher\.getAuthTag\(\);\s*this\._onWrite\(tag\);/,
        '$1$2 this._onWrite(Buffer.concat([lenData, encrypted, final, cipher.getAuthTag()]));',
      ],
      [/ivIncrement\(this\._encIV\);/, '$& this._ciphers.release();'],
      [
        /createDecipheriv\(\s*this\._decipherSSLName,\s*this\._decipherKey,\s*this\._decipherIV\s*\);\s*this\._decipherInstance\.setAutoPadding\(false\);/,
        'this._deciphers.take();',
      ],
      [/ivIncrement\(this\._decipherIV\);/, '$& this._deciphers.release();'],
    ],
  },
];

/**
 * Applies one patch; throws when a pattern is not there, or twice without being global.
 *
 * @param {Patch} patch
 * @param {string} source
 * @param {string} path for the error
 * @returns {string}
 */
export const applyPatch = ({changes, imports = ''}, source, path) => {
  let patched = source;
  for (const [pattern, replacement] of changes) {
    const count = source.match(new RegExp(pattern, 'g'))?.length ?? 0;
    if (count === 0 || (count > 1 && !pattern.global))
      throw new Error(
        `${path}: ${pattern.source} was found ${count} times, look at scripts/build/patches.js`,
      );
    patched = patched.replace(pattern, replacement);
  }
  return imports + patched;
};

/**
 * The patches as a plugin of esbuild's. A build in which one of them was never applied fails.
 *
 * @param {readonly Patch[]} [patches]
 * @returns {import('esbuild').Plugin}
 */
export const createPatchPlugin = (patches = PATCHES) => ({
  name: 'start-up patches',
  setup(build) {
    /** @type {Set<Patch>} */
    const applied = new Set();
    for (const patch of patches) {
      build.onLoad({filter: patch.file}, async ({path}) => {
        const contents = applyPatch(patch, await readFile(path, 'utf8'), path);
        applied.add(patch);
        return {contents, loader: 'js'};
      });
    }
    build.onEnd(() => ({
      errors: patches
        .filter((patch) => !applied.has(patch))
        .map(({file}) => ({
          text: `nothing was loaded from ${file.source}, look at scripts/build/patches.js`,
        })),
    }));
  },
});
