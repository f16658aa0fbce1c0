# Plants a fault on a host that runs already, as the last of the texts that LabHost sends: the functions of the faults and what they call. Faults
# that shape the machine can't come later; one of a file counts for what reads it anew.
plant_live() {
    local name=${1//-/_} moment found=no
    if declare -F "shape_$name" >/dev/null; then
        echo "$1 shapes the machine: start a lab with it" >&2
        return 1
    fi
    machine_mounts
    for moment in plant spring; do
        if declare -F "${moment}_$name" >/dev/null; then
            "${moment}_$name"
            found=yes
        fi
    done
    [ "$found" = yes ]
}
