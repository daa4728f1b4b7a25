# try.zsh COMPLETIONS LINE...: prints for each line what an interactive zsh adds to its list at the end of it.
zmodload zsh/zpty
export FOUND=$(mktemp) COMPLETIONS=$1
shift
zpty -b shell "zsh -f -i"
for line in \
    'unsetopt zle_bracketed_paste list_beep; PROMPT= fpath=($COMPLETIONS $fpath)' \
    'autoload -Uz compinit && compinit -u -D && zstyle ":completion:*" verbose no' \
    'compadd() { local -a words; builtin compadd -O words "$@"; print -rl -- $words >>$FOUND; builtin compadd "$@" }' \
    'next() { zle kill-buffer; print over-and-\out }; zle -N next; bindkey "^X" next; print over-and-\out'
do
    zpty -w shell $line
done
zpty -r shell output '*over-and-out*'
for line in "$@"; do
    : >$FOUND
    zpty -w -n shell $line$'\t\x18'
    zpty -r shell output '*over-and-out*'
    print -r -- ${(ou)${(f)"$(<$FOUND)"}}
done
zpty -d shell
rm -f $FOUND
