# try.fish COMPLETIONS LINE...: prints for each line what fish offers at the end of it.
source $argv[1]/yoi.fish
for line in $argv[2..]
    echo (complete -C $line | string replace -r '\t.*' '' | sort)
end
