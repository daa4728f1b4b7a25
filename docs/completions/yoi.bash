# Bash completion for yoi-events, yoi-send and yoi-render. The options come from each program's own --help, so that they
# are always those of the program that is installed.

_yoi() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options values
    COMPREPLY=()
    options=$("$1" --help 2>/dev/null | sed -n 's/^  *\(-., \)\{0,1\}\(--.*\)/\2/p') || return
    # Behind an option with a value: a file name or one of some words where it takes one, else nothing.
    values=$(grep -o -- "^$before [A-Za-z|][A-Za-z|]*" <<<"$options")
    case $values in
        *"|"*) values=${values#* } && mapfile -t COMPREPLY < <(compgen -W "${values//|/ }" -- "$word") && return ;;
        *" FILE") mapfile -t COMPREPLY < <(compgen -f -- "$word") && return ;;
        ?*) return ;;
    esac
    [[ $word == -* ]] || return
    options=$(sed 's/^--\[no-\]\([a-z-]*\).*/--\1 --no-\1/; s/^\(--[a-z-]*\) .*also \(--[a-z-]*\).*/\1 \2/; t; s/ .*//' \
        <<<"$options")
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
}

complete -o default -F _yoi yoi-events yoi-send yoi-render
