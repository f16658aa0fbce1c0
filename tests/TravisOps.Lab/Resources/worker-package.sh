# The deb package travis-worker and an apt repository of it, in the folder that every 14.04-style worker finds as /var/lib/lab-apt. Sourced
# by lab.sh. The repository knows the installed version only until lab-publish tells it of another.
#
# lab-apt: status, info/ and installed/ (what dpkg would have left of the installed version), VERSION.deb, Packages.VERSION, Packages

WORKER_VERSION=4.6.1-1

worker_package() { # worker_package DIRECTORY
    local directory=$1 tree=$RUN/mnt/package version
    mkdir -p "$directory/info" "$directory/installed"
    for version in 4.6.1-1 4.6.2-1 4.6.3-1; do
        package_tree "$tree" "$version"
        dpkg-deb --root-owner-group -Znone --build "$tree" "$directory/$version.deb" >/dev/null
        package_entry "$tree" "$directory/$version.deb" >"$directory/Packages.$version"
        if [ "$version" = "$WORKER_VERSION" ]; then
            cp -a "$tree/etc" "$tree/usr" "$directory/installed/"
            package_status "$tree" >"$directory/status"
            cp "$tree/DEBIAN/conffiles" "$directory/info/travis-worker.conffiles"
            (cd "$tree" && find etc usr | sed 's|^|/|' | sed '1i /.') >"$directory/info/travis-worker.list"
            (cd "$tree" && find usr -type f -exec md5sum {} +) >"$directory/info/travis-worker.md5sums"
        fi
        rm -rf "$tree"
    done
    cp "$directory/Packages.$WORKER_VERSION" "$directory/Packages"
}

package_tree() { # package_tree DIRECTORY VERSION
    mkdir -p "$1/DEBIAN" "$1/etc/default" "$1/etc/init" "$1/usr/local/bin" "$1/usr/local/share"
    printf 'Package: travis-worker\nVersion: %s\nArchitecture: all\nMaintainer: Travis CI GmbH <contact+travis-worker@travis-ci.com>\nDescription: Travis Worker\n' "$2" >"$1/DEBIAN/control"
    printf '/etc/default/travis-enterprise\n/etc/default/travis-worker\n/etc/init/travis-worker.conf\n' >"$1/DEBIAN/conffiles"
    sed 's/^export /# export /; s/@TOKEN@/abcd1234/; s/travis.lab.test/enterprise.yourhostname.corp/' "$LIB/files/worker-trusty/travis-enterprise" >"$1/etc/default/travis-enterprise"
    cp "$LIB/files/worker-trusty/travis-worker.default" "$1/etc/default/travis-worker"
    cp "$LIB/files/worker-trusty/travis-worker.conf" "$1/etc/init/travis-worker.conf"
    install -m 755 "$LIB/files/travis-worker" "$1/usr/local/bin/travis-worker"
    echo "v${2%-*}" >"$1/usr/local/share/travis-worker-version"
    case $2 in
    # Ships another file that admins edit: dpkg asks which one to take.
    4.6.2-1) echo '# export TRAVIS_WORKER_DOCKER_CPUS="2"' >>"$1/etc/default/travis-enterprise" ;;
    # Does not start.
    4.6.3-1) sed -i '2i echo "panic: runtime error: invalid memory address or nil pointer dereference"; exit 2' "$1/usr/local/bin/travis-worker" ;;
    esac
}

package_entry() { # package_entry TREE DEB
    cat "$1/DEBIAN/control"
    printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$(basename "$2")" "$(stat -c %s "$2")" "$(sha256sum "$2" | cut -d' ' -f1)"
}

package_status() { # package_status TREE
    sed 's/^Package: .*/&\nStatus: install ok installed/' "$1/DEBIAN/control"
    echo 'Conffiles:'
    local file
    while read -r file; do
        echo " $file $(md5sum "$1$file" | cut -d' ' -f1)"
    done <"$1/DEBIAN/conffiles"
    echo
}
