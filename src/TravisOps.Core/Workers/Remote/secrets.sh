# Hashes secrets where they are, with the run's key in front, so that equal ones can be told and none can be guessed afterwards. tv_key is in no
# argument, no environment and no file, and neither is what is hashed.
command -v tv_limit >/dev/null 2>&1 || tv_limit() { shift; "$@"; }
if command -v sha256sum >/dev/null 2>&1; then tv_hash() { sha256sum; }
elif command -v openssl >/dev/null 2>&1; then tv_hash() { openssl dgst -sha256 -r; }
else tv_hash() { echo '-'; }
fi
tv_print() { tv_sum=$(printf '%s\n%s' "$tv_key" "$1" | tv_hash) && printf '%s' "${tv_sum%% *}" || printf '%s' '-'; }
tv_tab=$(printf '\t')

# Lines of settings.awk; those with a secret leave as its hash, the hash of what it is without %XX, and its marks.
tv_hide() {
    while IFS= read -r line; do
        case $line in
            'S '*)
                line=${line#S }
                raw=${line%%"$tv_tab"*}
                line=${line#*"$tv_tab"}
                one=$(tv_print "$raw")
                [ "$raw" = "${line%%"$tv_tab"*}" ] && two=$one || two=$(tv_print "${line%%"$tv_tab"*}")
                printf 'S %s %s %s\n' "$one" "$two" "${line#*"$tv_tab"}"
                ;;
            *) printf '%s\n' "$line" ;;
        esac
    done
}
