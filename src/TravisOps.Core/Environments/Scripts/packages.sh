# Versions of the packages that matter; for PackageList. Patterns without a package make dpkg-query fail, which says nothing. POSIX sh.
command -v dpkg-query >/dev/null 2>&1 || { echo 'dpkg-query: not found' >&2; exit 127; }
set -f
IFS=' 
'
dpkg-query -W -f='${Package} ${Version} ${Status}\n' $tv_patterns 2>/dev/null
exit 0
