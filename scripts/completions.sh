#!/usr/bin/env bash
# Makes docs/completions from the programs' option tables, as --help shows them, and from the names of the events.
#
# usage: scripts/completions.sh [DIRECTORY]     (where the files go; default docs/completions)
#        YOI_BIN is where the programs are; default: where `swift build` puts them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

directory=${1:-docs/completions}
bin=${YOI_BIN:-$(swift build --show-bin-path)}
programs=(yoi-events yoi-send yoi-render)
events=$(sed -n 's/.*case "\([a-z_]*\)": self = .*/\1/p' Sources/Shared/Wire/Event.swift | sort | paste -sd ' ')

# A line for each option: program, letter or -, name, value, help; aliases and negations are lines of their own.
# The value is: none, file, event, runtime_id, worker_id, words between |, any.
options() {
    "$bin/$1" --help | awk -v OFS='\t' -v program="$1" '
        function flush() {
            if (!name) return
            value = "any"
            if (!placeholder) value = "none"
            if (placeholder == "FILE") value = "file"
            if (placeholder ~ /\|/) value = placeholder
            if (name == "until") value = "event"
            if (name == "runtime-id") value = "runtime_id"
            if (name == "worker-id") value = "worker_id"
            alias = match(help, /\(also --[a-z-]+/) ? substr(help, RSTART + 8, RLENGTH - 8) : ""
            sub(/ \(.*/, "", help)
            print program, letter, name, value, help
            if (alias) print program, "-", alias, value, help
            if (negatable) print program, "-", "no-" name, "none", "without " help
            name = ""
        }
        /^Environment:$/ { flush(); exit }
        match($0, /^  (-., |    )--/) {
            width = RLENGTH
            flush()
            letter = substr($0, 3, 1) == "-" ? substr($0, 4, 1) : "-"
            rest = substr($0, width + 1)
            negatable = sub(/^\[no-\]/, "", rest)
            match(rest, /^[a-z-]+/)
            name = substr(rest, 1, RLENGTH)
            rest = substr(rest, RLENGTH + 1)
            placeholder = match(rest, /^ [^ ]+/) ? substr(rest, 2, RLENGTH - 1) : ""
            help = substr(rest, length(placeholder) + 2)
            sub(/^ +/, "", help)
            next
        }
        name && substr($0, 1, 26) ~ /^ +$/ { sub(/^ +/, ""); help = help (help ? " " : "") $0; next }
        { flush() }'
}
table=$(for program in "${programs[@]}"; do options "$program"; done)
# rows [PROGRAM]: the lines of the table, with characters in between that do not run together.
rows() { awk -F '\t' -v OFS='\1' -v p="${1-}" '!p || $1 == p { $1 = $1; print }' <<<"$table"; }

{
    cat <<'END'
# Bash completion for yoi-events, yoi-send and yoi-render. Made by scripts/completions.sh.

# Program, option, and what its value is.
_yoi_options='
END
    while IFS=$'\1' read -r program letter name value _; do
        echo "$program --$name $value"
        if [[ $letter != - ]]; then echo "$program -$letter $value"; fi
    done < <(rows)
    printf "'\n_yoi_events='%s'\n" "$events"
    cat <<'END'

# _yoi_ids runtime_id|worker_id: the ids that --list shows, kept for a few seconds.
_yoi_ids() {
    local words index target=() key
    read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
    for index in "${!words[@]}"; do
        case ${words[index]} in
        --backend | --workspace-id | --token-file | --header | -H) target+=("${words[@]:index:2}") ;;
        --backend=* | --workspace-id=* | --token-file=* | --header=*) target+=("${words[index]}") ;;
        esac
    done
    key="${target[*]} ${YOI_BACKEND-}"
    if [[ ${_yoi_key-} != "$key" ]] || ((SECONDS - _yoi_time > 5)); then
        _yoi_list=$(timeout 2 yoi-events --list "${target[@]}" 2>/dev/null)
        _yoi_key=$key _yoi_time=$SECONDS
    fi
    sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<<"$_yoi_list" | sort -u
}

_yoi() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} program option value kind='' all=''
    # Bash takes --name=value for three words.
    if [[ $word == = ]]; then
        word=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    while read -r program option value; do
        [[ $program == "${1##*/}" ]] || continue
        all+=" $option"
        if [[ $option == "$before" ]]; then kind=$value; fi
    done <<<"$_yoi_options"
    before=
    case $kind in
    *'|'*) all=${kind//|/ } ;;
    *_id) all=$(_yoi_ids "$kind") ;;
    event)
        if [[ $word == *,* ]]; then before=${word%,*}, word=${word##*,}; fi
        all=$_yoi_events
        ;;
    any) all='' ;;
    file) all=FILES ;;
    *) if [[ $word != -* ]]; then
        all=''
        if [[ ${1##*/} == yoi-render ]]; then all=FILES; fi
    fi ;;
    esac
    if [[ $all == FILES ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -P "$before" -W "$all" -- "$word")
    fi
}

END
    echo "complete -F _yoi ${programs[*]}"
} >"$directory/yoi.bash"

{
    echo "#compdef ${programs[*]}"
    cat <<'END'
# Zsh completion. Made by scripts/completions.sh.

# _yoi_ids [COMPADD-OPTION...] runtime_id|worker_id: the ids that --list shows, kept for a few seconds.
_yoi_ids() {
    local index key column=$argv[-1]
    local -a target ids
    for index in {1..$#words}; do
        case $words[index] in
            --backend|--workspace-id|--token-file|--header|-H) target+=("${(Q@)words[index,index+1]}") ;;
            --backend=*|--workspace-id=*|--token-file=*|--header=*) target+=("${(Q)words[index]}") ;;
        esac
    done
    key="$target $YOI_BACKEND"
    if [[ $_yoi_key != $key ]] || (( SECONDS - ${_yoi_time:-0} > 5 )); then
        typeset -g _yoi_list="$(timeout 2 yoi-events --list $target 2>/dev/null)" _yoi_key=$key
        typeset -gi _yoi_time=$SECONDS
    fi
    ids=(${(fu)"$(sed -n "s/.*\"$column\":\"\([^\"]*\)\".*/\1/p" <<<$_yoi_list)"})
    compadd "${@[1,-2]}" -a ids
}

END
    echo "_yoi_events() { compadd \"\$@\" - $events }"
    echo
    # shellcheck disable=SC2016 # this is the script that is made
    echo 'case $service in'
    for program in "${programs[@]}"; do
        printf '%s)\n    _arguments -S \\\n' "$program"
        while IFS=$'\1' read -r _ letter name value help; do
            # In a description of _arguments, brackets and colons have a meaning.
            help=${help//\'/\'\\\'\'} help=${help//[/\\[} help=${help//]/\\]} help=${help//:/\\:}
            case $value in
            none) action='' ;;
            file) action=':file:_files' ;;
            event) action=':event:_sequence _yoi_events' ;;
            *_id) action=":id:_yoi_ids $value" ;;
            *'|'*) action=":word:(${value//|/ })" ;;
            any) action=':value: ' ;;
            esac
            equals=
            if [[ $action ]]; then equals='='; fi
            echo "        '*--$name${equals}[$help]$action' \\"
            if [[ $letter != - ]]; then echo "        '*-$letter${equals:++}[$help]$action' \\"; fi
        done < <(rows "$program")
        if [[ $program == yoi-render ]]; then echo "        '*:file:_files'"; else echo "        '*: :'"; fi
        echo '    ;;'
    done
    echo 'esac'
} >"$directory/_yoi"

{
    cat <<'END'
# Fish completion for yoi-events, yoi-send and yoi-render. Made by scripts/completions.sh.

# __yoi_ids runtime_id|worker_id: the ids that --list shows, kept for a few seconds.
function __yoi_ids
    set -l words (commandline -opc)
    set -l target
    for index in (seq (count $words))
        switch $words[$index]
            case --backend --workspace-id --token-file --header -H
                set -a target $words[$index] $words[(math $index + 1)]
            case '--backend=*' '--workspace-id=*' '--token-file=*' '--header=*'
                set -a target $words[$index]
        end
    end
    set -l now (date +%s)
    set -l key "$target $YOI_BACKEND"
    if test "$key" != "$__yoi_key"; or test (math $now - $__yoi_time) -gt 5
        set -g __yoi_list (timeout 2 yoi-events --list $target 2>/dev/null)
        set -g __yoi_key $key
        set -g __yoi_time $now
    end
    printf '%s\n' $__yoi_list | sed -n 's/.*"'$argv[1]'":"\([^"]*\)".*/\1/p' | sort -u
end

END
    echo "function __yoi_events"
    printf "    printf '%%s\\\\n' %s\n" "$events"
    echo "end"
    echo
    echo "complete -c yoi-events -f"
    echo "complete -c yoi-send -f"
    while IFS=$'\1' read -r program letter name value help; do
        help=${help//\\/\\\\} help=${help//\'/\\\'}
        case $value in
        none) action='' ;;
        file) action=' -r -F' ;;
        event) action=" -x -a '(__fish_complete_list , __yoi_events)'" ;;
        *_id) action=" -x -a '(__yoi_ids $value)'" ;;
        *'|'*) action=" -x -a '${value//|/ }'" ;;
        any) action=' -x' ;;
        esac
        if [[ $letter != - ]]; then action=" -s $letter$action"; fi
        echo "complete -c $program -l $name$action -d '$help'"
    done < <(rows)
} >"$directory/yoi.fish"
