# shellcheck shell=bash
# yoi-events against a Python script on the websockets library that does the same: read each message, print its payload.

python3 -c 'import websockets' 2>/dev/null || {
    echo "bench.sh: Python's websockets is missing; pip install websockets" >&2
    exit 69
}

: "${bin:?} ${work:?}"  # set by bench.sh, which reads this file

# serve API OPTION...: such a Backend; sets the options that name its Worker, and the Worker's socket.
serve() {
    local api=$1 url
    shift
    : >"$work/backend"
    "$bin/fixture-backend" --api "$api" --runtime-id embedded-worker-runtime "$@" >"$work/backend" &
    until grep -q listening "$work/backend"; do sleep 0.05; done
    url=$(awk '{ print $3 }' "$work/backend")
    worker=(--backend "$url" --runtime embedded-worker-runtime --worker worker-00000001)
    socket="ws${url#http}/api/runtimes/embedded-worker-runtime/workers/worker-00000001/$api/ws"
}

stop() {
    kill %%
    wait %% 2>/dev/null || true
}

# compare TITLE COUNT SIZE: so many events, on both APIs.
compare() {
    local api
    for api in events protocol; do
        table "$1, $api API"
        serve "$api" --generate "$2" --size "$3" --per-connection
        measure "Python websockets" python3 scripts/bench/events.py "$socket"
        measure "yoi-events" "$bin/yoi-events" "${worker[@]}" --no-transcript --until-idle
        stop
    done
}

compare "300,000 small events" 300000 40
compare "1 GB in events of 100 kB" 10000 100000

table "two connections with a snapshot of 50,000 entries (16 MB) each"
serve protocol --transcript 50000 --size 250 --script '{"rules":[{"socket":true,"every":2,"do":[
    {"upgrade":true},{"snapshot":true},{"event":"{\"event\":\"text_delta\",\"data\":{\"text\":\"a\"}}"},
    {"end":"drop"}]}]}'
# Every other connection is dropped after its snapshot: after this one, the first of each two.
follow=("$bin/yoi-events" "${worker[@]}" -q -n)
"${follow[@]}" 1 >/dev/null
measure "yoi-events" "${follow[@]}" 3
stop

table "a hundred starts"
starts "curl --version" curl --version
starts "yoi-events --version" "$bin/yoi-events" --version
starts "yoi-send --version" "$bin/yoi-send" --version
