# shellcheck shell=bash
# Many Workers, each with one event a second: yoi-events in one process against a Python script on asyncio and websockets.

python3 -c 'import websockets' 2>/dev/null || {
    echo "bench.sh: Python's websockets is missing; pip install websockets" >&2
    exit 69
}

: "${bin:?} ${work:?}"  # set by bench.sh, which reads this file

seconds=10
event='{\"event\":\"text_delta\",\"data\":{\"text\":\"lorem ipsum dolor sit amet\"}}'
paced='{"rules":[{"path":"*/workers/*/protocol/ws","do":[{"upgrade":true},{"snapshot":true},
    {"repeat":1000,"do":[{"event":"'$event'"},{"wait":"1s"}]}]}]}'

# load NAME COMMAND...: runs it once and prints what it took of a core and of memory, in all and for each Worker.
load() {
    local name=$1
    shift
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >/dev/null
    awk -v n="$name" -v count="$count" '{
        printf "%-34s %7.2f s %8.2f %% of a core %8.1f MiB %8.1f KiB a Worker\n",
            n, $1, 100 * ($2 + $3) / $1, $4 / 1024, ($4 - base) / count
    }' base="${base:-0}" "$work/time"
}

# begin OPTION...: a Backend with these Workers.
begin() {
    : >"$work/backend"
    "$bin/fixture-backend" --runtime-id embedded-worker-runtime --workers "$count" "$@" >"$work/backend" &
    until grep -q listening "$work/backend"; do sleep 0.05; done
    url=$(awk '{ print $3 }' "$work/backend")
}

end() {
    kill %%
    wait %% 2>/dev/null || true
}

printf '\nmany Workers, one event a second each\n'
for count in 1 10 100 1000; do
    begin
    load "$count Workers, until all are open" "$bin/yoi-events" --backend "$url" --all --no-transcript -n "$count"
    end
    begin --script "$paced"
    # A snapshot, then an event at once and each second.
    lines=$((count * (seconds + 1)))
    load "$count Workers, yoi-events" "$bin/yoi-events" --backend "$url" --all --no-transcript -n "$lines"
    for ((number = 1; number <= count; number++)); do
        printf 'ws%s/api/runtimes/embedded-worker-runtime/workers/worker-%08d/protocol/ws\n' "${url#http}" "$number"
    done >"$work/urls"
    # shellcheck disable=SC2016  # the inner shell expands them
    load "$count Workers, Python" bash -c 'ulimit -n "$(ulimit -H -n)"; exec "$@" <"$0"' "$work/urls" \
        python3 scripts/bench/many.py "$lines"
    end
done
