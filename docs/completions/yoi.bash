# Bash completion for yoi-events, yoi-send and yoi-render. Made by scripts/completions.sh.

# Program, option, and what its value is.
_yoi_options='
yoi-events --backend any
yoi-events --workspace-id any
yoi-events --runtime-id runtime_id
yoi-events --runtime runtime_id
yoi-events --worker-id worker_id
yoi-events --worker worker_id
yoi-events --api auto|events|protocol
yoi-events --all none
yoi-events --state any
yoi-events --list-interval any
yoi-events --list none
yoi-events --no-transcript none
yoi-events --from held|now
yoi-events --no-follow none
yoi-events --after any
yoi-events --cursor-file file
yoi-events --envelope none
yoi-events --until event
yoi-events --until-idle none
yoi-events --count any
yoi-events -n any
yoi-events --timeout any
yoi-events --idle-timeout any
yoi-events --exit-status none
yoi-events -x none
yoi-events --token-file file
yoi-events --header any
yoi-events -H any
yoi-events --cert file
yoi-events --key file
yoi-events --unix-socket any
yoi-events --connect-timeout any
yoi-events --retry any
yoi-events --retry-delay any
yoi-events --ping-interval any
yoi-events --max-message any
yoi-events --quiet none
yoi-events -q none
yoi-events --verbose none
yoi-events -v none
yoi-events --help none
yoi-events -h none
yoi-events --version none
yoi-events -V none
yoi-send --message any
yoi-send -m any
yoi-send --file file
yoi-send -F file
yoi-send --attach any
yoi-send --notify any
yoi-send --cancel none
yoi-send --pause none
yoi-send --resume none
yoi-send --compact none
yoi-send --stop none
yoi-send --reason any
yoi-send --keep-going none
yoi-send -k none
yoi-send --follow none
yoi-send --wait none
yoi-send --dry-run none
yoi-send --reply none
yoi-send --timeout any
yoi-send --retry any
yoi-send --backend any
yoi-send --workspace-id any
yoi-send --runtime-id runtime_id
yoi-send --runtime runtime_id
yoi-send --worker-id worker_id
yoi-send --worker worker_id
yoi-send --api auto|events|protocol
yoi-send --token-file file
yoi-send --header any
yoi-send -H any
yoi-send --cert file
yoi-send --key file
yoi-send --unix-socket any
yoi-send --connect-timeout any
yoi-send --quiet none
yoi-send -q none
yoi-send --verbose none
yoi-send -v none
yoi-send --help none
yoi-send -h none
yoi-send --version none
yoi-send -V none
yoi-render --style full|compact|text|markdown|answer
yoi-render --thinking hide|show
yoi-render --tools none|name|short|full
yoi-render --result-lines any
yoi-render --history any
yoi-render --worker any
yoi-render --sub-workers show|name|hide
yoi-render --name none
yoi-render --user none
yoi-render --no-user none
yoi-render --usage none
yoi-render --no-usage none
yoi-render --timestamps none
yoi-render --utc none
yoi-render --prefix none
yoi-render --bad-lines show|skip|fail
yoi-render --color auto|always|never
yoi-render --width any
yoi-render --ascii none
yoi-render --exit-status none
yoi-render -x none
yoi-render --quiet none
yoi-render -q none
yoi-render --help none
yoi-render -h none
yoi-render --version none
yoi-render -V none
'
_yoi_events='alert command compact_done compact_failed compact_start completions error internal_worker internal_worker_removed invoke_start llm_call_end llm_call_start llm_continuation llm_retry memory_worker peer_registered rewind_applied rewind_targets run_end segment_rotated shutdown snapshot status system_item text_delta text_done thinking_delta thinking_done thinking_start tool_call_args_delta tool_call_done tool_call_start tool_result turn_end turn_start usage user_message worker_restored workers_listed'

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

complete -F _yoi yoi-events yoi-send yoi-render
