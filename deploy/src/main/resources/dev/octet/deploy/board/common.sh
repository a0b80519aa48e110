# What Octet does on a board, in POSIX sh with coreutils or busybox. The host sends this part, the part of the operation
# and no comments (dropbear takes 9,000 bytes) with every command:
#   sh -c SCRIPT octet-board OPERATION FOLDER ARGUMENTS...
# FOLDER is where one application lives:
#   releases/ID/      a release; ID is the SHA-256 of its manifest, the manifest has the SHA-256 of its files
#   incoming/ID/      a release on its way
#   current           link to the release that runs; replaced by rename, so it always leads to one
#   lock              link that names who deploys: TOKEN:BOOT:PID; its age stands in beat
#   busy.PID          a command that changes something
# and ../trust/*.pem are the keys releases must be signed with.
# Every operation may be cut off anywhere and may be repeated. A failure ends with exit code 6 and, on standard error,
# a line "octet-failure", what happened, where and what to do, apart by tabs.
set -eu
umask 022
# English messages; and a JVM opens files whose names are not ASCII.
LC_ALL=C.UTF-8
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
export LC_ALL PATH
# The connection may end at any time; the operation does not.
trap '' PIPE
tab=$(printf '\t')

fail() {
  printf 'octet-failure\t%s\t%s\t%s\n' "$1" "$2" "$3" >&2
  exit 6
}

say() {
  printf '%s=%s\n' "$1" "$2"
}

# Writes a small file whole or not at all: put FILE TEXT
put() {
  if ! { printf '%s\n' "$2" >"$1.part.$$" && mv -f "$1.part.$$" "$1"; } 2>/dev/null; then
    rm -f "$1.part.$$"
    fail "cannot be written" "$root/$1" "free some space, or give the user the right to write there"
  fi
}

flush() {
  sync "$@" 2>/dev/null || sync
}

nap() {
  sleep 0.1 2>/dev/null || sleep 1
}

boot() {
  cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo unknown
}

uptime_seconds() {
  cut -d. -f1 /proc/uptime 2>/dev/null || date +%s
}

hash_of() {
  sha256sum <"$1" | cut -c1-64
}

size_of() {
  if [ -f "$1" ]; then wc -c <"$1" | tr -d ' '; else echo 0; fi
}

current() {
  link=$(readlink current 2>/dev/null || true)
  printf %s "${link#releases/}"
}

# The release that runs, or one on its way.
folder_of() {
  if [ -d "incoming/$1" ]; then echo "incoming/$1"; else echo "releases/$1"; fi
}

enter() {
  cd -- "$root" 2>/dev/null || fail "there is no such folder" "$root" "deploy first, or give the --dir and --name of the deployment"
}

# Whether a process of ours runs: runs PID BOOT
runs() {
  [ "$2" = "$(boot)" ] && grep -q octet-board "/proc/$1/cmdline" 2>/dev/null
}

# Goes on only as the holder of the lock: need TOKEN
need() {
  enter
  # The mark first: whoever takes the lock from us then waits for it.
  boot >"busy.$$" 2>/dev/null || { rm -f "busy.$$"; fail "cannot be written" "$root" "free some space on the board"; }
  base=$(pwd)
  trap 'rm -f "$base/busy.$$"' EXIT
  case $(readlink lock 2>/dev/null || true) in
    "$1":*) ;;
    *) fail "another deployment has taken this board" "$root" "wait until it has ended and try again" ;;
  esac
}

serial_of() {
  cut -d' ' -f1 "releases/$1/since" 2>/dev/null || echo 0
}

# Releases that have run, the last one first.
history() {
  for release in releases/*/since; do
    [ -f "$release" ] || continue
    release=${release#releases/}
    release=${release%/since}
    printf '%s %s\n' "$(serial_of "$release")" "$release"
  done | sort -rn | cut -d' ' -f2
}

# Whether it is a Java 8 for 64-bit ARM that takes the option: its compiler unrolls too little by itself.
unrolls() { # JAVA
  [ "$(uname -m)" = aarch64 ] || return 1
  case $("$1" -XX:LoopUnrollLimit=500 -version 2>&1) in
    *'version "1.8.'*64-Bit*) return 0 ;;
    *) return 1 ;;
  esac
}
