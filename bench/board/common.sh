# For measure and peers: tools, the plugin, and programs that run as on a board. To be sourced; $me is the caller's name.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
octet=$(cd "$here/../.." && pwd)
cache=${OCTET_BOARD:-$HOME/.cache/octet/board}
[[ -z ${JAVA_HOME-} ]] || PATH=$JAVA_HOME/bin:$PATH

fail() {
  echo "$me: $1" >&2
  exit 2
}

# Debian packages; only where one of their programs is missing. Who may not install is told what to install.
need() { # PROGRAM PACKAGES [PROGRAM PACKAGES]...
  local missing=() sudo=()
  while [[ $# -gt 0 ]]; do
    # shellcheck disable=SC2206 # a package or several
    command -v "$1" >/dev/null || missing+=($2)
    shift 2
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null || fail "missing: ${missing[*]} (names of Debian's packages)"
  [[ $(id -u) == 0 ]] || { command -v sudo >/dev/null && sudo=(sudo -n); } || fail "missing: apt install ${missing[*]}"
  echo "$me: installs ${missing[*]}" >&2
  { "${sudo[@]}" apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2 ||
    fail "missing: apt install ${missing[*]}"
}

# Programs and the plugin. Builds of QEMU without plugins, or with another interface, are told apart by their version.
prepare() {
  need qemu-aarch64 qemu-user gcc "gcc libc6-dev" llvm-mca-19 llvm-19 curl curl xz xz-utils qemu-aarch64-static qemu-user-static
  local version
  version=$(qemu-aarch64 --version | sed -n 's/^qemu-aarch64 version \([0-9]*\).*/\1/p')
  [[ $version -le 8 ]] || fail "QEMU $version has another plugin interface; 5 to 8 is needed (Debian 12 has 7.2)"
  mkdir -p "$cache"
  if [[ ! $cache/count.so -nt $here/count.c ]]; then
    gcc -O2 -shared -fPIC -o "$cache/count.so.part" "$here/count.c"
    mv "$cache/count.so.part" "$cache/count.so"
  fi
}

# A root folder that adds a core's /proc/cpuinfo to another one: JVMs and native libraries choose code by it.
guest() { # CORE ROOT NAME: sets $guest
  local part features entry processor
  case $1 in
    cortex-a53) part=0xd03 features="fp asimd evtstrm crc32 cpuid" ;;
    cortex-a72) part=0xd08 features="fp asimd evtstrm crc32 cpuid" ;;
    cortex-a76)
      part=0xd0b
      features="fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp"
      ;;
    *) fail "no core $1: cortex-a53 (Pi 3, Zero 2 W), cortex-a72 (Pi 4) or cortex-a76 (Pi 5)" ;;
  esac
  guest=$cache/guest/$1-$3
  mkdir -p "$guest/proc"
  for entry in lib usr etc; do ln -sfn "$2/$entry" "$guest/$entry"; done
  [[ -e $2/lib ]] || ln -sfn "$2/usr/lib" "$guest/lib"
  for processor in 0 1 2 3; do
    printf 'processor\t: %d\nBogoMIPS\t: 108.00\nFeatures\t: %s\nCPU implementer\t: 0x41\n' $processor "$features"
    printf 'CPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: %s\nCPU revision\t: 4\n\n' $part
  done >"$guest/proc/cpuinfo"
}

counted() { # CORE COUNTS PROGRAM ARGUMENTS...: runs a program in $guest
  local core=$1 counts=$2
  shift 2
  qemu-aarch64 -cpu "$core" -plugin "$cache/count.so,out=$counts" -L "$guest" "$@"
}

# The jar that a module's build leaves.
jar_of() { # MODULE NAME
  local jar
  jar=$(ls "$octet/$1/target/$2"-[0-9]*.jar 2>/dev/null | grep -v -e sources -e javadoc -e tests | head -n 1) || true
  [[ -n $jar ]] || fail "$1/target has no jar: ./mvnw -q package -DskipTests first"
  echo "$jar"
}

# The evaluation, which is Java.
report() { # COUNTS FACTS OPTIONS...
  local jar
  jar=$(jar_of bench octet-bench)
  java -cp "$jar" dev.octet.bench.board.BoardReport "$@"
}
