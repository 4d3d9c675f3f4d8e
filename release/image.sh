#!/bin/sh
# Makes an image: a folder, and an archive of it, that runs on a machine without a JDK and without
# Maven. It is of the system that makes it: Linux and macOS.
#
#   release/image.sh [--out DIR]
#
#   --out       where inkwash-VERSION-PLATFORM and its .tar.gz go, default target/image
#
#   JAVA_HOME   the JDK to take the runtime from (17 or newer); without it, the java on the PATH
set -eu
. "$(dirname -- "$0")/shared.sh"
options out "$@"
out=${out:-$home/target/image}
java=${JAVA_HOME:+$JAVA_HOME/bin/}

echo "building the jars ..." >&2
(cd "$home" && mvn -B -q -Dmaven.test.skip=true -Dbuild.folder=target/image -pl cli -am package) >&2 </dev/null
# The version stands beside our own packages in the jar; the platform in the name of libtorch's.
version=$(unzip -p "$home/cli/target/image/inkwash-cli.jar" META-INF/MANIFEST.MF \
  | tr -d '\r' | sed -n 's/^Implementation-Version: //p')
jars=$(cat "$home/cli/target/image/classpath")
platform=$(printf '%s' "$jars" | tr ':' '\n' | sed -n 's|.*/pytorch-[0-9.-]*-\([a-z].*\)\.jar|\1|p' | head -n 1)
name=inkwash-$version-$platform
image=$out/$name
rm -rf "$image"
mkdir -p "$image/bin" "$image/lib"

echo "copying the jars ..." >&2
for module in cli studio library algebra; do
  cp "$home/$module/target/image/inkwash-$module.jar" "$image/lib/"
  printf 'inkwash-%s.jar:' "$module" >>"$image/lib/classpath"
done
printf '%s\n' "$jars" | tr ':' '\n' | while IFS= read -r jar; do
  [ -n "$jar" ] || continue
  cp "$jar" "$image/lib/"
  printf '%s:' "$(basename "$jar")" >>"$image/lib/classpath"
done
cp "$home/inkwash" "$image/bin/inkwash"
cp "$home/LICENSE" "$home/README.md" "$home/CHANGELOG.md" "$image/"

# What the jars name of Java, and what is found at run time: archives as file systems, JShell, the
# encodings and locales of those who use it, certificates of elliptic curves.
echo "linking a Java runtime ..." >&2
named=$("${java}jdeps" --print-module-deps --ignore-missing-deps --multi-release 17 \
  --class-path "$image/lib/*" "$image"/lib/inkwash-*.jar)
"${java}jlink" --add-modules "$named,jdk.zipfs,jdk.jshell,jdk.charsets,jdk.localedata,jdk.crypto.ec,jdk.unsupported" \
  --strip-debug --no-header-files --no-man-pages --output "$image/runtime"

# Java's own classes as it keeps them in memory, which shortens the start: jlink leaves them out.
"$image/runtime/bin/java" -Xshare:dump >/dev/null

tar -C "$out" -czf "$out/$name.tar.gz" "$name"
echo "$out/$name.tar.gz ($(du -h "$out/$name.tar.gz" | cut -f 1)): unpack it anywhere and run $name/bin/inkwash"
