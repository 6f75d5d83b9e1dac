/** Shells that labdeck completes in. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Printed by `__complete` where a file name is wanted: the shell knows its files best. */
export const FILES = ':files';

const NOTE = '# Made by `npm run generate`. Verbs, options and live names all come from `labdeck __complete`, which starts nothing and never hangs.';

const BASH = `# labdeck completion for bash: labdeck completion bash > ~/.local/share/bash-completion/completions/labdeck
${NOTE}
_labdeck() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ${FILES} ]]; then
      compopt -o default
    else
      COMPREPLY+=("$(printf %q "\${line%%$'\\t'*}")")
    fi
  done < <(labdeck __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _labdeck labdeck
`;

const ZSH = `#compdef labdeck
# labdeck completion for zsh: labdeck completion zsh > a directory of $fpath, as _labdeck
${NOTE}
_labdeck() {
  local line value
  local -a values
  while IFS= read -r line; do
    if [[ $line == ${FILES} ]]; then
      _files
    else
      value=\${line%%$'\\t'*}
      values+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done < <(labdeck __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( $#values )) && _describe -t labdeck labdeck values
}
if [[ $funcstack[1] == _labdeck ]]; then
  _labdeck "$@"
else
  compdef _labdeck labdeck
fi
`;

const FISH = `# labdeck completion for fish: labdeck completion fish > ~/.config/fish/completions/labdeck.fish
${NOTE}
function __labdeck_complete
    set -l token (commandline -ct)
    for line in (labdeck __complete (commandline -opc)[2..-1] "$token" 2>/dev/null)
        if test "$line" = ${FILES}
            __fish_complete_path "$token"
        else
            echo -- $line
        end
    end
end
complete -c labdeck -f -a '(__labdeck_complete)'
`;

/** The script of each shell, as it ships in assets/completions. */
export const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
