# shellcheck shell=bash
# yoi-events against a Python script on the websockets library that does the same: read each message, print its payload.

python3 -c 'import websockets' 2>/dev/null || {
    echo "bench.sh: Python's websockets is missing; pip install websockets" >&2
    exit 69
}

: "${bin:?} ${work:?}"  # set by bench.sh, which reads this file

# serve COUNT SIZE: a Backend with so many events; sets the options that name it.
serve() {
    "$bin/fixture-backend" --api events --generate "$1" --size "$2" >"$work/backend" &
    until grep -q listening "$work/backend"; do sleep 0.05; done
    local url
    url=$(awk '{ print $3 }' "$work/backend")
    worker=(--backend "$url" --runtime runtime-a --worker worker-00000001)
    socket="ws${url#http}/api/runtimes/runtime-a/workers/worker-00000001/events/ws"
}

compare() {
    table "$1"
    serve "$2" "$3"
    measure "Python websockets" python3 scripts/bench/events.py "$socket"
    measure "yoi-events" "$bin/yoi-events" "${worker[@]}" --no-transcript --until-idle
    kill %%
    wait %% 2>/dev/null || true
}

compare "1,000,000 small events" 1000000 40
compare "1 GB in events of 100 kB" 10000 100000

table "a hundred starts"
starts "curl --version" curl --version
starts "yoi-events --version" "$bin/yoi-events" --version
starts "yoi-send --version" "$bin/yoi-send" --version
