#!/usr/bin/env bash
# Feeds what reads foreign bytes with what nobody would send: with libFuzzer, which keeps the inputs that reach new code,
# or, where the toolchain has none, with random changes of the corpus. What it finds is left in crash-* files.
#
# usage: scripts/fuzz.sh [SECONDS [SUBJECT]...]     (default: 20 for each; scripts/fuzz.sh 0 lists the subjects)
#
# Inputs worth keeping go to Tests/Fuzz/Corpus/SUBJECT; the first byte of one chooses the sizes of the pieces or an option.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:-20}
shift || true
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
library=$resources/clang/lib/linux/libclang_rt.fuzzer_no_main-$(uname -m).a
if [[ -f $library ]]; then
    export YOI_LIBFUZZER=$library
else
    echo 'This toolchain has no libFuzzer: the corpus is changed at random.'
fi
build=(swift build --package-path Tests/Fuzz --scratch-path .build/fuzz --configuration release -Xswiftc -enable-testing)
"${build[@]}" >&2
fuzz=$("${build[@]}" --show-bin-path)/fuzz
subjects=("$@")
(($#)) || mapfile -t subjects < <("$fuzz")
((seconds)) || { printf '%s\n' "${subjects[@]}" && exit; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
run() {
    local subject=$1
    mkdir "$work/$subject"
    "$fuzz" "$subject" -max_total_time="$seconds" -timeout=5 -max_len=4096 -rss_limit_mb=1024 -artifact_prefix="crash-$subject-" \
        "$work/$subject" "Tests/Fuzz/Corpus/$subject" &>"$work/$subject.log" || {
        tail -n 40 "$work/$subject.log"
        echo "fuzz: $subject failed; try it again with: $fuzz $subject <crash-$subject-…" >&2
        return 1
    }
    echo "$subject: $(tail -n 1 "$work/$subject.log")"
}

# As many at a time as there are processors.
failures=0
for subject in "${subjects[@]}"; do
    while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n || failures=$((failures + 1)); done
    run "$subject" &
done
while [[ $(jobs -p) ]]; do wait -n || failures=$((failures + 1)); done
((failures == 0))
