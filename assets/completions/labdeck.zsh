#compdef labdeck
# labdeck completion for zsh: labdeck completion zsh > a directory of $fpath, as _labdeck
# Made by `npm run generate`. Verbs, options and live names all come from `labdeck __complete`, which starts nothing and never hangs.
_labdeck() {
  local line value
  local -a values
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      _files
    else
      value=${line%%$'\t'*}
      values+=("${value//:/\\:}:${line#*$'\t'}")
    fi
  done < <(labdeck __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
  (( $#values )) && _describe -t labdeck labdeck values
}
if [[ $funcstack[1] == _labdeck ]]; then
  _labdeck "$@"
else
  compdef _labdeck labdeck
fi
