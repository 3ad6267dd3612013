# Before the first test: a release in $DIST, of all architectures or those that tools/dist was given.
setup_suite() {
  SOURCES=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  DIST=${DIST:-$SOURCES/dist}
  VERSION=$(sed -n 's/^project(dumb-init VERSION \([0-9.]*\).*/\1/p' "$SOURCES/CMakeLists.txt")
  export SOURCES DIST VERSION
  [ -e "$DIST/SHA256SUMS" ] || { echo "no release in $DIST: make dist" >&2; exit 1; }
}
