#!/bin/sh
# Asks a Worker and waits for its answer: ask.sh QUESTION [CURSOR-FILE]
#
# Prints what the Worker answers; ends with 0 if its run finished, with 1 if it failed, was cancelled or was paused, or with
# the status of yoi-send if the question was not accepted. YOI_BACKEND, YOI_RUNTIME_ID and YOI_WORKER_ID say whom to ask.
set -eu

question=${1:?usage: ask.sh QUESTION [CURSOR-FILE]}
directory=
trap 'rm -rf "$directory"' EXIT
# dash does not run the trap for EXIT when a signal ends it.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
directory=$(mktemp -d)
cursor=${2:-$directory/cursor}

# Where the stream is before the question: what happens from here on is kept until we come back for it, so that no answer
# is too quick. A run that is still going on comes first, since a Worker refuses a question in the middle of it. Of a long
# run the Backend may have forgotten the beginning; then any sign of it will do.
yoi-events --no-transcript --cursor-file "$cursor" --idle-timeout 300ms >"$directory/before"
state=$(jq -rn 'reduce (inputs | select(.event | test("^(status|turn|llm|text|thinking|tool)"))) as $event
    ("idle"; $event.data.status // "running")' "$directory/before")
if [ "$state" = running ]; then
    yoi-events --cursor-file "$cursor" --until status >/dev/null
fi

yoi-send -m "$question"
yoi-events --cursor-file "$cursor" --until-idle | yoi-render --style=text -x
