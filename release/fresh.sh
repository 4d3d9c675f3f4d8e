#!/bin/sh
# Uses what is published as a stranger would: publishes into a repository in a folder of its own, and
# builds a new Maven project and a new Gradle project against it. Each trains some steps and draws.
# Every pom must have what Maven Central wants, with addresses that stand for those in pom.xml.
#
#   release/fresh.sh [--keep DIR]
#
#   --keep      where the repository and the projects stay, in place of a folder that is removed
#
#   GRADLE      the command, gradle unless set; 4.4 or newer
set -eu
. "$(dirname -- "$0")/shared.sh"
options keep "$@"
if [ -n "$keep" ]; then
  mkdir -p "$keep"
  work=$(CDPATH='' cd -- "$keep" && pwd -P)
else
  make_work
fi
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$home/pom.xml" | head -n 1)
case $(uname -s)-$(uname -m) in
  Linux-x86_64) platform=linux-x86_64 ;;
  Darwin-arm64) platform=macosx-arm64 ;;
  Darwin-x86_64) platform=macosx-x86_64 ;;
  *)
    echo "no libtorch is published for $(uname -s) on $(uname -m)" >&2
    exit 1
    ;;
esac

repository=file://$work/repository
page=https://example.com/inkwash

echo "publishing into $work/repository ..." >&2
(cd "$home" && mvn -B -q -Prelease -Dmaven.test.skip=true -Dmaven.install.skip=true -pl '!studio,!cli,!spark,!examples,!bench' \
  -Dpublic.address="$page" -Dpublic.repository="$page.git" -Dpublic.contact=inkwash@example.com \
  -DaltDeploymentRepository="fresh::$repository" deploy) >&2 </dev/null
find "$work/repository" -name '*.pom' | while IFS= read -r pom; do
  for part in '<name>' '<description>' "<url>$page</url>" '<licenses>' '<developers>' "<connection>scm:git:$page.git<"; do
    grep -q "$part" "$pom" || { echo "${pom##*/} has no $part" >&2; exit 1; }
  done
done

# The programs of README, in a project that knows nothing else of this one.
for tool in maven gradle; do
  mkdir -p "$work/$tool/src/main/java/io/inkwash/examples"
  cp "$home/examples/src/main/java/io/inkwash/examples/TrainModel.java" \
    "$home/examples/src/main/java/io/inkwash/examples/DrawImages.java" \
    "$work/$tool/src/main/java/io/inkwash/examples/"
done

cat >"$work/maven/pom.xml" <<END
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>fresh</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <repositories>
    <repository>
      <id>fresh</id>
      <url>$repository</url>
    </repository>
  </repositories>
  <dependencies>
    <dependency>
      <groupId>io.inkwash</groupId>
      <artifactId>inkwash-library</artifactId>
      <version>$version</version>
    </dependency>
    <dependency>
      <groupId>io.inkwash</groupId>
      <artifactId>inkwash-natives</artifactId>
      <version>$version</version>
      <scope>runtime</scope>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>3.14.0</version>
      </plugin>
    </plugins>
  </build>
</project>
END
cat >"$work/gradle/settings.gradle" <<END
rootProject.name = 'fresh'
END
cat >"$work/gradle/build.gradle" <<END
apply plugin: 'java'

repositories {
    maven { url '$repository' }
    mavenCentral()
}

dependencies {
    implementation 'io.inkwash:inkwash-library:$version'
    runtimeOnly 'io.inkwash:inkwash-natives-$platform:$version'
}

task classpath {
    dependsOn classes
    doLast { println sourceSets.main.runtimeClasspath.asPath }
}
END

# Trains and draws with a class path: the project's name, the class path.
use() {
  echo "$1: training and drawing ..." >&2
  java -cp "$2" io.inkwash.examples.TrainModel flow-compact "$work/$1/run" 20 >&2
  java -cp "$2" io.inkwash.examples.DrawImages "$work/$1/run" "$work/$1/images.png" >&2
  echo "$1: $(wc -c <"$work/$1/images.png") bytes in images.png"
}

echo "building a Maven project ..." >&2
(cd "$work/maven" && mvn -B -q -Dmaven.repo.local="$work/maven-cache" compile \
  org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath -Dmdep.outputFile="$work/maven/classpath") \
  >&2 </dev/null
use maven "$work/maven/target/classes:$(cat "$work/maven/classpath")"

echo "building a Gradle project ..." >&2
path=$(cd "$work/gradle" && "${GRADLE:-gradle}" --no-daemon -q -g "$work/gradle-cache" classpath </dev/null)
use gradle "$path"
