#!/bin/sh
# Builds what is published twice, in two clones of two folders, and compares every jar, pom and bill
# of materials byte by byte.
#
#   release/reproducible.sh
set -eu
. "$(dirname -- "$0")/shared.sh"
options '' "$@"
make_work

for copy in first/checkout second-folder/with-another-name; do
  echo "building in $work/$copy ..." >&2
  git clone -q "$home" "$work/$copy"
  (cd "$work/$copy" && mvn -B -q -Prelease -Dmaven.test.skip=true -pl algebra,natives,library,studio,cli -am package) \
    >&2 </dev/null
  (cd "$work/$copy" && find . -path '*/target/*' \( -name 'inkwash*.jar' -o -name '.flattened-pom.xml' -o -name 'bom.json' \) \
    -exec sha256sum {} + | sort -k 2) >"$work/${copy%%/*}.sums"
done
if diff "$work/first.sums" "$work/second-folder.sums"; then
  echo "$(wc -l <"$work/first.sums") files, the same bytes in both"
else
  echo "the files above differ" >&2
  exit 1
fi
