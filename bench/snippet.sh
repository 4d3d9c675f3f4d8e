#!/bin/sh
# The library as README shows it, in a fresh Maven project outside the checkout, beside the command:
# first the snippet as pasted, then both draw one image of 16x16 in 20 steps.
#
#   bench/snippet.sh [--repeat N] [--repository DIR]
#
#   --repeat       processes of each kind, default 9, in turns; the median is printed
#   --repository   the local Maven repository that mvn install wrote to, default Maven's own
#
#   INKWASH        the command, ./inkwash unless set
set -eu
repeat=9 repository=
while [ $# -gt 0 ]; do
  case $1 in
    --repeat) repeat=$2 ;;
    --repository) repository=-Dmaven.repo.local=$2 ;;
    *)
      sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
inkwash=${INKWASH:-$home/inkwash}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# block LANGUAGE: the first block of that language in README's chapter on the library
block() {
  sed -n '/^## As a library/,/^## /p' "$home/README.md" \
    | sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" | sed '1d;/^```$/,$d'
}

echo "training a model to draw from ..." >&2
"$inkwash" train --recipe ddpm-demo --data digits --steps 5 --out "$work/run" >&2

sources=$work/project/src/main/java
mkdir -p "$sources"
block java >"$sources/DrawImages.java"
one='model.generate().solver("ddim").grid("trailing").steps(20).seed(7).draw(1)'
sed -e 's/DrawImages/DrawOne/' -e "s/model\.generate().*;/$one;/" \
  -e 's/ImageIo.grid(pictures, 4, 2)/pictures.get(0)/' -e 's/  public static void main.*/&\n    long start = System.nanoTime();/' \
  -e 's/^    try (Draw.*/&\n      long opened = System.nanoTime();/' \
  -e 's/^      ImageIo.*/      long drawn = System.nanoTime();\n&\n      System.out.println((opened - start) \/ 1000000 + " " + (drawn - opened) \/ 1000000);/' \
  "$sources/DrawImages.java" >"$sources/DrawOne.java"
cat >"$work/project/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>snippet</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.source>17</maven.compiler.source>
    <maven.compiler.target>17</maven.compiler.target>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
$(block xml)
  </dependencies>
</project>
POM
cd "$work/project"
echo "building the project ..." >&2
mvn -B -q $repository -Dstyle.color=never compile org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
  -DincludeScope=runtime -Dmdep.outputFile=classpath >&2 </dev/null
path=target/classes:$(cat classpath)

echo "$(date -u +%F), $(nproc) processors:$(sed -n 's/^model name[^:]*://p' /proc/cpuinfo | head -n 1)"
echo "$("$inkwash" --version | head -n 1); load$(uptime | sed 's/.*average//')"
java -cp "$path" DrawImages "$work/run" "$work/sixteen.png"
echo "the snippet as pasted: $(wc -c <"$work/sixteen.png") bytes of PNG"

# timed NAME COMMAND...: appends its milliseconds to a file of that name
timed() {
  name=$1
  shift
  before=$(date +%s%N)
  "$@" >"$work/out" 2>"$work/errors" || { cat "$work/errors" >&2; exit 1; }
  echo $((($(date +%s%N) - before) / 1000000)) >>"$work/$name"
}
median() { sort -n "$1" | sed -n "$((($(wc -l <"$1") + 1) / 2))p"; }

for i in $(seq "$repeat"); do
  timed command "$inkwash" sample --run "$work/run" --count 1 --steps 20 --solver ddim --grid trailing \
    --seed 7 --out "$work/command.png"
  timed library java -cp "$path" DrawOne "$work/run" "$work/one.png"
  cut -d ' ' -f 1 "$work/out" >>"$work/opening"
  cut -d ' ' -f 2 "$work/out" >>"$work/drawing"
done
echo "one image of 16x16 in 20 steps, median of $repeat processes:"
echo "  the command, from start to exit: $(median "$work/command") ms"
echo "  the library, from start to exit: $(median "$work/library") ms"
echo "    of which opening the model $(median "$work/opening") ms, drawing $(median "$work/drawing") ms"
