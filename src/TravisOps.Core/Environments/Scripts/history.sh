# apt's and dpkg's history since tv_since (seconds), newest file first, so that the oldest is what a limit cuts; for AptHistory and DpkgLog.
# Of the packages those that matter are named and the others counted. A log-in in an address on a command line is taken out here. POSIX sh.
hide='s|://[^[:space:]]*@|://***@|g; s/\([Pp]ass[A-Za-z]*\|[Tt]oken\|[Ss]ecret\|[Kk]ey\)=[^[:space:]]*/\1=***/g'
open() { case $1 in *.gz) gzip -dc -- "$1" ;; *) cat -- "$1" ;; esac; }
recent() { t=$(stat -L -c %Y -- "$1" 2>/dev/null) && [ "$t" -ge "$tv_since" ]; }
any=
for f in history.log history.log.1 history.log.1.gz history.log.2.gz history.log.3.gz history.log.4.gz history.log.5.gz history.log.6.gz \
    history.log.7.gz history.log.8.gz history.log.9.gz history.log.10.gz history.log.11.gz history.log.12.gz; do
    f=/var/log/apt/$f
    [ -e "$f" ] || continue
    any=yes
    recent "$f" || continue
    [ -r "$f" ] || { echo "$f: Permission denied" >&2; continue; }
    echo ">>> apt $f"
    open "$f" | sed "$hide" | awk -v wanted="^($tv_packages)" '
        /^(Install|Reinstall|Upgrade|Downgrade|Remove|Purge): / {
            kind = $1
            text = substr($0, length(kind) + 2)
            count = split(text, all, /\), /)
            kept = ""
            others = 0
            for (one = 1; one <= count; one++) {
                if (all[one] !~ wanted) { others++; continue }
                sub(/\)$/, "", all[one])
                kept = kept (kept == "" ? "" : ", ") all[one] ")"
            }
            if (kept != "") print kind " " kept
            if (others) print "Others: " others
            next
        }
        { print }'
done
# Once more, because dpkg also runs without apt: only what matters to us.
for f in dpkg.log dpkg.log.1 dpkg.log.1.gz dpkg.log.2.gz dpkg.log.3.gz dpkg.log.4.gz dpkg.log.5.gz dpkg.log.6.gz dpkg.log.7.gz dpkg.log.8.gz \
    dpkg.log.9.gz dpkg.log.10.gz dpkg.log.11.gz dpkg.log.12.gz; do
    f=/var/log/$f
    [ -e "$f" ] || continue
    any=yes
    recent "$f" || continue
    [ -r "$f" ] || { echo "$f: Permission denied" >&2; continue; }
    echo ">>> dpkg $f"
    open "$f" | grep -a -E "^[-0-9]{10} [:0-9]{8} (install|upgrade|remove|purge) ($tv_packages)[^ ]* "
done
[ -n "$any" ] || { echo 'neither /var/log/apt/history.log nor /var/log/dpkg.log is there' >&2; exit 3; }
exit 0
