import type {CompletedCommand, CompletedOption, CompletedValue, CompletionTree} from './completion-tree.ts';

const quote = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

/** How many dashes a name of an option has decides what fish calls it. */
const toNames = (names: readonly string[]): string =>
  names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');

const toWords = (value: CompletedValue): string => {
  if (value.kind === 'words') return ` -a ${quote(value.words.join(' '))}`;
  return value.kind === 'path' || value.kind === 'other'
    ? ''
    : ` -a ${quote(`(dxtop stored ${value.kind} 2>/dev/null)`)}`;
};

const toOptionLine = (condition: string, {names, description, value}: CompletedOption): string => {
  const takes = value === undefined || value.isOptional ? '' : value.is.kind === 'path' ? ' -r -F' : ' -x';
  const words = value && !value.isOptional ? toWords(value.is) : '';
  return `complete -c dxtop -n ${quote(condition)} ${toNames(names)}${takes}${words} -d ${quote(description)}`;
};

const toLines = (command: CompletedCommand): readonly string[] => {
  const condition = `__fish_seen_subcommand_from ${command.name}`;
  return [
    ...command.options.map((option) => toOptionLine(condition, option)),
    ...command.arguments.flatMap(({is}) => {
      const words = toWords(is);
      return words === '' ? [] : [`complete -c dxtop -n ${quote(condition)}${words}`];
    }),
  ];
};

/** The completion script for fish; it may be sourced, or stand in a folder of `fish_complete_path`. */
export const formatFishCompletion = ({program, commands}: CompletionTree): string =>
  [
    '# Completion of dxtop for fish: dxtop completion fish | source',
    'complete -c dxtop -f',
    ...program.options.map((option) => toOptionLine('__fish_use_subcommand', option)),
    ...commands.map(
      ({name, description}) =>
        `complete -c dxtop -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
    ),
    ...commands.flatMap(toLines),
    '',
  ].join('\n');
