# address port protocol name seconds login: greets in the port's own protocol and writes what comes back as hexadecimal bytes.
# The token of this machine is read, sent and forgotten here: it is in no argument, no environment, no file and no line of the answer,
# and what the broker sends after it was told is reduced to numbers, in case it repeats what it heard.
address=$1 port=$2 protocol=$3 name=$4 seconds=$5 login=$6

hex() { od -An -v -tx1; }

# Sets chunk to one packet of what comes in, at most 1024 bytes; says why there is none.
receive() {
    chunk=$(timeout "$seconds" dd bs=1024 count=1 2>/dev/null <&3 | hex; exit "${PIPESTATUS[0]}")
    local code=$?
    chunk=$(echo $chunk)
    [ -n "$chunk" ] && return 0
    if [ $code -ge 124 ]; then echo 'end silent'; else echo 'end closed'; fi
    return 1
}

# What comes in up to the end of a line.
receive_line() {
    local i all=
    for i in 1 2 3 4; do
        receive || { [ -z "$all" ] || echo "bytes $all"; return; }
        all="$all $chunk"
        case " $chunk " in *' 0a '*) break ;; esac
    done
    echo "bytes $all"
    echo 'end read'
}

# Sets frame to the next frame's bytes, and method to "class method" of it; AMQP 0-9-1, 4.2.3.
receive_frame() {
    local size code
    frame= method=
    frame=$(timeout "$seconds" head -c 7 <&3 | hex; exit "${PIPESTATUS[0]}")
    code=$?
    frame=$(echo $frame)
    set -- $frame
    if [ $# -lt 7 ]; then
        if [ $code -ge 124 ]; then ended=silent; else ended=closed; fi
        return 1
    fi
    ended=read
    [ "$1$2$3" = 010000 ] || return 1
    size=$((0x$4$5$6$7))
    [ $size -le 65536 ] || return 1
    frame="$frame "$(echo $(timeout "$seconds" head -c $((size + 1)) <&3 | hex))
    set -- $frame
    [ $# -eq $((size + 8)) ] || { ended=closed; return 1; }
    method="$((0x$8$9)) $((0x${10}${11}))"
}

be16() { printf -v "$1" '\\x%02x\\x%02x' $(($2 >> 8 & 255)) $(($2 & 255)); }
be32() { printf -v "$1" '\\x%02x\\x%02x\\x%02x\\x%02x' $(($2 >> 24 & 255)) $(($2 >> 16 & 255)) $(($2 >> 8 & 255)) $(($2 & 255)); }

# Sends a method: its length; printf escapes; then, literally, $5 after the first of them and $6 after the second.
send_method() {
    local size
    be32 size "$1"
    printf '\x01\x00\x00'"$size$2%s$3%s$4"'\xce' "$5" "$6" >&4
}

# Percent-decodes $2 into the variable $1; false when it can't be done.
decode() {
    local text=${2//\\/\\\\}
    [[ $text =~ %($|[^0-9A-Fa-f]|.$|.[^0-9A-Fa-f]|00) ]] && return 1
    printf -v "$1" %b "${text//%/\\x}"
}

# The settings in the order in which the worker's own start script reads them (upstart job; travis-combined-env), and of each the
# prefixed name first. In a process of its own, so that what is read reaches no child's environment.
settings() {
    unset AMQP_URI TRAVIS_WORKER_AMQP_URI AMQP_INSECURE TRAVIS_WORKER_AMQP_INSECURE TRAVIS_ENTERPRISE_SECURITY_TOKEN
    {
        for file in travis-enterprise travis-worker-chef travis-worker travis-worker-cloud-init travis-worker-local; do
            [ -r "/etc/default/$file" ] && . "/etc/default/$file"
        done
    } >/dev/null 2>&1 </dev/null
    if [ -z "$AMQP_URI" ] && [ -n "$TRAVIS_ENTERPRISE_SECURITY_TOKEN" ]; then
        AMQP_URI=amqp://travis:$TRAVIS_ENTERPRISE_SECURITY_TOKEN@$TRAVIS_ENTERPRISE_HOST/travis
    fi
    printf '%s\n%s\n' "${TRAVIS_WORKER_AMQP_URI:-$AMQP_URI}" "${TRAVIS_WORKER_AMQP_INSECURE:-$AMQP_INSECURE}"
}

# Sets scheme, user, token, host and vhost from AMQP_URI, read as the worker reads it (Go's net/url); says why that can't be.
read_settings() {
    local uri rest authority userinfo path files=0 denied=0 file
    for file in /etc/default/travis-enterprise /etc/default/travis-worker; do
        [ ! -e "$file" ] || files=1
        [ ! -e "$file" ] || [ -r "$file" ] || denied=1
    done
    { IFS= read -r uri; IFS= read -r insecure; } < <(settings)
    if [ -z "$uri" ]; then
        if [ $denied = 1 ]; then echo 'login none denied'
        elif [ $files = 0 ]; then echo 'login none no-file'
        else echo 'login none no-uri'
        fi
        return 1
    fi
    scheme=${uri%%://*}
    rest=${uri#*://}
    authority=${rest%%[/?#]*}
    path=${rest#"$authority"}
    path=${path%%[?#]*}
    userinfo=${authority%@*}
    host=${authority##*@}
    user=${userinfo%%:*}
    token=${userinfo#*:}
    vhost=${path#/}
    # An @ behind the authority is a token with a / in it: what looks like a host would be a piece of the token.
    case $scheme in amqp|amqps) ;; *) echo 'login none unreadable'; return 1 ;; esac
    case $authority in *:*@*) ;; *) echo 'login none unreadable'; return 1 ;; esac
    case ${rest#"$authority"} in *@*) echo 'login none unreadable'; return 1 ;; esac
    if ! decode user "$user" || ! decode token "$token" || ! decode vhost "$vhost"; then
        echo 'login none unreadable'
        return 1
    fi
    vhost=${vhost:-/}
    [[ $user =~ ^[A-Za-z0-9._-]{1,64}$ && $vhost =~ ^[A-Za-z0-9._/-]{1,64}$ ]] || { echo 'login none unreadable'; return 1; }
    local same=other
    case $host in "$name"|"$name":*) same=same ;; esac
    echo "login as $user $vhost $scheme $same"
}

# Connection.StartOk with PLAIN, then Tune, TuneOk and Open; AMQP 0-9-1, 1.4. authentication_failure_close makes RabbitMQ say 403
# instead of hanging up.
log_in() {
    local response locale properties escapes tune size frames
    case " $frame " in *' 50 4c 41 49 4e '*) ;; *) echo 'login none no-plain'; return ;; esac
    properties='\x07productS\x00\x00\x00\x09TravisOps'
    escapes='\x0ccapabilitiesF\x00\x00\x00\x1f\x1cauthentication_failure_closet\x01'
    # 22 and 49 bytes.
    properties='\x00\x00\x00\x47'"$properties$escapes"
    be32 response $((${#user} + ${#token} + 2))
    send_method $((4 + 75 + 6 + 4 + ${#user} + ${#token} + 2 + 6)) \
        '\x00\x0a\x00\x0b'"$properties"'\x05PLAIN'"$response"'\x00' '\x00' '\x05en_US' "$user" "$token"
    token=
    receive_frame || { echo "login $ended"; return; }
    if [ "$method" = '10 30' ]; then
        set -- $frame
        tune="\\x${12}\\x${13}\\x${14}\\x${15}\\x${16}\\x${17}"
        send_method 12 '\x00\x0a\x00\x1f'"$tune"'\x00\x00' '' ''
        printf -v size '\\x%02x' ${#vhost}
        send_method $((4 + 1 + ${#vhost} + 2)) '\x00\x0a\x00\x28'"$size" '\x00\x00' '' "$vhost"
        echo 'login tune'
        receive_frame || { echo "login $ended"; return; }
    fi
    case $method in
        '10 41')
            echo 'login open'
            # Said in order, so that the broker's log has no warning: Close with 200 and, when it comes, CloseOk.
            send_method 11 '\x00\x0a\x00\x32\x00\xc8\x00\x00\x00\x00\x00' '' ''
            receive_frame
            ;;
        '10 50')
            set -- $frame
            echo "login close $((0x${12}${13}))"
            send_method 4 '\x00\x0a\x00\x33' '' ''
            ;;
        *) echo 'login other' ;;
    esac
}

# The protocol header and Connection.Start; fd 3 is read, fd 4 is written.
greet_broker() {
    printf 'AMQP\x00\x00\x09\x01' >&4
    if ! receive_frame; then
        local first=$frame
        [ -z "$first" ] || { [ "$ended" != read ] || receive >/dev/null; echo "bytes $first $chunk"; }
        echo "end $ended"
        [ "$login" = no ] || echo 'login none no-broker'
        return
    fi
    echo "bytes $frame"
    echo 'end read'
    [ "$login" = no ] && return
    if [ "$method" != '10 10' ]; then echo 'login none no-broker'; return; fi
    log_in
}

# openssl as the way to the broker: TLS comes from it, the two ends of its pipe from bash. What is given are more of its options.
through_tls() {
    local place=$address:$port options=("$@")
    case $address in *:*) place=[$address]:$port ;; esac
    if [[ $name == *[!0-9.]* && $name != *:* ]]; then options+=(-servername "$name"); fi
    [ ! -d /etc/ssl/certs ] || options+=(-CApath /etc/ssl/certs)
    coproc openssl s_client -quiet -connect "$place" "${options[@]}" 2>/dev/null
    openssl=$COPROC_PID
    exec 3<&"${COPROC[0]}" 4>&"${COPROC[1]}"
}

# It would wait for the broker to hang up.
end_tls() {
    exec 3<&- 4>&-
    kill "$openssl"
    wait "$openssl"
} 2>/dev/null

over_tls() {
    local wanted=$login answer
    [ "$scheme" != amqps ] || [ "$insecure" = true ] || login=no
    through_tls
    greet_broker
    end_tls
    if [ "$login" != "$wanted" ]; then
        # The worker gives its token to no broker that it can't verify; neither is it given away here. Before 1.0.2 openssl compares no names.
        local check=-verify_hostname
        [[ $name == *[!0-9.]* && $name != *:* ]] || check=-verify_ip
        if ! openssl s_client -help 2>&1 </dev/null | grep -q -e '-verify_host'; then
            echo 'login none no-name-check'
            return
        fi
        login=yes
        through_tls -verify_return_error "$check" "$name"
        answer=$(greet_broker)
        end_tls
        case $answer in
            *'login none no-broker'*) echo 'login none unverified' ;;
            *) printf '%s\n' "$answer" | grep '^login ' ;;
        esac
    fi
}

over_tcp() { exec 3<>"/dev/tcp/$address/$port" 4>&3 || { echo 'end lost'; exit; }; }

trap '' PIPE
export LC_ALL=C
chunk= scheme= insecure=
case $protocol in
    ssh)
        over_tcp
        receive_line
        ;;
    http)
        over_tcp
        printf 'GET / HTTP/1.0\r\nHost: %s\r\nUser-Agent: TravisOps\r\nConnection: close\r\n\r\n' "$name" >&4
        receive_line
        ;;
    amqp)
        if [ "$login" = yes ] && ! read_settings; then
            login=no
        elif [ "$login" = yes ] && [ "$scheme" = amqps ]; then
            echo 'login none tls-only'
            login=no
        fi
        over_tcp
        greet_broker
        ;;
    amqps)
        [ "$login" = no ] || read_settings || login=no
        if command -v openssl >/dev/null 2>&1; then over_tls; else echo 'not-asked no openssl on this machine'; fi
        ;;
esac
