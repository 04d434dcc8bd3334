# Sourced by the scripts: goes to the root of the checkout and runs Maven on a JDK that fits.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

JAVA_HOME=$("$root/scripts/find-jdk") || exit 1
export JAVA_HOME
command -v mvn >/dev/null || {
  echo "Maven is missing. Debian and Ubuntu: apt install maven" >&2
  exit 1
}

say() { printf '\n== %s\n' "$*" >&2; }

# JDK 25 warns of Maven's own libraries at each start; that is no news about this project.
maven() {
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
    mvn -B "$@"
}
