# shellcheck shell=bash
# yoi-render against jq, and against a C++ program on simdjson where that can be built, all taking the text out of the
# same stream.

: "${bin:?} ${work:?}"  # set by bench.sh, which reads this file

python3 scripts/bench/render.py "$work/deltas" 60000000
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do cat "$work/deltas"; done >"$work/many"
python3 scripts/bench/render.py "$work/line" 100000000 line
python3 scripts/bench/render.py "$work/lines" 60000000 lines
python3 scripts/bench/render.py "$work/eastasian" 20000000 eastasian
export LC_ALL=C.UTF-8

table "60 MB of text pieces: words"
measure "jq -rj 'select(.event==\"text_delta\").data.text'" jq -rj 'select(.event=="text_delta").data.text' "$work/deltas"
if g++ -O3 -o "$work/simdjson" scripts/bench/render.cpp -lsimdjson 2>/dev/null; then
    measure "the same in C++ on simdjson" "$work/simdjson" "$work/deltas"
fi
for style in text full compact markdown; do
    measure "yoi-render --style=$style" "$bin/yoi-render" --style="$style" "$work/deltas"
done

for kind in lines eastasian; do
    table "pieces: $kind"
    measure "jq -rj 'select(.event==\"text_delta\").data.text'" jq -rj 'select(.event=="text_delta").data.text' "$work/$kind"
    for style in text full markdown; do
        measure "yoi-render --style=$style" "$bin/yoi-render" --style="$style" "$work/$kind"
    done
    measure "yoi-render --width 80" "$bin/yoi-render" --width 80 "$work/$kind"
done

table "1 GB of words: memory stays"
measure "yoi-render --style=text" "$bin/yoi-render" --style=text "$work/many"
measure "yoi-render --style=full" "$bin/yoi-render" --style=full "$work/many"

table "one line of $(wc -c <"$work/line") bytes"
measure "yoi-render --style=text" "$bin/yoi-render" --style=text "$work/line"

table "a hundred starts"
starts "jq --version" jq --version
starts "yoi-render --version" "$bin/yoi-render" --version
