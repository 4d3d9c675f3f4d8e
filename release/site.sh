#!/bin/sh
# Makes the documentation site: static pages of README, docs, the catalog that the command prints and,
# where it is there, the API. Every link inside is checked; one that leads nowhere fails.
#
#   release/site.sh [--out DIR] [--api DIR]
#
#   --out      where the pages go, default target/site
#   --api      a folder of Javadoc to go with them, such as mvn -Prelease package makes
#
#   INKWASH    the command, ./inkwash unless set
set -eu
out='' api=''
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2 ;;
    --api) api=$2 ;;
    *)
      sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
out=${out:-$home/target/site}
tool=$home/release/site
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mvn -B -q -f "$tool/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
  -Dmdep.outputFile="$work/classpath" >&2 </dev/null
path=$work/classes:$(cat "$work/classpath")
javac -d "$work/classes" --release 17 -cp "$path" "$tool"/src/main/java/io/inkwash/site/*.java
cp -R "$tool/src/main/resources/." "$work/classes/"
"${INKWASH:-$home/inkwash}" explain --list --json >"$work/catalog.json"
rm -rf "$out"
mkdir -p "$out"
java -cp "$path" io.inkwash.site.Site \
  "$home" "$work/catalog.json" "$out" ${api:+"$api"}
