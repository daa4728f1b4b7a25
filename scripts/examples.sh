#!/usr/bin/env bash
# Runs each ```sh block of README.md and docs/recipes.md and prints it with its output, which must be that of the ```text
# block after it (none: no output; "…" stands for anything, alone on a line for any lines), and its exit status must be 0.
# Each block has a fixture backend of its own, with the options of the comment <!-- backend: OPTIONS --> before it, and is
# skipped where a program of <!-- needs: PROGRAMS --> is missing. The blocks of a page share one directory.
#
# usage: scripts/examples.sh [ROOT]     (README.md only, with the programs installed in the directory tree ROOT, by chroot)
#        With YOI_CI_REQUIRE_PEERS set, only a program written with a question mark may be missing.
set -euo pipefail
root=${1:+$(realpath "$1")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v jq >/dev/null; then
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        echo 'jq is missing; installing it with apt-get'
        { apt-get update -qq && apt-get install -qq -y jq; } </dev/null >/dev/null
    else
        echo 'jq is missing; install it (Debian, Ubuntu: apt-get install jq)' >&2
        exit 1
    fi
fi

if [[ $root ]]; then
    swift build --product fixture-backend
elif [[ ! ${YOI_BIN-} ]]; then
    swift build
fi
bin=${YOI_BIN:-$(swift build --show-bin-path)}

work=$(mktemp -d "$root/tmp/examples.XXXXXX")
trap 'rm -rf "$work"' EXIT
# As the examples see it.
there=${work#"$root"}
if [[ $root ]]; then
    enter=(chroot "$root")
    path=/usr/local/bin:/usr/bin:/bin
else
    enter=()
    path=$bin:$PATH
fi

# split PAGE DIRECTORY: NN.options, NN.needs, NN.sh and NN.text for each block.
split() {
    awk -v blocks="$2" '
        function name(kind) { return sprintf("%s/%02d.%s", blocks, count, kind) }
        function word() { return substr($0, index($0, ":") + 1, length($0) - index($0, ":") - 4) }
        fence && $0 == fence { fence = ""; next }
        fence { print > file; next }
        /^<!-- backend:.* -->$/ { options = word() }
        /^<!-- needs:.* -->$/ { needs = word() }
        match($0, /^```+/) {
            fence = substr($0, 1, RLENGTH)
            kind = substr($0, RLENGTH + 1)
            file = "/dev/null"
            if (kind == "sh") {
                count++
                print options > name("options")
                print needs > name("needs")
                options = needs = ""
                file = name("sh")
            }
            if (kind == "text" && isOpen) file = name("text")
            isOpen = kind == "sh"
            next
        }
        NF { isOpen = 0 }
    ' "$1"
}

# The pattern that the output must match.
pattern() { sed -e 's/[][\\*?+@!()|]/\\&/g' -e 's/…/*/' "$1"; }

run() {
    local page=$1 block=$2 options greeting url status=0
    read -r -a options <"$block.options"
    coproc backend { exec "$bin/fixture-backend" --until-input-ends "${options[@]}"; }
    # shellcheck disable=SC2154 # coproc sets it; bash forgets all three when the process has ended
    local pid=$backend_PID output=${backend[0]} input=${backend[1]}
    read -r -u "$output" greeting
    url=${greeting#listening on }

    sed -e '1s/^/$ /' -e '1!s/^/  /' "$block.sh"
    (
        exec "${enter[@]}" "$(command -v env)" -i --chdir="$(dirname "${block#"$root"}")/here" PATH="$path" HOME="$there" LC_ALL=C.UTF-8 \
            YOI_BACKEND="$url" YOI_RUNTIME_ID=runtime-a YOI_WORKER_ID=worker-00000001 \
            timeout 30 bash "${block#"$root"}.sh" >"$block.output" 2>&1 </dev/null
    ) || status=$?
    cat "$block.output"
    echo

    exec {input}>&- {output}<&-
    wait "$pid" || echo "fixture-backend ended with status $?" >&2

    [[ -f $block.text ]] || : >"$block.text"
    # shellcheck disable=SC2053 # it is a pattern
    if ((status == 0)) && [[ $(<"$block.output") == $(pattern "$block.text") ]]; then return; fi
    {
        echo "This is not what $page says (exit status $status):"
        diff -u --label "$page" --label output "$block.text" "$block.output" || true
        echo
    } >&2
    failures=$((failures + 1))
}

# Whether all programs that a block needs are there.
isPossible() {
    local program needs
    read -r -a needs <"$1.needs"
    for program in "${needs[@]}"; do
        command -v "${program%\?}" >/dev/null && continue
        echo "${program%\?} is missing: one example skipped" >&2
        if [[ ${YOI_CI_REQUIRE_PEERS-} && $program != *\? ]]; then exit 1; fi
        return 1
    done
}

failures=0 count=0
pages=(README.md)
if [[ ! $root ]]; then pages+=(docs/recipes.md); fi
for page in "${pages[@]}"; do
    directory=$work/${page##*/}
    mkdir -p "$directory/here"
    split "$page" "$directory"
    for block in "$directory"/*.sh; do
        isPossible "${block%.sh}" || continue
        run "$page" "${block%.sh}"
        count=$((count + 1))
    done
done
if ((failures)); then
    echo "$failures of $count examples failed" >&2
    exit 1
fi
echo "$count examples of ${pages[*]} did what is written there"
