#!/bin/sh
# Makes the documentation site: static pages of README, docs, the catalog that the command prints, and
# the API. Every link inside is checked; one that leads nowhere fails.
#
#   release/site.sh [--out DIR]
#
#   --out      where the pages go, default target/site
#
#   INKWASH    the command, ./inkwash unless set
set -eu
. "$(dirname -- "$0")/shared.sh"
options out "$@"
out=${out:-$home/target/site}
tool=$home/release/site
make_work

mvn -B -q -f "$tool/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
  -Dmdep.outputFile="$work/classpath" >&2 </dev/null
path=$work/classes:$(cat "$work/classpath")
javac -d "$work/classes" --release 17 -cp "$path" "$tool"/src/main/java/io/inkwash/site/*.java
cp -R "$tool/src/main/resources/." "$work/classes/"
"${INKWASH:-$home/inkwash}" explain --list --json >"$work/catalog.json"
rm -rf "$out"
mkdir -p "$out"
java -cp "$path" io.inkwash.site.Site "$home" "$work/catalog.json" "$out"

# The classes are those that the launcher has built, if it has.
echo "writing the API ..." >&2
(cd "$home" && mvn -B -q -Dmaven.test.skip=true -Dbuild.folder=target/launcher -pl library -am \
  compile dependency:build-classpath -Dmdep.outputFile="$work/libraries") >&2 </dev/null
javadoc -quiet -Xdoclint:none -notimestamp -encoding UTF-8 -d "$out/api" -cp "$(cat "$work/libraries")" \
  --source-path "$home/algebra/src/main/java:$home/library/src/main/java" -subpackages io.inkwash >&2
