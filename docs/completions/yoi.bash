# Bash completion for yoi-events, yoi-send and yoi-render. The options come from each program's own --help, so that they
# are always those of the program that is installed.

_yoi() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options values
    COMPREPLY=()
    options=$("$1" --help 2>/dev/null | sed -n 's/^  *\(-., \)\{0,1\}\(--.*\)/\2/p') || return
    # Behind an option with a value: a file name where it takes one, nothing where it takes something else.
    values=$(grep -o -- "^$before [A-Z][A-Z]*" <<<"$options")
    case $values in
        *" FILE") mapfile -t COMPREPLY < <(compgen -f -- "$word") && return ;;
        ?*) return ;;
    esac
    [[ $word == -* ]] || return
    options=$(sed 's/^--\[no-\]\([a-z-]*\).*/--\1 --no-\1/; s/^\(--[a-z-]*\) .*also \(--[a-z-]*\).*/\1 \2/; t; s/ .*//' \
        <<<"$options")
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
}

complete -o default -F _yoi yoi-events yoi-send yoi-render
