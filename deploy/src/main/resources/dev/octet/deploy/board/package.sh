# What the scripts of a package do on a board, with all parts before this one.

HOME=${HOME-/root}
unset JAVA_HOME

# For people who read what dpkg prints.
fail() {
  printf 'octet: %s: %s; %s\n' "$2" "$1" "$3" >&2
  exit 6
}

# Proves the release that was unpacked with this board's own JVM and switches to it; whatever fails, what ran before
# still runs, from its own copy: settle FOLDER FINGERPRINT
settle() {
  from=$1
  java=$(find_java "${OCTET_JAVA-}")
  [ -n "$java" ] || fail "there is no JVM" "$root" "install a headless JRE of Java 8 or newer"
  mkdir -p -- "$root/releases" "$root/incoming" || fail "cannot be made" "$root" "free some space"
  cd -- "$root"
  token=package$$
  take "$token" 60
  trap 'release "$token"' EXIT
  id=$(hash_of "$from/manifest")
  refuse_unless "$(cd "$from" && sha256sum -c manifest 2>/dev/null | sed -n 's/^\(.*\): FAILED.*/bad=\1/p' | grep . || echo exit=0)" \
    "its files are damaged"
  if [ -n "$(verify "$token" releases "$id")" ]; then
    mkdir -p "incoming/$id"
    for file in "$from"/*; do
      [ "$file" != "$from/settle" ] || continue
      # The same bytes need no second place on the disk.
      ln -f "$file" "incoming/$id/" 2>/dev/null || cp "$file" "incoming/$id/" ||
        fail "cannot be copied" "$file" "free some space"
    done
  fi
  refuse_unless "$(judge "$token" "$id" "$java")" "it is not signed by a key this board trusts"
  answers=$(printf 'measure 2000\ninfo\n' | ask "$token" "$id" "$java")
  refuse_unless "$answers" "its runtime does not run here"
  code=0
  text=$("$(folder_of "$id")/octet-run" --self-check 2>&1) || code=$?
  refuse_unless "$(say exit "$code"; say err "$text")" "this board does not answer as the host did"
  {
    printf '%s\n' "$answers" | tr '\t' '\n' | sed -n 's/^name=/model=/; /^\(model\|java\|arch\|kernels\|medianMs\|p95Ms\|peakKb\)=/p'
    say signature "$(judge "$token" "$id" "$java" | sed -n 's/^text=.*, //p')"
  } >"incoming/.proof"
  (install "$token" "$id" "$java" 3 "$2" <incoming/.proof) >/dev/null
  rm -f incoming/.proof
  printf '%s\n' "$text"
}

# Goes on if ANSWER says exit=0: refuse_unless ANSWER WHY
refuse_unless() {
  case $1 in *exit=0*) return ;; esac
  [ ! -d "incoming/$id" ] || rm -rf "incoming/$id"
  fail "the release was refused, $2 ($(printf '%s' "$1" | sed -n 's/^\(err\|text\|bad\)=//p' | tail -n 1))" "$from" \
    "what ran before still runs; install its version again, and report this one"
}

# Lets systemd listen on the application's socket: start NAME
start() {
  # Where the system does not run (an image that is being made), the link is enough.
  ! command -v deb-systemd-helper >/dev/null || deb-systemd-helper enable "octet-$1.socket" >/dev/null 2>&1 || true
  [ -d /run/systemd/system ] || return 0
  text=$(systemctl daemon-reload 2>&1 && systemctl enable "octet-$1.socket" 2>&1 && systemctl restart "octet-$1.socket" 2>&1) ||
    fail "the service does not start ($(printf '%s' "$text" | tail -n 1))" "octet-$1.socket" "look at 'systemctl status octet-$1.socket'"
}
