import type {Argument, Command, Option} from 'commander';

/** What `dxtop stored` prints: the IDs of executions, or the names of saved views. */
export const STORED_KINDS = ['job', 'execution', 'view'] as const;

/** One of them. */
export type StoredKind = (typeof STORED_KINDS)[number];

/** What can stand somewhere: one of a few words, an ID or name that is stored, a path, or what only the user knows. */
export type CompletedValue =
  | {readonly kind: 'words'; readonly words: readonly string[]}
  | {readonly kind: StoredKind | 'path' | 'other'};

/** One option of a command. */
export interface CompletedOption {
  /** Such as `-n` and `--limit`. */
  readonly names: readonly string[];
  readonly description: string;
  /** What its value is called and can be; `undefined` when it takes none. */
  readonly value:
    {readonly name: string; readonly is: CompletedValue; readonly isOptional: boolean} | undefined;
}

/** One argument of a command. */
export interface CompletedArgument {
  readonly name: string;
  readonly is: CompletedValue;
  /** Whether more of the same may follow; then it is the last. */
  readonly isVariadic: boolean;
}

/** One command; the program itself has the empty name. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly arguments: readonly CompletedArgument[];
}

/** All that can be completed. */
export interface CompletionTree {
  readonly program: CompletedCommand;
  readonly commands: readonly CompletedCommand[];
}

const PATHS = ['path', 'folder'];

const toValue = (name: string, choices: readonly string[] | undefined): CompletedValue => {
  if (choices) return {kind: 'words', words: choices};
  const stored = STORED_KINDS.find((kind) => kind === name);
  if (stored) return {kind: stored};
  return {kind: PATHS.includes(name) ? 'path' : 'other'};
};

const toOption = ({
  short,
  long,
  description,
  flags,
  required,
  optional,
  argChoices,
}: Option): CompletedOption => {
  const [, name = ''] = /[<[]([^\]>.]+)/.exec(flags) ?? [];
  return {
    names: [short, long].filter((text) => text !== undefined),
    description,
    value: required || optional ? {name, is: toValue(name, argChoices), isOptional: optional} : undefined,
  };
};

const toArgument = (argument: Argument): CompletedArgument => ({
  name: argument.name(),
  is: toValue(argument.name(), argument.argChoices),
  isVariadic: argument.variadic,
});

/** What the help of a command line shows, as what can be completed. */
export const toCompletionTree = (program: Command): CompletionTree => {
  const help = program.createHelp();
  const visible = help.visibleCommands(program);
  const toCommand = (command: Command, name: string): CompletedCommand => ({
    name,
    description: command.description(),
    options: help.visibleOptions(command).map(toOption),
    arguments: command.registeredArguments.map(toArgument),
  });
  return {
    program: toCommand(program, ''),
    commands: visible.map((command) => toCommand(command, command.name())),
  };
};
