# labdeck completion for bash: labdeck completion bash > ~/.local/share/bash-completion/completions/labdeck
# Made by `npm run generate`. Verbs, options and live names all come from `labdeck __complete`, which starts nothing and never hangs.
_labdeck() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default
    else
      COMPREPLY+=("$(printf %q "${line%%$'\t'*}")")
    fi
  done < <(labdeck __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _labdeck labdeck
