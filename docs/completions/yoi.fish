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

function __yoi_events
    printf '%s\n' alert command compact_done compact_failed compact_start completions error internal_worker internal_worker_removed invoke_start llm_call_end llm_call_start llm_continuation llm_retry memory_worker peer_registered rewind_applied rewind_targets run_end segment_rotated shutdown snapshot status system_item text_delta text_done thinking_delta thinking_done thinking_start tool_call_args_delta tool_call_done tool_call_start tool_result turn_end turn_start usage user_message worker_restored workers_listed
end

complete -c yoi-events -f
complete -c yoi-send -f
complete -c yoi-events -l backend -x -d 'the Backend\'s http:// or https:// address'
complete -c yoi-events -l workspace-id -x -d 'the Workspace, by default that of .yoi/workspace.toml in this directory or one above it'
complete -c yoi-events -l runtime-id -x -a '(__yoi_ids runtime_id)' -d 'the Runtime'
complete -c yoi-events -l runtime -x -a '(__yoi_ids runtime_id)' -d 'the Runtime'
complete -c yoi-events -l worker-id -x -a '(__yoi_ids worker_id)' -d 'the Worker: its id or its short key, such as W-3'
complete -c yoi-events -l worker -x -a '(__yoi_ids worker_id)' -d 'the Worker: its id or its short key, such as W-3'
complete -c yoi-events -l api -x -a 'auto events protocol' -d 'the Backend\'s API: events'
complete -c yoi-events -l all -d 'follow every Worker of the Backend or Workspace, later ones too'
complete -c yoi-events -l state -x -d 'with --all: only Workers that are idle, running, ...'
complete -c yoi-events -l list-interval -x -d 'where later Workers are not announced, ask for the list every TIME'
complete -c yoi-events -l list -d '=workers|workspaces|runtimes] print what the Backend knows, one JSON line each, then end'
complete -c yoi-events -l no-transcript -d 'leave out what was said before, except what the Backend still holds'
complete -c yoi-events -l from -x -a 'held now' -d 'begin with what the Backend still holds, or only with what happens from now on'
complete -c yoi-events -l no-follow -d 'only what was said before, then end'
complete -c yoi-events -l after -x -d 'resume after this event; for the events API, which has cursors'
complete -c yoi-events -l cursor-file -r -F -d 'resume from the position in FILE, if it exists, and keep it current'
complete -c yoi-events -l envelope -d 'wrap each event as {cursor, runtime_id, worker_id, received_at, payload}'
complete -c yoi-events -l until -x -a '(__fish_complete_list , __yoi_events)' -d 'after an event of one of these names'
complete -c yoi-events -l until-idle -d 'when the Worker\'s run is over, however it ended; of several, when all are'
complete -c yoi-events -l count -s n -x -d 'after N events'
complete -c yoi-events -l timeout -x -d 'after TIME, with status 124; 0 is never'
complete -c yoi-events -l idle-timeout -x -d 'after TIME without anything new, with status 124 if something was waited for; 0 is never'
complete -c yoi-events -l exit-status -s x -d '0 only if the last run finished, else 1; 3 if no run ended'
complete -c yoi-events -l token-file -r -F -d 'send the token in FILE as \'Authorization: Bearer\'; keep it unreadable for others'
complete -c yoi-events -l header -s H -x -d 'add a request header \'Name: value\', or with @FILE each line of FILE; may be repeated'
complete -c yoi-events -l cert -r -F -d 'a client certificate in PEM, for servers that ask for one'
complete -c yoi-events -l key -r -F -d 'its key, where that is not in the same file'
complete -c yoi-events -l unix-socket -x -d 'connect to this Unix domain socket instead of the URL\'s host'
complete -c yoi-events -l connect-timeout -x -d 'give up connecting after TIME; 0 is never'
complete -c yoi-events -l retry -x -d 'connect again N times in one outage, or \'forever\''
complete -c yoi-events -l retry-delay -x -d 'wait so long first, then twice as long each time, up to 30s'
complete -c yoi-events -l ping-interval -x -d 'ping a silent server after TIME, give it up after twice that; 0 is never'
complete -c yoi-events -l max-message -x -d 'take no message, transcript page or list that is larger than SIZE'
complete -c yoi-events -l quiet -s q -d 'print only failures on standard error'
complete -c yoi-events -l verbose -s v -d 'print on standard error what is being done'
complete -c yoi-events -l help -s h -d 'print this help and exit'
complete -c yoi-events -l version -s V -d 'print the version and exit'
complete -c yoi-send -l message -s m -x -d 'send TEXT as a message to the Worker; - reads it from standard input'
complete -c yoi-send -l file -s F -r -F -d 'send the text in FILE as a message; - as above'
complete -c yoi-send -l attach -x -d 'add a reference to a file of the Worker\'s, with -m or -F; may be repeated'
complete -c yoi-send -l notify -x -d 'send TEXT as a notification from the system; - as above'
complete -c yoi-send -l cancel -d 'end the run; on the events API this ends the Worker for good: it takes no input afterwards'
complete -c yoi-send -l pause -d 'interrupt the run; --resume goes on with it'
complete -c yoi-send -l resume -d 'go on with a paused run'
complete -c yoi-send -l compact -d 'replace the history with a summary'
complete -c yoi-send -l stop -d 'shut the Worker down'
complete -c yoi-send -l reason -x -d 'the reason for --cancel or --stop'
complete -c yoi-send -l keep-going -s k -d 'continue after a method that failed; the exit status is then the highest one'
complete -c yoi-send -l follow -d 'print what happens until the run is over; the exit status says how it ended'
complete -c yoi-send -l wait -d 'with --follow: wait for a run in progress to end first'
complete -c yoi-send -l dry-run -d 'print each request as one line of JSON and send nothing'
complete -c yoi-send -l reply -d 'print each reply of the Backend as one line of JSON'
complete -c yoi-send -l timeout -x -d 'give up on a method after TIME, with --follow on everything; 0 is never'
complete -c yoi-send -l retry -x -d 'try N times more where nothing can have been carried out: no connection, 429, 503 with Retry-After'
complete -c yoi-send -l backend -x -d 'the Backend\'s http:// or https:// address'
complete -c yoi-send -l workspace-id -x -d 'the Workspace, by default that of .yoi/workspace.toml in this directory or one above it'
complete -c yoi-send -l runtime-id -x -a '(__yoi_ids runtime_id)' -d 'the Runtime'
complete -c yoi-send -l runtime -x -a '(__yoi_ids runtime_id)' -d 'the Runtime'
complete -c yoi-send -l worker-id -x -a '(__yoi_ids worker_id)' -d 'the Worker: its id or its short key, such as W-3'
complete -c yoi-send -l worker -x -a '(__yoi_ids worker_id)' -d 'the Worker: its id or its short key, such as W-3'
complete -c yoi-send -l api -x -a 'auto events protocol' -d 'the Backend\'s API: events'
complete -c yoi-send -l token-file -r -F -d 'send the token in FILE as \'Authorization: Bearer\'; keep it unreadable for others'
complete -c yoi-send -l header -s H -x -d 'add a request header \'Name: value\', or with @FILE each line of FILE; may be repeated'
complete -c yoi-send -l cert -r -F -d 'a client certificate in PEM, for servers that ask for one'
complete -c yoi-send -l key -r -F -d 'its key, where that is not in the same file'
complete -c yoi-send -l unix-socket -x -d 'connect to this Unix domain socket instead of the URL\'s host'
complete -c yoi-send -l connect-timeout -x -d 'give up connecting after TIME; 0 is never'
complete -c yoi-send -l quiet -s q -d 'print only failures on standard error'
complete -c yoi-send -l verbose -s v -d 'print on standard error what is being done'
complete -c yoi-send -l help -s h -d 'print this help and exit'
complete -c yoi-send -l version -s V -d 'print the version and exit'
complete -c yoi-render -l style -x -a 'full compact text markdown answer' -d 'everything; one line per item; only the assistant\'s words; a document to keep; only the last text of each run that ended well'
complete -c yoi-render -l thinking -x -a 'hide show' -d 'hide: only the first line of each thought'
complete -c yoi-render -l tools -x -a 'none name short full' -d 'short: calls, failures and the output of commands; full: the output of all tools'
complete -c yoi-render -l result-lines -x -d 'show about N lines of each argument or output, from its beginning and end, or all'
complete -c yoi-render -l history -x -d 'on attaching, show the last N items of the history, or all or none'
complete -c yoi-render -l worker -x -d 'show only this Worker, given by its name or id; may be repeated'
complete -c yoi-render -l sub-workers -x -a 'show name hide' -d 'Workers inside a Worker: everything; what they were asked and how it ended; nothing'
complete -c yoi-render -l name -d 'name the Worker before its words even if there is only one'
complete -c yoi-render -l user -d 'show the user\'s messages'
complete -c yoi-render -l no-user -d 'without show the user\'s messages'
complete -c yoi-render -l usage -d 'show the requests and tokens of each run'
complete -c yoi-render -l no-usage -d 'without show the requests and tokens of each run'
complete -c yoi-render -l timestamps -d 'show the local time of each item, if known'
complete -c yoi-render -l utc -d 'show times in UTC'
complete -c yoi-render -l prefix -d 'read the lines of a log: text before the first { of a line is shown before the event'
complete -c yoi-render -l bad-lines -x -a 'show skip fail' -d 'what to do with input that is not an event; fail: end with status 65'
complete -c yoi-render -l color -x -a 'auto always never' -d 'auto: on a terminal, unless NO_COLOR is set'
complete -c yoi-render -l width -x -d 'break lines at N columns, at least 20; 0: never'
complete -c yoi-render -l ascii -d 'use only ASCII marks'
complete -c yoi-render -l exit-status -s x -d 'set the exit status by how the last run ended'
complete -c yoi-render -l quiet -s q -d 'print only failures on standard error'
complete -c yoi-render -l help -s h -d 'print this help and exit'
complete -c yoi-render -l version -s V -d 'print the version and exit'
