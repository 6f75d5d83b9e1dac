# labdeck completion for fish: labdeck completion fish > ~/.config/fish/completions/labdeck.fish
# Made by `npm run generate`. Verbs, options and live names all come from `labdeck __complete`, which starts nothing and never hangs.
function __labdeck_complete
    set -l token (commandline -ct)
    for line in (labdeck __complete (commandline -opc)[2..-1] "$token" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$token"
        else
            echo -- $line
        end
    end
end
complete -c labdeck -f -a '(__labdeck_complete)'
