#!/usr/bin/env bash
# Makes docs/picture.svg: a recorded run as yoi-render shows it in a terminal of 80 columns.
#
# usage: scripts/picture.sh [DIRECTORY]     (where the file goes; default docs)
#        YOI_BIN is where yoi-render is; default: where `swift build` puts it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bin=${YOI_BIN:-$(swift build --show-bin-path)}
LC_ALL=C.UTF-8 "$bin/yoi-render" --color always --width 80 Tests/Fixtures/recordings/worker/fix-a-test.jsonl |
    awk -v prompt='$ yoi-events --until-idle | yoi-render' '
        function plain(text) {
            gsub(/&/, "\\&amp;", text)
            gsub(/</, "\\&lt;", text)
            return text
        }
        # Text between escape sequences, each of which sets the class of what follows.
        function line(text, out, code) {
            while (match(text, /\033\[[0-9;]*m/)) {
                out = out piece(substr(text, 1, RSTART - 1))
                code = substr(text, RSTART + 2, RLENGTH - 3)
                gsub(/;/, " c", code)
                class = code == "" || code == "0" ? "" : class (class ? " " : "") "c" code
                text = substr(text, RSTART + RLENGTH)
            }
            lines[++count] = out piece(text)
        }
        function piece(text) {
            return text == "" ? "" : class ? "<tspan class=\"" class "\">" plain(text) "</tspan>" : plain(text)
        }
        BEGIN { line(prompt) }
        { line($0) }
        END {
            print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"700\" height=\"" count * 18 + 28 "\">"
            print "<style>"
            print "text { font: 14px/18px ui-monospace, Menlo, Consolas, \"DejaVu Sans Mono\", monospace; white-space: pre; fill: #d8dee9 }"
            print ".c1 { font-weight: bold } .c2 { fill-opacity: .6 } .c3 { font-style: italic } .c4 { text-decoration: underline }"
            print ".c31 { fill: #e06c75 } .c35 { fill: #c678dd } .c28 { fill: #98c379 } .c30 { fill: #56b6c2 }"
            print ".c130 { fill: #e5c07b }"
            print "</style>"
            print "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1e222a\"/>"
            for (i = 1; i <= count; i++) print "<text x=\"14\" y=\"" i * 18 + 8 "\">" lines[i] "</text>"
            print "</svg>"
        }' >"${1:-docs}/picture.svg"
