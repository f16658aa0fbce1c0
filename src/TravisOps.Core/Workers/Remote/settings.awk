# Takes shell files of settings apart without running them, and hides what is secret in them. POSIX awk, mawk 1.3.3 too; LC_ALL=C.
# Given: mode (settings; yaml: travis.yml on standard input; value: one secret there), mask (1: secrets become S lines, for the shell around this to hash; 0: in the clear), secret_names (an expression for names in
# capitals). Arguments: files that a shell reads, and unit files of systemd (their names end so).
#
# One line a record; LINE is the number of the line in the file:
#   file PATH · missing PATH · denied PATH      what follows is of this file; denied: it can't be read, or is larger than 256 KiB
#   A LINE NAME WORD     NAME is set             X LINE NAME WORD   set and exported       V LINE NAME   exported
#   Y LINE NAME WORD     the same as X, when all words up to the next X have been worked out: they are of one command
#   U LINE NAME          unset                   P LINE on|off      set -a, set +a         N LINE WORD   expanded for what it assigns
#   C LINE NAME          commented out           K LINE WHY NAME... code may set these; * for any; ! for any, and all that follows
#   E LINE NAME VALUE    what docker --env-file has after the sed of travis-combined-env     B LINE WHY    what makes docker refuse the file
#   D LINE NAME VALUE    Environment= of a unit  O LINE             an empty Environment=, which takes back those before
#   S ...                the next secret, number 1 and up
# In a WORD, {NAME}, {"NAME} (in double quotes), {NAME:-WORD} and so on are parameters, {?WHY} is what only a shell can know, {!N} is secret
# number N. Literal %, { and } and what can't be printed are %XX. Anything that is in no record stays on the host: comments, commands, conditions.

function hex2(n) { return sprintf("%%%02X", n) }
function lit(c) { return (c == "%" || c == "{" || c == "}" || ORD[c] < 32 || ORD[c] == 127) ? hex2(ORD[c]) : c }

function lits(text,   i, out) {
    if (text !~ /[%{}\001-\037\177]/) return text
    out = ""
    for (i = 1; i <= length(text); i++) out = out lit(substr(text, i, 1))
    return out
}

function hexvalue(text) { return index("0123456789ABCDEF", toupper(text)) - 1 }

# Undoes lits().
function plain(text,   at, out) {
    out = ""
    while ((at = index(text, "%")) > 0) {
        out = out substr(text, 1, at - 1) CHR[16 * hexvalue(substr(text, at + 1, 1)) + hexvalue(substr(text, at + 2, 1))]
        text = substr(text, at + 3)
    }
    return out text
}

# As net/url reads a password: %XX; what is no escape stays.
function decoded(text,   at, out, h, l) {
    out = ""
    while ((at = index(text, "%")) > 0) {
        h = hexvalue(substr(text, at + 1, 1)); l = hexvalue(substr(text, at + 2, 1))
        if (length(text) >= at + 2 && h >= 0 && l >= 0 && h + l > 0) {
            out = out substr(text, 1, at - 1) CHR[16 * h + l]
            text = substr(text, at + 3)
        } else {
            out = out substr(text, 1, at)
            text = substr(text, at + 1)
        }
    }
    return out text
}

# One line without tabs, the same for the same secret on every machine: what is hashed.
function canonical(text) { gsub(/%/, "%25", text); gsub(/\t/, "%09", text); gsub(/\n/, "%0A", text); gsub(/\r/, "%0D", text); return text }

# Which characters that mean something in a URI or to a shell are in it; XX is an escape that is none.
function marks(text,   i, c, seen, out, rest) {
    out = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c ~ /[A-Za-z0-9_.~!&()*+,;='-]/ || c in seen) continue
        seen[c] = 1
        out = out sprintf("%02x", ORD[c])
    }
    rest = text
    while ((i = index(rest, "%")) > 0) {
        if (substr(rest, i + 1, 2) !~ /^[0-9A-Fa-f][0-9A-Fa-f]$/) { out = out "XX"; break }
        rest = substr(rest, i + 1)
    }
    return out
}

function secret(text) {
    if (text == "") return ""
    if (PASS != "last") return "{!0}"
    text = plain(text)
    print "S " canonical(text) "\t" canonical(decoded(text)) "\t" marks(text)
    return "{!" (++SECRETS) "}"
}

function is_secret(name) { return (name in SECRET) || toupper(name) ~ secret_names }
function make_secret(name) { if (name != "" && !(name in SECRET)) { SECRET[name] = 1; FOUND++ } }

# Where the group that begins at the { at this place ends.
function group_end(word, at,   depth, c) {
    depth = 0
    for (; at <= length(word); at++) {
        c = substr(word, at, 1)
        if (c == "{") depth++
        else if (c == "}" && --depth == 0) return at
    }
    return length(word)
}

# {NAME:-WORD}: the word inside is as secret as the name.
function masked_group(group, all,   inner, head, name) {
    inner = substr(group, 2, length(group) - 2)
    if (inner ~ /^[?!]/) return group
    match(inner, /^"?#?[A-Za-z_][A-Za-z0-9_]*/)
    head = substr(inner, 1, RLENGTH)
    name = head
    gsub(/["#]/, "", name)
    if (all) make_secret(name)
    inner = substr(inner, RLENGTH + 1)
    match(inner, /^(:[-=+?]|%%|##|[-=+?%#])/)
    if (RLENGTH <= 0) return group
    return "{" head substr(inner, 1, RLENGTH) masked(substr(inner, RLENGTH + 1), all || is_secret(name)) "}"
}

# Groups are looked into, and with all every run of literal text is a secret.
function masked_runs(word, all,   out, run, i, c, e) {
    out = run = ""
    for (i = 1; i <= length(word); i++) {
        c = substr(word, i, 1)
        if (c != "{") { run = run c; continue }
        e = group_end(word, i)
        out = out (all ? secret(run) : run) masked_group(substr(word, i, e - i + 1), all)
        run = ""
        i = e
    }
    return out (all ? secret(run) : run)
}

# The password of a URI reaches to the last @: one that is not encoded may have any character in it. Where the @ may come out of a
# parameter it reaches to the end, unless it is a port.
function masked(word, all,   i, c, e, from, colon, at, groups, slash, name) {
    if (!mask) return word
    if (all) return masked_runs(word, 1)
    from = colon = at = groups = slash = 0
    for (i = 1; i <= length(word); i++) {
        c = substr(word, i, 1)
        if (c == "{") {
            e = group_end(word, i)
            if (from && colon && !groups) groups = i
            i = e
        } else if (!from) {
            if (substr(word, i, 3) == "://") { from = i + 3; i += 2 }
        } else if (c == "@") at = i
        else if (c == ":" && !colon && !slash && !at) colon = i
        else if (c ~ /[\/?#]/ && !slash) slash = i
    }
    if (!from) return masked_runs(word, 0)
    if (at) {
        i = colon ? colon + 1 : from
        return masked_runs(substr(word, 1, i - 1), 0) masked_runs(substr(word, i, at - i), 1) masked_runs(substr(word, at), 0)
    }
    if (groups && substr(word, colon + 1) !~ /^[0-9]+(\/|$)/) return masked_runs(substr(word, 1, colon), 0) masked_runs(substr(word, colon + 1), 1)
    return masked_runs(word, 0)
}

function say(text) { if (PASS == "last") print text }

# Names that a worker may be looking for the platform under.
function host_in(name, word,   at) {
    if (name ~ /_HOST$/) at = word
    else if (name ~ /_URI$/) { at = word; sub(/^.*:\/\//, "", at); sub(/^.*@/, "", at); sub(/[:\/].*$/, "", at) }
    else return
    if (at ~ /^[A-Za-z0-9][A-Za-z0-9.-]*$/ && length(at) < 254) say("H " at)
}

# A setting in whose value something else is given a password: --token=x, {"password": "x"}.
function inline_secret(word,   i, e, text) {
    text = ""
    for (i = 1; i <= length(word); i++) {
        if (substr(word, i, 1) != "{") { text = text substr(word, i, 1); continue }
        i = group_end(word, i)
    }
    return toupper(text) ~ ("(" secret_names ")[A-Z0-9_]*[\"']*[ \t]*[=:][^-+=?]")
}

function told(kind, line, name, word) {
    word = masked(word, is_secret(name) || inline_secret(word))
    host_in(name, word)
    say(kind " " line " " name " " word)
}

function bad(why) { if (!BAD) { BAD = 1; say("K " LN " " why " !") } }

function skip_quoted(quote,   c) {
    for (P++; P <= N; P++) {
        c = substr(S, P, 1)
        if (c == "\n") LN++
        if (c == "\\" && quote != "'") { P++; if (substr(S, P, 1) == "\n") LN++; continue }
        if (c == quote) { P++; return }
    }
    bad("unterminated")
}

# Past the bracket that closes what is open here.
function skip_to(open, close_,   depth, c, from) {
    depth = 1
    from = P
    while (P <= N) {
        c = substr(S, P, 1)
        if (c == "'" || c == "\"" || c == "`") { skip_quoted(c); continue }
        if (c == "\\") { if (substr(S, P + 1, 1) == "\n") LN++; P += 2; continue }
        if (c == "\n") LN++
        if (c == "#" && close_ == ")" && substr(S, P - 1, 1) ~ /[ \t\n;]/) { while (P <= N && substr(S, P, 1) != "\n") P++; continue }
        P++
        if (c == open) depth++
        else if (c == close_ && --depth == 0) return substr(S, from, P - 1 - from)
    }
    bad("unterminated")
    return ""
}

# A line that goes on in the next one does so in the middle of a name or an operator too: what is at this place is put together.
function unfold(at) {
    while (substr(S, at, 2) == "\\\n") {
        S = substr(S, 1, at - 1) substr(S, at + 2)
        N -= 2
        LN++
    }
}

function name_here(   e) {
    unfold(P)
    if (substr(S, P, 1) !~ /[A-Za-z_]/) return ""
    for (e = P; substr(S, e, 1) ~ /[A-Za-z0-9_]/; unfold(e)) e++
    return substr(S, P, e - P)
}

function brace(q,   len, name, op, sub_, kept, dq) {
    P += 2
    dq = q ? "\"" : ""
    len = 0
    unfold(P)
    unfold(P + 1)
    if (substr(S, P, 1) == "#" && substr(S, P + 1, 1) ~ /[A-Za-z_]/) { len = 1; P++ }
    name = name_here()
    if (name == "") { skip_to("{", "}"); return "{?special}" }
    P += length(name)
    if (substr(S, P, 1) == "}") { P++; return "{" dq (len ? "#" : "") name "}" }
    unfold(P + 1)
    op = substr(S, P, 2)
    if (op !~ /^(:[-=+?]|%%|##)$/) op = substr(S, P, 1)
    if (len || op !~ /^(:[-=+?]|%%|##|[-=+?%#])$/) { skip_to("{", "}"); return "{?bash}" }
    P += length(op)
    kept = QUOTED
    QUOTED = 0
    sub_ = word("}", q, 0)
    if (op ~ /[%#]/ && QUOTED) sub_ = sub_ "{?quotes}"
    QUOTED = kept
    if (substr(S, P, 1) != "}") { bad("unterminated"); return "{?special}" }
    P++
    return "{" dq name op sub_ "}"
}

function dollar(q,   c, name, inside) {
    unfold(P + 1)
    c = substr(S, P + 1, 1)
    if (c == "{") return brace(q)
    if (c == "(") {
        P += 2
        unfold(P)
        if (substr(S, P, 1) == "(") {
            inside = skip_to("(", ")")
            if (inside ~ /(^|[^=!<>])=([^=]|$)|\+\+|--/) say("K " LN " arithmetic *")
            return "{?arithmetic}"
        }
        skip_to("(", ")")
        return "{?command}"
    }
    P++
    name = name_here()
    if (name != "") { P += length(name); return "{" (q ? "\"" : "") name "}" }
    if (c ~ /[0-9@*#?$!-]/) { P++; return "{?special}" }
    if (!q && (c == "'" || c == "\"")) return "{?ansi}"
    return "$"
}

function double_quoted(   w, c, d) {
    w = ""
    QUOTED = 1
    for (P++; P <= N && !BAD;) {
        c = substr(S, P, 1)
        if (c == "\"") { P++; return w }
        if (c == "\\") {
            d = substr(S, P + 1, 1)
            if (d == "\n") { unfold(P); continue }
            P += 2
            w = w (d ~ /[$`"\\]/ ? lit(d) : lit(c) lit(d))
            continue
        }
        if (c == "`") { skip_quoted("`"); w = w "{?command}"; continue }
        if (c == "$") { w = w dollar(1); continue }
        if (c == "\n") LN++
        w = w lit(c)
        P++
    }
    bad("unterminated")
    return w
}

# A word up to a blank or an operator, or up to the } of a parameter. q: inside double quotes. value: of an assignment, where ~ means a home.
function word(stop, q, value,   w, c, d, turned, first) {
    w = ""
    turned = 0
    first = P
    while (P <= N && !BAD) {
        c = substr(S, P, 1)
        if (stop == "" ? c ~ /[ \t\n;&|()<>]/ : c == stop) break
        if (c == "\\") {
            d = substr(S, P + 1, 1)
            if (d == "\n") { unfold(P); continue }
            P += 2
            QUOTED = 1
            if (turned) w = w "{?quotes}"
            w = w (!q || d ~ /[$`"\\}]/ ? lit(d) : lit(c) lit(d))
        } else if (c == "'" && (!q || turned)) {
            QUOTED = 1
            if (turned) w = w "{?quotes}"
            for (P++; P <= N && substr(S, P, 1) != "'"; P++) {
                if (substr(S, P, 1) == "\n") LN++
                w = w lit(substr(S, P, 1))
            }
            if (P > N) bad("unterminated")
            P++
        } else if (c == "\"") {
            # Inside "${NAME:-...}" a quote ends the quotes for a while.
            QUOTED = 1
            if (q) { turned = 1; P++ } else w = w double_quoted()
        } else if (c == "`") { skip_quoted("`"); w = w "{?command}" }
        else if (c == "$") w = w dollar(q)
        else {
            if (c == "~" && value && (P == first || substr(S, P - 1, 1) == ":")) w = w "{?tilde}"
            else w = w lit(c)
            if (c == "\n") LN++
            P++
        }
    }
    return w
}

function comment(   e, text, name) {
    e = index(substr(S, P), "\n")
    text = substr(S, P, e - 1)
    P += e - 1
    if (match(text, /^#+[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=/)) {
        name = substr(text, 1, RLENGTH - 1)
        sub(/^#+[ \t]*/, "", name)
        sub(/^export[ \t]+/, "", name)
        say("C " LN " " name)
    }
}

function redirect(   op) {
    unfold(P + 1)
    op = substr(S, P, 2)
    if (op == "<<") { bad("here-document"); return }
    for (; substr(S, P, 1) ~ /[<>&|]/; unfold(P)) P++
    blanks()
    word("", 0, 0)
}

function blanks() {
    for (unfold(P); substr(S, P, 1) ~ /[ \t]/; unfold(P)) P++
}

function pop(kind) {
    if (substr(OPEN, length(OPEN)) != kind) { bad("syntax"); return }
    OPEN = substr(OPEN, 1, length(OPEN) - 1)
}

# What is assigned inside of ${NAME:=...}: the groups alone, for what is around them is no setting.
function assigning(w,   i, e, group, out) {
    out = ""
    for (i = 1; i <= length(w); i++) {
        if (substr(w, i, 1) != "{") continue
        e = group_end(w, i)
        group = substr(w, i, e - i + 1)
        if (group ~ /\{"?[A-Za-z_][A-Za-z0-9_]*:?=/) out = out group
        i = e
    }
    return out
}

function assigned_names(w,   out, t) {
    out = ""
    while (match(w, /\{"?[A-Za-z_][A-Za-z0-9_]*:?=/)) {
        t = substr(w, RSTART, RLENGTH)
        gsub(/[{":=]/, "", t)
        out = out " " t
        w = substr(w, RSTART + RLENGTH)
    }
    return out
}

# One simple command. True when it was the beginning of something bigger, behind which another command comes.
function simple(   n, i, c, t, why, sure, cmd, at, from, name, kinds, names, values, lines, quoted, special, last) {
    n = at = 0
    cmd = ""
    from = LN
    while (!BAD) {
        blanks()
        c = substr(S, P, 1)
        if (c == "<" || c == ">") { redirect(); continue }
        if (c == "" || c ~ /[\n;&|()#]/) break
        n++
        QUOTED = 0
        lines[n] = LN
        names[n] = ""
        t = name_here()
        if (t != "" && substr(S, P + length(t), 1) == "+") unfold(P + length(t) + 1)
        if (t != "" && substr(S, P + length(t), 2) ~ /^\+?=/) {
            names[n] = t
            P += length(t)
            kinds[n] = substr(S, P, 1)
            P += kinds[n] == "+" ? 2 : 1
            values[n] = word("", 0, 1)
            quoted[n] = QUOTED
            seen(lines[n], names[n], values[n])
            continue
        }
        kinds[n] = "w"
        values[n] = word("", 0, 0)
        quoted[n] = QUOTED
        if (at) continue
        at = n
        cmd = values[n]
        if (n > 1 || QUOTED) continue
        if (cmd ~ /^(if|while|until|\{)$/) { OPEN = OPEN "b"; return }
        if (cmd ~ /^(then|else|elif|do)$/) return
        if (cmd == "!") { COND = 1; return }
        if (cmd ~ /^(fi|done|%7D)$/) { pop("b"); return }
        if (cmd == "esac") { pop("c"); return }
        if (cmd == "%7B") { OPEN = OPEN "b"; return }
        if (cmd == "case") OPEN = OPEN "c"
        if (cmd == "for") OPEN = OPEN "b"
    }
    if (BAD || n == 0) return
    c = substr(S, P, 1)
    if (c ~ /[&|]/) unfold(P + 1)
    if (c == "(" && kinds[n] != "w") { bad("syntax"); return }
    why = OPEN != "" ? "condition" : COND ? "list" : c == "&" && substr(S, P + 1, 1) != "&" ? "background" : c == "|" && substr(S, P + 1, 1) != "|" ? "pipe" : ""
    sure = why == ""
    special = 0
    if (c == "(") { if (at) FUNCTIONS[cmd] = 1; say("K " from " function *"); return }
    if (at) {
        if (quoted[at] || cmd ~ /[{]/) { say("K " from " command *"); return }
        special = cmd ~ /^(:|\.|export|readonly|unset|set|eval|exec|exit|return|shift|trap|times|break|continue)$/
    }
    for (i = 1; i <= n; i++) {
        if (kinds[i] == "+" && !(at && i < at && !special)) say("K " lines[i] " append " names[i])
        else if (kinds[i] == "=" && !at) { if (sure) told("A", lines[i], names[i], values[i]); else say("K " lines[i] " " why " " names[i]) }
        else if (kinds[i] == "=" && i < at && special) say("K " lines[i] " prefix " names[i])
        # What ${NAME:=...} in a word assigns; where the word is told, whoever works it out assigns.
        t = assigned_names(values[i])
        if (t == "" || (sure && kinds[i] == "=" && (!at || (cmd == "export" && i > at)))) continue
        if (sure && !(kinds[i] == "=" && i < at)) say("N " lines[i] " " masked(assigning(values[i]), 0))
        else say("K " lines[i] " " (sure ? "prefix" : why) t)
    }
    if (!at) return
    if (cmd in FUNCTIONS) { say("K " from " function *"); return }
    if (cmd == "export" || cmd == "readonly") {
        for (i = n; i > at && kinds[i] == "w" && !quoted[i]; i--) ;
        last = i
        for (i = at + 1; i <= n; i++) {
            if (kinds[i] == "w" && values[i] ~ /^-/) { if (values[i] != "-p" && values[i] != "--") { say("K " lines[i] " command *"); return } }
            else if (kinds[i] == "w" && (quoted[i] || values[i] !~ /^[A-Za-z_][A-Za-z0-9_]*$/)) quoted_export(why, cmd, lines[i], values[i], i < last ? "Y" : "X")
            else if (kinds[i] == "w") { if (sure) say("V " lines[i] " " values[i]) }
            else if (!sure || cmd == "readonly") say("K " lines[i] " " (sure ? cmd : why) " " names[i])
            else if (kinds[i] == "=") told(i < last ? "Y" : "X", lines[i], names[i], values[i])
        }
    } else if (cmd == "unset") {
        for (i = at + 1; i <= n; i++) {
            if (values[i] ~ /^[A-Za-z_][A-Za-z0-9_]*$/) say((sure ? "U " lines[i] : "K " lines[i] " " why) " " values[i])
            else if (values[i] != "-v") say("K " lines[i] " command *")
        }
    } else if (cmd == "set") {
        for (i = at + 1; i <= n; i++) {
            if (values[i] ~ /^-[a-z]*a/ || (values[i] == "allexport" && values[i - 1] == "-o")) say(sure ? "P " lines[i] " on" : "K " lines[i] " " why " *")
            else if (values[i] ~ /^\+[a-z]*a/ || (values[i] == "allexport" && values[i - 1] == "+o")) say(sure ? "P " lines[i] " off" : "K " lines[i] " " why " *")
        }
    } else if (cmd ~ /^(read|for|getopts)$/) {
        for (i = at + 1; i <= n; i++) if (values[i] ~ /^[A-Za-z_][A-Za-z0-9_]*$/) say("K " lines[i] " " cmd " " values[i])
    } else if (cmd ~ /^(local|declare|typeset)$/) {
        for (i = at + 1; i <= n; i++) if (kinds[i] != "w") say("K " lines[i] " " cmd " " names[i])
    } else if (cmd ~ /^(exit|return|exec)$/) say("K " from " " cmd " !")
    else if (cmd ~ /^(\.|source|eval|command|builtin|let|alias|trap|function|printf)$/ && !(cmd == "printf" && values[at + 1] != "-v")) say("K " from " " (cmd == "." ? "source" : cmd) " *")
}

# export "NAME=value": the name is in the word.
function quoted_export(why, cmd, line, value, kind,   e, name) {
    e = index(value, "=")
    name = substr(value, 1, e - 1)
    if (e < 2 || name !~ /^[A-Za-z_][A-Za-z0-9_]*$/) say("K " line " command *")
    else {
        seen(line, name, substr(value, e + 1))
        if (why != "" || cmd == "readonly") say("K " line " " (why == "" ? cmd : why) " " name)
        else told(kind, line, name, substr(value, e + 1))
    }
}

# What a shell sees on a line, for env_lines.
function seen(line, name, value) { if (!((COUNT, line) in SEEN)) { SEEN[COUNT, line] = name; VALUE[COUNT, line] = value } }

function statements(   c, more, had) {
    P = 1
    LN = 1
    BAD = COND = more = had = 0
    OPEN = ""
    N = length(S)
    while (P <= N && !BAD) {
        blanks()
        c = substr(S, P, 1)
        if (c ~ /[;&|]/) unfold(P + 1)
        if (c == "\n") { P++; LN++; if (!more) COND = had = 0 }
        else if (c == ";" || c == "&" || c == "|") {
            # Nothing stands before it.
            if (!had && !(substr(S, P, 2) == ";;" && OPEN ~ /c/)) { bad("syntax"); break }
            had = 0
            if (c == ";") { P += substr(S, P, 2) == ";;" ? 2 : 1; COND = 0; continue }
            more = substr(S, P, 2) == "&&" || c == "|"
            P += substr(S, P + 1, 1) == c ? 2 : 1
            COND = more
        } else if (c == "#") comment()
        else if (c == "(") { OPEN = OPEN "p"; P++; had = 0 }
        else if (c == ")") { if (substr(OPEN, length(OPEN)) != "c") pop("p"); P++; had = 1 }
        else if (c == "<" || c == ">") { redirect(); had = 1 }
        else if (c != "") { more = 0; had = 1; simple() }
    }
    if (OPEN != "") bad("unterminated")
}

# ${NAME:-...} of a secret, which stays as it stands.
function names_secret(text,   name) {
    while (match(text, /\$(%7B)?[A-Za-z_][A-Za-z0-9_]*/)) {
        name = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        sub(/^\$(%7B)?/, "", name)
        if (is_secret(name)) return 1
    }
    return 0
}

# What docker makes of each line after travis-combined-env took export and quotes away. Of a line that is no setting for a shell only that is
# told: it may be a piece of a key. Of a value what a shell does not see as its own is left out: it may be a comment about the old password.
function env_lines(   count, i, line, e, name, value, all, kept, shell) {
    count = split(S, all, "\n")
    for (i = 1; i < count; i++) {
        line = all[i]
        sub(/^export /, "", line)
        gsub(/["']/, "", line)
        sub(/^[ \t\r\013\014]+/, "", line)
        if (line == "" || line ~ /^#/) continue
        e = index(line, "=")
        name = e ? substr(line, 1, e - 1) : line
        if (name == "") say("B " i " no-name")
        else if (name ~ /[ \t]/) say("B " i " blank")
        else if (e && SEEN[COUNT, i] == name) {
            value = lits(substr(line, e + 1))
            shell = VALUE[COUNT, i]
            gsub(/["']/, "", shell)
            if (is_secret(name) || shell == value) { told("E", i, name, value); continue }
            e = match(value, /[ \t;`|]|\$\(|&&/)
            if (e) value = substr(value, 1, e - 1)
            kept = masked(value, inline_secret(value))
            value = names_secret(kept) ? masked(value, 1) : kept
            say("E " i " " name " " value (e ? "{?rest}" : ""))
        } else if (e) say("B " i " stray")
    }
}

# systemd.exec(5): Environment= has words, in quotes where they have blanks.
function unit(   count, i, line, all, c, w, q, p, any) {
    count = split(S, all, "\n")
    for (i = 1; i < count; i++) {
        line = all[i]
        if (line !~ /^[ \t]*Environment[ \t]*=/) continue
        sub(/^[^=]*=[ \t]*/, "", line)
        w = q = ""
        any = 0
        for (p = 1; p <= length(line) + 1; p++) {
            c = substr(line, p, 1)
            if (q == "" && (c == " " || c == "\t" || c == "" || c == "\r")) {
                if (index(w, "=") > 1 && w ~ /^[A-Za-z_][A-Za-z0-9_]*=/) told("D", i, substr(w, 1, index(w, "=") - 1), lits(substr(w, index(w, "=") + 1)))
                any = any || w != ""
                w = ""
            } else if (q == "" && (c == "\"" || c == "'")) q = c
            else if (c == q && q != "") q = ""
            else if (c == "\\" && p < length(line)) { p++; w = w substr(line, p, 1) }
            else w = w c
        }
        if (!any) say("O " i)
    }
}

function load(path,   l, got) {
    S = ""
    while ((got = (getline l < path)) > 0 && length(S) < 262144) S = S l "\n"
    close(path)
    return got == 0
}

function all_files(   i, l, path) {
    for (i = 1; i < ARGC; i++) {
        path = substr(ARGV[i], 2)
        if (ARGV[i] ~ /^-/) { say("missing " path); continue }
        if (!load(path)) { say("denied " path); continue }
        COUNT++
        say("file " path)
        if (path ~ /\.(service|conf)$/) unit()
        else {
            l = S
            statements()
            S = l
            env_lines()
        }
    }
}

# A scalar of YAML: sets GOT to it; false where it is one that this does not read.
function scalar(text,   c, out, i) {
    sub(/[ \t\r]+$/, "", text)
    c = substr(text, 1, 1)
    out = ""
    if (c == "\"" || c == "'") {
        for (i = 2; i <= length(text); i++) {
            if (substr(text, i, 1) == "\\" && c == "\"") {
                if (substr(text, i + 1, 1) !~ /["\\\/]/) return 0
                i++
            } else if (substr(text, i, 1) == c) {
                if (c != "'" || substr(text, i + 1, 1) != "'") break
                i++
            }
            out = out substr(text, i, 1)
        }
        if (i > length(text) || substr(text, i + 1) !~ /^([ \t]+#.*)?$/) return 0
        GOT = out
        return 1
    }
    if (c ~ /[|>&*!{%@`]/ || c == "[") return 0
    if (match(text, /[ \t]+#/)) text = substr(text, 1, RSTART - 1)
    sub(/[ \t]+$/, "", text)
    GOT = text ~ /^(~|null|Null|NULL)$/ ? "" : text
    return 1
}

# The parts of travis.yml that workers depend on: production.amqp, its queues and its host.
function travis_yml(   l, indent, key, value, section, depth) {
    section = ""
    depth = 0
    while ((getline l) > 0) {
        if (l ~ /^[ \t\r]*(#.*)?$/) continue
        match(l, /^ */)
        indent = RLENGTH
        l = substr(l, indent + 1)
        if (sub(/^-[ \t]+/, "", l)) indent = indent + 1
        if (section != "" && indent <= depth) section = ""
        if (!match(l, /^["']?[A-Za-z_]+["']?:([ \t\r]|$)/)) continue
        key = l
        sub(/:.*$/, "", key)
        gsub(/["']/, "", key)
        value = substr(l, RLENGTH + 1)
        sub(/^[ \t]+/, "", value)
        if (section == "" && value ~ /^\r?$/ && (key == "amqp" || key == "queues")) { section = key; depth = indent }
        else if (section == "amqp" && key == "password") { if (!scalar(value)) print "unread " key; else if (GOT == "") print "none " key; else secret(lits(GOT)) }
        else if (section == "amqp" && key ~ /^(host|username|vhost)$/ && scalar(value) && GOT ~ /^[A-Za-z0-9._:\/-]+$/) print "amqp " key " " GOT
        else if (section == "queues" && key == "queue" && scalar(value) && GOT ~ /^[A-Za-z0-9._-]+$/) print "queue " GOT
        else if (section == "" && key == "default_queue" && scalar(value) && GOT ~ /^[A-Za-z0-9._-]+$/) print "default " GOT
        else if (section == "" && indent > 0 && indent <= 4 && key == "host" && scalar(value) && GOT ~ /^[A-Za-z0-9.-]+$/) print "host " GOT
    }
}

BEGIN {
    for (I = 1; I < 256; I++) { CHR[I] = sprintf("%c", I); ORD[CHR[I]] = I }
    SECRETS = COUNT = 0
    PASS = mode == "settings" ? "first" : "last"
    if (mode == "yaml") travis_yml()
    else if (mode == "value") { if ((getline I) > 0) secret(lits(I)) }
    else {
        # What a password is made of is secret too, and so on.
        if (mask) for (I = 0; I < 6; I++) { FOUND = 0; all_files(); if (!FOUND) break }
        PASS = "last"
        all_files()
    }
}
