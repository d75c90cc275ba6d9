import type {CompletedCommand, CompletedValue, CompletionTree} from './completion-tree.ts';

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Fills COMPREPLY with what can stand there; nothing for what only the user knows. */
const toReply = (value: CompletedValue): string => {
  if (value.kind === 'words') return `_dxtop_words ${quote(value.words.join(' '))}`;
  if (value.kind === 'path') return '_dxtop_paths';
  return value.kind === 'other' ? ':' : `_dxtop_stored ${value.kind}`;
};

/** The branches of a `case`, those that do the same together. */
const toBranches = (entries: ReadonlyArray<readonly [pattern: string, action: string]>): string => {
  const patterns = new Map<string, string[]>();
  for (const [pattern, action] of entries) patterns.set(action, [...(patterns.get(action) ?? []), pattern]);
  return [...patterns].map(([action, same]) => `    ${same.join(' | ')}) ${action} ;;`).join('\n');
};

const toOptionBranches = (commands: readonly CompletedCommand[]) =>
  commands.map(({name, options}) => {
    const names = options.flatMap((option) => option.names);
    return [quote(name), `_dxtop_words ${quote(names.join(' '))}`] as const;
  });

/** Those that may be repeated come last: they match any place. */
const toArgumentBranches = (commands: readonly CompletedCommand[]): string =>
  [false, true]
    .map((isLast) =>
      toBranches(
        commands.flatMap((command) =>
          command.arguments.flatMap(({is, isVariadic}, index) => {
            if (isVariadic !== isLast) return [];
            const place = isLast
              ? `${quote(`${command.name}:`)}*`
              : quote(`${command.name}:${String(index)}`);
            return [[place, toReply(is)] as const];
          }),
        ),
      ),
    )
    .join('\n');

/** The completion script for bash 3.2 and later, which older Macs have. */
export const formatBashCompletion = ({program, commands}: CompletionTree): string => {
  const all = [program, ...commands];
  // An option whose value may be left out is not waited for: what follows may be the next option.
  const withValue = all.flatMap(({name, options}) =>
    options.flatMap(({names, value}) =>
      value && !value.isOptional ? names.map((option) => ({place: quote(`${name} ${option}`), value})) : [],
    ),
  );
  return `# Completion of dxtop for bash: source <(dxtop completion bash)

_dxtop_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_dxtop_paths() {
  local name
  while IFS= read -r name; do
    COMPREPLY+=("$name")
  done < <(compgen -f -- "$current")
  compopt -o filenames 2>/dev/null
}

# What the dashboard has stored; nobody is asked.
_dxtop_stored() {
  local word name typed=\${current//[\\"\\'\\\\]/}
  while IFS=$'\\t' read -r word name; do
    [[ $word == "$typed"* ]] || continue
    # Within quotes bash adds the quote itself, elsewhere it takes what it gets.
    [[ $current == [\\"\\']* ]] || printf -v word %q "$word"
    COMPREPLY+=("$word")
  done < <(dxtop stored "$1" 2>/dev/null)
}

_dxtop() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command='' count=0 index
  COMPREPLY=()
  # --theme=dark comes as three words.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$command \${COMP_WORDS[index]}" in
    ${withValue.map(({place}) => place).join(' | ')})
      ((index++))
      [[ \${COMP_WORDS[index]} == '=' ]] && ((index++))
      ;;
    *' -'*) ;;
    ${commands.map(({name}) => quote(` ${name}`)).join(' | ')}) command=\${COMP_WORDS[index]} ;;
    *) ((count++)) ;;
    esac
  done
  case "$command $previous" in
${toBranches(withValue.map(({place, value}) => [place, `${toReply(value.is)}; return`] as const))}
  esac
  if [[ $current == -* ]]; then
    case $command in
${toBranches(toOptionBranches(all))}
    esac
    return
  fi
  case "$command:$count" in
    ':0') _dxtop_words ${quote(commands.map(({name}) => name).join(' '))} ;;
${toArgumentBranches(commands)}
  esac
}

complete -F _dxtop dxtop
`;
};
