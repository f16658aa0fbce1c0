# When the files that matter were last changed, and what is in those that hold no secret, as a hash; for FileFacts. Before this stand
# tv_plain and tv_secret, a path or pattern a line. POSIX sh; no content leaves the host.
nl='
'
IFS=$nl
# Each name is a line: one with a line end in it is left out.
names() {
    set -f
    set -- $1
    set +f
    for pattern; do
        for file in $pattern; do
            case $file in *"$nl"*) continue ;; esac
            [ -f "$file" ] && printf '%s\n' "$file"
        done
    done
}
plain=$(names "$tv_plain")
secret=$(names "$tv_secret")
set -f
set -- $plain $secret
[ $# -gt 0 ] || exit 0
stat -L -c '%Y %a %U:%G %n' -- "$@" | sed 's/^/file /'

# A short secret can be guessed from a hash: whatever looks as if it had one is not hashed, in whichever file it is.
set -- $plain
[ $# -gt 0 ] || exit 0
set -- $(grep -L -i -a -E 'pass(word|wd|phrase)|secret|token|api_?key|private key|access_?key|credential|://[^/[:space:]]*@|prox[yi].*@' -- "$@")
[ $# -gt 0 ] || exit 0
command -v sha256sum >/dev/null 2>&1 || { echo 'no sha256sum'; exit 0; }
sha256sum -- "$@" | sed 's/^/hash /'
exit 0
