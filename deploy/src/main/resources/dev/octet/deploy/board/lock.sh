# One deployment at a time.

# Holds the lock as long as the connection: hold TOKEN SECONDS. Reads a line every few seconds.
hold() {
  mkdir -p -- "$root/releases" "$root/incoming" 2>/dev/null ||
    fail "cannot be made" "$root" "give the user the right to write there, or another folder with --dir"
  cd -- "$root"
  take "$1" "$2"
  # shellcheck disable=SC2064 # The token is known now.
  trap "release '$1'" EXIT
  trap 'exit 0' HUP INT TERM
  say held "$1"
  while read -r line; do
    printf '%s %s\n' "$1" "$(uptime_seconds)" >beat.part && mv -f beat.part beat
  done
}

release() { # TOKEN
  case $(readlink lock 2>/dev/null || true) in "$1":*) rm -f lock ;; esac
}

take() { # TOKEN SECONDS
  until=$(($(uptime_seconds) + $2))
  printf '%s %s\n' "$1" "$(uptime_seconds)" >"beat.$$" ||
    { rm -f "beat.$$"; fail "cannot be written" "$root" "free some space, or give the user the right to write there"; }
  until ln -s "$1:$(boot):$$" lock 2>/dev/null; do
    holder=$(readlink lock 2>/dev/null || true)
    if [ -z "$holder" ] && [ ! -L lock ]; then
      : >"beat.$$" 2>/dev/null || fail "cannot be written" "$root" "free some space, or give the user the right to write there"
    elif stale "$holder"; then
      # Only one of several can move it; whoever moves a newer lock by mistake gives it back.
      mv -f lock "lock.$$" 2>/dev/null || true
      [ "$(readlink "lock.$$" 2>/dev/null || true)" = "$holder" ] || mv -n "lock.$$" lock 2>/dev/null || true
      rm -f "lock.$$"
      continue
    fi
    if [ "$(uptime_seconds)" -ge "$until" ]; then
      rm -f "beat.$$"
      fail "another deployment is at work on this board" "$root" "wait until it has ended (process ${holder##*:} on the board)"
    fi
    nap
  done
  mv -f "beat.$$" beat
  # Commands of a deployment whose connection was cut may still run.
  for mark in busy.*; do
    while [ -e "$mark" ] && runs "${mark#busy.}" "$(cat "$mark" 2>/dev/null || true)"; do
      if [ "$(uptime_seconds)" -ge "$until" ]; then
        release "$1"
        fail "a command of an earlier deployment still runs" "$root" "end process ${mark#busy.} on the board"
      fi
      nap
    done
    rm -f "$mark"
  done
}

# Whether the holder (TOKEN:BOOT:PID) is gone or has not been heard of for a minute.
stale() {
  rest=${1#*:}
  runs "${rest#*:}" "${rest%%:*}" || return 0
  read -r token beat <beat 2>/dev/null || return 1
  if [ "$token" = "${1%%:*}" ] && [ "$(($(uptime_seconds) - beat))" -gt 60 ]; then
    kill "${rest#*:}" 2>/dev/null || true
    return 0
  fi
  return 1
}
