# What the scripts of this folder have in common; each reads it by the dot command.

# The checkout.
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)

# Prints the head of the script, and ends it.
usage() {
  sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0" >&2
  exit 2
}

# Makes a variable of each option: their names, and the words of the command line. One that is not
# given is empty.
#
#   options 'out keep' "$@"
options() {
  names=$1
  shift
  for name in $names; do
    eval "$name="
  done
  while [ $# -gt 0 ]; do
    name=${1#--}
    case $name in '' | "$1" | *[!a-z]*) usage ;; esac
    case " $names " in *" $name "*) ;; *) usage ;; esac
    [ $# -gt 1 ] || usage
    eval "$name=\$2"
    shift 2
  done
}

# Makes the folder $work, which goes with the script.
make_work() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}
