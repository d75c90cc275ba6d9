import ts from 'typescript';

/** One place where a file breaks the rules of the table in `architecture.md`. */
export interface Breach {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
}

interface Layer {
  /** The layers under `source/` that it may import from, besides itself. */
  readonly layers: readonly string[];
  /** The packages it may import; `node:*` stands for all of Node's own. */
  readonly packages: readonly string[];
}

const REACT = ['react', 'ink'];
const MACHINERY = ['node:*', 'ssh2', 'node-pty'];

/** Who may import whom; a folder or file of `source/`, or `cli.tsx`, each. */
const LAYERS: Readonly<Record<string, Layer>> = {
  wire: {layers: [], packages: []},
  model: {layers: [], packages: []},
  format: {layers: ['model'], packages: ['string-width']},
  services: {layers: ['wire', 'model'], packages: [...MACHINERY, 'valibot', 'undici', 'ws', 'smol-toml']},
  hooks: {layers: ['services', 'model'], packages: [...REACT, 'swr', 'swr/*']},
  components: {layers: ['format', 'model'], packages: [...REACT, 'ink-select-input', 'string-width']},
  screens: {layers: ['components', 'hooks', 'format', 'model'], packages: [...REACT]},
  'dashboard.tsx': {
    layers: ['screens', 'hooks', 'components', 'format', 'model', 'services (types)'],
    packages: [...REACT],
  },
  'app.tsx': {
    layers: ['dashboard.tsx', 'screens', 'hooks', 'components', 'format', 'model', 'services (types)'],
    packages: [...REACT, 'swr', 'swr/*'],
  },
  'create-services.ts': {layers: ['hooks (types)', 'services', 'model'], packages: []},
  'create-attachment-services.ts': {layers: ['create-services.ts', 'services', 'model'], packages: []},
  'last-words.ts': {layers: ['app.tsx', 'format', 'model'], packages: []},
  'find-initial-attach.ts': {
    layers: ['app.tsx', 'create-services.ts', 'format', 'services', 'model'],
    packages: [],
  },
  'run-dashboard.tsx': {
    layers: [
      'app.tsx',
      'find-initial-attach.ts',
      'create-services.ts',
      'create-attachment-services.ts',
      'last-words.ts',
      'hooks (types)',
      'format',
      'services',
      'model',
    ],
    packages: [...REACT],
  },
  emulator: {layers: ['wire'], packages: [...MACHINERY, 'ws']},
  commands: {
    layers: [
      'run-dashboard.tsx',
      'create-services.ts',
      'screens',
      'format',
      'services',
      'model',
      'emulator (dynamic)',
    ],
    packages: ['node:*', 'commander'],
  },
  'cli.tsx': {
    layers: ['commands', 'model', 'emulator (dynamic)'],
    packages: ['node:*'],
  },
};

/** Folders whose names say nothing about what is in them. */
const EMPTY_NAMES = ['utils', 'util', 'common', 'helpers', 'misc', 'shared', 'lib'];

/** Which layer a path such as `source/model/ids.ts` belongs to; `undefined` outside the table. */
const toLayer = (path: string): string | undefined => {
  if (path === 'cli.tsx') return path;
  const name = /^source\/([^/]+)/.exec(path)?.[1];
  return name !== undefined && Object.hasOwn(LAYERS, name) ? name : undefined;
};

/** Resolves a relative import to a path from the root of the project. */
const toPath = (from: string, specifier: string): string =>
  new URL(specifier, `file:///${from}`).pathname.slice(1);

const isPackageAllowed = (specifier: string, packages: readonly string[]): boolean =>
  packages.some((name) =>
    name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name,
  );

/** What is wrong with one import; `undefined` when nothing is. */
const findImportFault = (
  from: string,
  specifier: string,
  kind: 'value' | 'type' | 'dynamic',
): string | undefined => {
  const layer = toLayer(from);
  const rules = layer === undefined ? undefined : LAYERS[layer];
  if (layer === undefined || rules === undefined) return `${from} is in no layer`;
  if (!specifier.startsWith('.')) {
    return isPackageAllowed(specifier, rules.packages) ? undefined : `${layer} imports ${specifier}`;
  }
  const target = toLayer(toPath(from, specifier));
  if (target === undefined) return `${layer} imports ${toPath(from, specifier)}, which is in no layer`;
  if (target === layer || rules.layers.includes(target)) return undefined;
  if (rules.layers.includes(`${target} (types)`)) {
    return kind === 'type' ? undefined : `${layer} imports ${target} for more than types`;
  }
  if (rules.layers.includes(`${target} (dynamic)`)) {
    return kind === 'dynamic' ? undefined : `${layer} imports ${target} other than by import()`;
  }
  return `${layer} imports ${target}`;
};

/** Expressions that a file may not contain, whatever it imports. */
const findExpressionFault = (from: string, text: string): string | undefined => {
  const layer = toLayer(from);
  if (/^process\.env$/.test(text) && layer !== 'cli.tsx' && !from.startsWith('source/services/settings/')) {
    return 'process.env is read in cli.tsx and services/settings only';
  }
  if (/^(Date\.now|Math\.random)$/.test(text) && (layer === 'screens' || layer === 'components')) {
    return `${text} makes a frame depend on more than its props`;
  }
  return undefined;
};

const isTypeOnly = (node: ts.ImportDeclaration | ts.ExportDeclaration): boolean => {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const bindings = node.importClause?.namedBindings;
  return (
    node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (node.importClause?.name === undefined &&
      bindings !== undefined &&
      ts.isNamedImports(bindings) &&
      bindings.elements.length > 0 &&
      bindings.elements.every((element) => element.isTypeOnly))
  );
};

/** The module that a node brings in, and how; `undefined` for any other node. */
const toImport = (node: ts.Node): {specifier: string; kind: 'value' | 'type' | 'dynamic'} | undefined => {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    if (!ts.isStringLiteralLike(node.moduleSpecifier)) return undefined;
    return {specifier: node.moduleSpecifier.text, kind: isTypeOnly(node) ? 'type' : 'value'};
  }
  if (
    ts.isImportTypeNode(node) &&
    ts.isLiteralTypeNode(node.argument) &&
    ts.isStringLiteral(node.argument.literal)
  ) {
    return {specifier: node.argument.literal.text, kind: 'type'};
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [argument] = node.arguments;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  if (!argument || !(isImport || (isRequire && ts.isStringLiteralLike(argument)))) return undefined;
  return {
    specifier: ts.isStringLiteralLike(argument) ? argument.text : `(${argument.getText()})`,
    kind: 'dynamic',
  };
};

/**
 * Finds where a source file breaks the layers: imports of every kind, and a few expressions.
 *
 * Shape: in the order of the file; `[]` when all is well.
 *
 * @param path from the root of the project, with `/`
 */
export const findBreaches = (path: string, content: string): Breach[] => {
  const breaches: Breach[] = [];
  const file = ts.createSourceFile(path, content, ts.ScriptTarget.Latest, true);
  const report = (node: ts.Node, reason: string | undefined): void => {
    if (reason === undefined) return;
    breaches.push({line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, reason});
  };
  const visit = (node: ts.Node): void => {
    const found = toImport(node);
    if (found) report(node, findImportFault(path, found.specifier, found.kind));
    if (ts.isPropertyAccessExpression(node)) report(node, findExpressionFault(path, node.getText()));
    ts.forEachChild(node, visit);
  };
  for (const folder of path.split('/').slice(0, -1)) {
    if (EMPTY_NAMES.includes(folder))
      report(file, `a folder named ${folder} says nothing about what is in it`);
  }
  visit(file);
  return breaches;
};
