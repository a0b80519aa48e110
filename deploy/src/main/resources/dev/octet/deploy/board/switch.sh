# From one release to another.

# Lets the link lead to a release, in one step: point ID
point() {
  rm -f current.new
  ln -s "releases/$1" current.new
  # Without -T, mv would move the link into the folder that current leads to.
  mv -fT current.new current 2>/dev/null || "$java" -jar "releases/$1/octet-runtime.jar" --rename current.new current ||
    fail "the link cannot be replaced" "$root/current" "install coreutils, or a busybox with mv -T"
  flush .
}

# Removes a release so that a half removed one is never taken for a whole one.
remove() { # ID
  if [ -d "releases/$1" ]; then
    rm -rf "incoming/.trash-$1"
    mv "releases/$1" "incoming/.trash-$1"
    rm -rf "incoming/.trash-$1"
  fi
}

# Notes that a release runs from now on.
note_since() { # ID
  serial=0
  for release in $(history); do
    serial=$(serial_of "$release")
    break
  done
  put "releases/$1/since" "$((serial + 1)) $(date +%s)"
  flush "releases/$1/since" "releases/$1"
}

# Switches to a proved release and runs it once more: install TOKEN ID JAVA KEEP FINGERPRINT, the proof on standard input
install() {
  need "$1"
  java=$3
  old=$(current)
  put "$(folder_of "$2")/proof" "$(cat)"
  if [ -d "incoming/$2" ]; then
    # Only a damaged release gets here while it runs.
    remove "$2"
    mv "incoming/$2" "releases/$2"
  fi
  flush releases "releases/$2" "releases/$2"/*
  if [ -n "$5" ] && ! ls ../trust/*.pem >/dev/null 2>&1; then
    mkdir -p ../trust
    cp "releases/$2/public.pem" "../trust/$5.pem.part"
    mv -f "../trust/$5.pem.part" "../trust/$5.pem"
    say trusted "$5"
  fi
  again "$2" "$old"
  [ "$old" = "$2" ] && [ -f "releases/$2/since" ] || note_since "$2"
  prune "$4" "$2"
  flush releases
  say installed "$2"
}

# Switches, runs the golden vectors through the link, and goes back when they fail: again ID OLD
again() {
  [ "$2" = "$1" ] || point "$1"
  code=0
  text=$(current/octet-run --self-check 2>&1) || code=$?
  [ "$code" = 0 ] && return
  if [ "$2" != "$1" ]; then
    if [ -n "$2" ] && [ -d "releases/$2" ]; then point "$2"; else rm -f current; fi
    # One that has run before stays, to be gone back to.
    [ -f "releases/$1/since" ] || remove "$1"
  fi
  fail "the release did not run through 'current' ($(printf '%s' "$text" | tail -n 1 | tr '\t' ' '))" "$root" \
    "what ran before runs again; deploy once more, and report it if it fails again"
}

prune() { # KEEP CURRENT
  kept=1
  for release in $(history); do
    [ "$release" = "$2" ] && continue
    kept=$((kept + 1))
    [ "$kept" -le "$1" ] || remove "$release"
  done
  # What never ran was interrupted.
  for release in releases/*; do
    [ -f "$release/since" ] || [ ! -d "$release" ] || [ "$release" = "releases/$2" ] || remove "${release#releases/}"
  done
}

# Says which release ran before: before TOKEN [ID]
before() {
  need "$1"
  now=$(current)
  say current "$now"
  for release in $(history); do
    case $release in
      "$now") ;;
      "${2-}"*)
        say before "$release"
        return
        ;;
    esac
  done
}

# Goes back: back TOKEN ID JAVA
back() {
  need "$1"
  java=$3
  put "releases/$2/jvm" "$3"
  text=$("releases/$2/octet-run" --self-check 2>&1) ||
    fail "the earlier release does not run ($(printf '%s' "$text" | tail -n 1 | tr '\t' ' '))" "$root" "deploy it again; what ran before still runs"
  again "$2" "$(current)"
  note_since "$2"
  say installed "$2"
}

# What was measured of the release that runs, nothing where none does.
seen() {
  cat "$root/current/proof" 2>/dev/null || true
}

# Lets a release that was the first one here run no more: withdraw ID
withdraw() {
  enter
  [ "$(current)" != "$1" ] || rm -f current
}
