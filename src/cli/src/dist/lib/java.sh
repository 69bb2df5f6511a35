# Which Java runs kube-release, and what share-classes has prepared for it; read by the programs in bin/ with $home set.
# Sets $java; $use_prepared, $prepare and $quiet, which are options for it; and $prepared and $kind, beginning and end of the file's name.

# The first of: $KUBE_RELEASE_JAVA, $JAVA_HOME, the PATH.
if [ -n "${KUBE_RELEASE_JAVA:-}" ]; then
  java=$KUBE_RELEASE_JAVA
elif [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java=$JAVA_HOME/bin/java
else
  java=$(command -v java) || java=
fi
if [ -z "$java" ] || ! command -v "$java" >/dev/null 2>&1; then
  echo "kube-release: no Java found${java:+ at $java}: install Java 17 or newer (on Debian: apt-get install openjdk-17-jre-headless) or set JAVA_HOME" >&2
  exit 3
fi

# The release file beside Java tells its version without the time that starting it takes.
release=$(command -v "$java")
release=$(readlink -f "$release" 2>/dev/null || echo "$release")
release=${release%/*}/../release
version=17
build=unknown
if [ -r "$release" ]; then
  version=$(sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$release")
  build=$(cksum <"$release")
  build=${build%% *}
fi
if [ "${version:=17}" -lt 17 ]; then
  echo "kube-release: $java is Java $version: install Java 17 or newer, or set JAVA_HOME to one" >&2
  exit 3
fi

# From Java 25 on, classes are kept loaded and linked, with what their methods are like; before, only read and checked. Which
# files and which Java they are from, Java checks itself: what fits no more is passed over, without a word.
prepared=$home/lib/classes-$version-$build
if [ "$version" -ge 25 ]; then
  kind=aot
  use=-XX:AOTCache=
  prepare=-XX:AOTCacheOutput=
  # A word of the log that Java 17 does not know, and would not start with.
  quiet='-Xlog:aot*=off:stderr'
else
  kind=jsa
  use=-XX:SharedArchiveFile=
  prepare=-XX:ArchiveClassesAtExit=
  quiet=
fi
# The file's name ends in its size: one that is cut short would end Java 17 with a signal.
use_prepared=
for file in "$prepared"-*."$kind"; do
  size=${file%."$kind"}
  [ ! -r "$file" ] || [ "$(wc -c <"$file")" -ne "${size##*-}" ] || use_prepared=$use$file
done
