#!/bin/sh
# Compiles the benches, into folders of their own, and writes their class path to
# bench/target/bench/classpath.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)

cd "$home"
echo "building the benches ..." >&2
mvn -B -q -Dstyle.color=never -Dmaven.test.skip=true -Dbuild.folder=target/bench -pl bench -am \
  compile dependency:build-classpath \
  -DincludeScope=runtime -Dmdep.outputFile=target/bench/classpath >&2 </dev/null
./inkwash --version >/dev/null
