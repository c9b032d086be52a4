// `trace completion bash|zsh|fish`: what a shell needs to complete commands and options, made from the parser's own table.
import type { Command, Option } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

interface Word {
  /** Names of the commands that lead to it: `labels import`; empty for trace itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly text: string }[];
  readonly options: readonly Option[];
}

export function completionFor(shell: Shell, root: Command): string {
  const words = wordsOf(root, []);
  return { bash, zsh, fish }[shell](words);
}

function wordsOf(command: Command, path: readonly string[]): Word[] {
  const commands = command.commands.map((each) => ({ name: each.name(), text: each.description() }));
  return [
    { path: path.join(' '), commands, options: command.options.filter(({ hidden }) => !hidden) },
    ...command.commands.flatMap((each) => wordsOf(each, [...path, each.name()])),
  ];
}

function spellings({ short, long }: Option): string[] {
  return [short, long].flatMap((name) => (name === undefined || name === null ? [] : [name]));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Words that stand before the cursor and are commands, in order. */
const BASH_PATH = `  local path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
PATHS) path="\${path:+$path }$word" ;;
    esac
  done`;

function bashPaths(words: readonly Word[]): string {
  const paths = words
    .filter(({ path }) => path !== '')
    .map(({ path }) => (path.includes(' ') ? path : ` ${path}`));
  return BASH_PATH.replace('PATHS', `      ${paths.map(quoted).join('|')}`);
}

function bash(words: readonly Word[]): string {
  const values = words.flatMap(({ path, options }) =>
    options.flatMap((option) =>
      option.argChoices === undefined
        ? []
        : [
            `    ${quoted(`${path} ${option.long}`)}) COMPREPLY=($(compgen -W ${quoted(option.argChoices.join(' '))} -- "$now")); return ;;`,
          ],
    ),
  );
  const lists = words.map(({ path, commands, options }) => {
    const list = [...commands.map(({ name }) => name), ...options.flatMap(spellings)];
    return `    ${quoted(path)}) COMPREPLY=($(compgen -W ${quoted(list.join(' '))} -- "$now")) ;;`;
  });
  return `# bash completion for trace: trace completion bash > /etc/bash_completion.d/trace
_trace() {
  local now="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
${bashPaths(words)}
  case "$path $before" in
${values.join('\n')}
  esac
  case "$path" in
${lists.join('\n')}
  esac
}
complete -o default -F _trace trace
`;
}

function zsh(words: readonly Word[]): string {
  const item = (name: string, text: string): string => quoted(`${name.replaceAll(':', '\\:')}:${text}`);
  const lists = words.map(({ path, commands, options }) => {
    const list = [
      ...commands.map(({ name, text }) => item(name, text)),
      ...options.flatMap((option) => spellings(option).map((name) => item(name, option.description))),
    ];
    return `    ${quoted(path)}) list=(${list.join(' ')}) ;;`;
  });
  const values = words.flatMap(({ path, options }) =>
    options.flatMap((option) =>
      option.argChoices === undefined
        ? []
        : [`    ${quoted(`${path} ${option.long}`)}) compadd -- ${option.argChoices.join(' ')}; return ;;`],
    ),
  );
  const paths = words
    .filter(({ path }) => path !== '')
    .map(({ path }) => (path.includes(' ') ? path : ` ${path}`));
  return `#compdef trace
# zsh completion for trace: trace completion zsh > ~/.zsh/completions/_trace
_trace() {
  local path_="" word
  local -a list
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$path_ $word" in
      ${paths.map((path) => path.replaceAll(' ', '\\ ')).join('|')}) path_="\${path_:+$path_ }$word" ;;
    esac
  done
  case "$path_ \${words[CURRENT-1]}" in
${values.join('\n')}
  esac
  case "$path_" in
${lists.join('\n')}
  esac
  _describe trace list
  _files
}
compdef _trace trace
`;
}

function fish(words: readonly Word[]): string {
  const lines = words.flatMap(({ path, commands, options }) => {
    const [first, second] = path.split(' ');
    const names = commands.map(({ name }) => name).join(' ');
    // Of a group: none of its commands was named yet.
    const seen = first === '' ? [] : [`__fish_seen_subcommand_from ${first}`];
    const deeper = second === undefined ? [] : [`__fish_seen_subcommand_from ${second}`];
    const open = names === '' ? [] : [`not __fish_seen_subcommand_from ${names}`];
    const when = quoted([...seen, ...deeper, ...open].join('; and ') || 'true');
    return [
      ...commands.map(({ name, text }) => `complete -c trace -n ${when} -a ${name} -d ${quoted(text)}`),
      ...options.map((option) => {
        const short =
          option.short === undefined || option.short === null ? '' : ` -s ${option.short.slice(1)}`;
        const takes =
          option.argChoices === undefined
            ? option.required
              ? ' -r'
              : ''
            : ` -x -a ${quoted(option.argChoices.join(' '))}`;
        return `complete -c trace -n ${when}${short} -l ${option.long?.slice(2) ?? ''}${takes} -d ${quoted(option.description)}`;
      }),
    ];
  });
  return `# fish completion for trace: trace completion fish > ~/.config/fish/completions/trace.fish\n${lines.join('\n')}\n`;
}
