# A systemd user service that answers requests on a socket.

# Sets up socket and service; each connection gets a process of the release that runs: service TOKEN NAME SOCKET SERVICE
# The last two are the units' texts, with @PROGRAM@ for the launcher.
service() {
  need "$1"
  units=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user
  # systemd's own quoting.
  program=$(printf '%s' "$(pwd)/current/octet-run" | sed 's/[\\"]/\\&/g; s/%/%%/g; s/\$/$$/g')
  mkdir -p "$units" || fail "cannot be made" "$units" "give the user the right to write there"
  unit "$units/octet-$2.socket" "$3"
  unit "$units/octet-$2@.service" "${4%%@PROGRAM@*}$program${4#*@PROGRAM@}"
  code=0
  text=$(systemctl --user daemon-reload 2>&1 && systemctl --user enable "octet-$2.socket" 2>&1 && systemctl --user restart "octet-$2.socket" 2>&1) || code=$?
  [ "$code" = 0 ] || fail "the service does not start ($(printf '%s' "$text" | tail -n 1 | tr '\t' ' '))" "$units" \
    "the model runs without it; log in on the board and look at 'systemctl --user status octet-$2.socket'"
  # Without lingering it ends when the user logs out.
  loginctl enable-linger >/dev/null 2>&1 || say linger no
}

unit() { # FILE TEXT
  { printf '%s\n' "$2" >"$1.part" && mv -f "$1.part" "$1"; } 2>/dev/null ||
    fail "cannot be written" "$1" "free some space, or give the user the right to write there"
}

# Whether the socket listens: up NAME
up() {
  state=$(systemctl --user is-active "octet-$1.socket" 2>&1) ||
    fail "the service is not up ($(printf '%s' "$state" | tail -n 1))" "octet-$1.socket" "look at 'systemctl --user status octet-$1.socket' on the board"
}
