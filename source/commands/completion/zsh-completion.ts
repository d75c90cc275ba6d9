import type {
  CompletedArgument,
  CompletedCommand,
  CompletedOption,
  CompletedValue,
  CompletionTree,
} from './completion-tree.ts';

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** `_arguments` ends a description at these. */
const escape = (text: string): string => text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);

/** What offers values; a blank alone offers nothing, no file either, and one in front keeps zsh's own arguments out. */
const toAction = (value: CompletedValue): string => {
  if (value.kind === 'words') return `(${value.words.join(' ')})`;
  if (value.kind === 'path') return '_files';
  return value.kind === 'other' ? ' ' : ` _dxtop_stored ${value.kind}`;
};

const toOptionSpecs = ({names, description, value}: CompletedOption): readonly string[] => {
  const others = names.length > 1 ? `(${names.join(' ')})` : '';
  const tail = value ? `${value.isOptional ? '::' : ':'}${escape(value.name)}:${toAction(value.is)}` : '';
  return names.map((name) => {
    // The value as the next word, or joined to the option.
    const join = value === undefined ? '' : name.startsWith('--') ? '=' : '+';
    return quote(`${others}${name}${join}[${escape(description)}]${tail}`);
  });
};

const toArgumentSpec = ({name, is, isVariadic}: CompletedArgument, index: number): string =>
  quote(`${isVariadic ? '*' : String(index + 1)}:${escape(name)}:${toAction(is)}`);

const toArguments = (command: CompletedCommand, more: readonly string[] = []): string =>
  [
    '_arguments -s',
    ...command.options.flatMap(toOptionSpecs),
    ...command.arguments.map(toArgumentSpec),
    ...more,
  ].join(' \\\n        ');

/** The completion script for zsh; it may be sourced, or stand as `_dxtop` in a folder of `fpath`. */
export const formatZshCompletion = ({program, commands}: CompletionTree): string => `#compdef dxtop
# Completion of dxtop for zsh: source <(dxtop completion zsh), after compinit

# What the dashboard has stored; nobody is asked.
_dxtop_stored() {
  local -a found
  local word name
  while IFS=$'\\t' read -r word name; do
    # The first bare colon begins the description.
    found+=("\${word//:/\\\\:}:$name")
  done < <(dxtop stored "$1" 2>/dev/null)
  _describe "$1" found
}

_dxtop_commands() {
  local -a commands=(
${commands.map(({name, description}) => `    ${quote(`${name}:${description}`)}`).join('\n')}
  )
  _describe command commands
}

_dxtop() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  ${toArguments(program, [quote('1:command:_dxtop_commands'), quote('*::argument:->argument')]).replace('-s', '-s -C')}
  [[ $state == argument ]] || return
  case $words[1] in
${commands.map((command) => `    ${command.name})\n      ${toArguments(command)}\n      ;;`).join('\n')}
  esac
}

if [[ $funcstack[1] == _dxtop ]]; then
  _dxtop "$@"
else
  compdef _dxtop dxtop
fi
`;
