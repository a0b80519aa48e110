# A release on its way.

# Takes the manifest on standard input; says what is there of each file: stage TOKEN ID SIZE
stage() {
  need "$1"
  for other in incoming/* incoming/.[!.]*; do
    [ "$other" = "incoming/$2" ] || rm -rf "$other"
  done
  mkdir -p "incoming/$2" || fail "cannot be made" "$root/incoming/$2" "free some space on the board"
  cd "incoming/$2"
  cat >manifest.part 2>/dev/null || true
  if [ "$(size_of manifest.part)" != "$3" ]; then
    rm -f manifest.part
    fail "cannot be written whole" "$root/incoming/$2/manifest" "free some space on the board and deploy again"
  fi
  mv -f manifest.part manifest
  while read -r hash name; do
    # The same file of another release is not sent again.
    if [ ! -f "$name" ] && [ ! -f "$name.part" ]; then
      for other in ../../releases/*/"$name"; do
        [ -f "$other" ] && [ "$(hash_of "$other")" = "$hash" ] || continue
        cp "$other" "$name.copy" 2>/dev/null && mv -f "$name.copy" "$name" && break
        rm -f "$name.copy"
      done
    fi
    if [ -f "$name" ]; then say "$name" "$(size_of "$name")"; else say "$name" "$(size_of "$name.part")"; fi
  done <manifest
}

# Appends standard input to a file on its way: append TOKEN ID NAME OFFSET SIZE
append() {
  need "$1"
  mkdir -p "incoming/$2" && cd "incoming/$2" || fail "cannot be made" "$root/incoming/$2" "free some space on the board"
  have=$(size_of "$3.part")
  [ "$have" -le "$5" ] || { rm -f "$3.part"; have=0; }
  [ "$have" = "$4" ] || fail "has $have bytes, not $4" "$root/incoming/$2/$3" "deploy again"
  code=0
  reason=$(cat 2>&1 >>"$3.part") || code=$?
  if [ "$code" != 0 ]; then
    rm -f "$3.part"
    fail "cannot be written (${reason:-exit code $code})" "$root/incoming/$2/$3" "free some space on the board, or deploy to another disk with --dir"
  fi
  # Less than everything: the connection was cut.
  [ "$(size_of "$3.part")" = "$5" ] || fail "arrived incomplete" "$root/incoming/$2/$3" "deploy again"
  flush "$3.part"
  mv -f "$3.part" "$3"
  say size "$5"
}

# Says which files are not what the manifest says: verify TOKEN FOLDER ID, FOLDER being incoming or releases
verify() {
  need "$1"
  if [ ! -f "$2/$3/manifest" ]; then
    say absent "$2/$3"
  elif [ "$(hash_of "$2/$3/manifest")" != "$3" ]; then
    say bad manifest
  else
    whole=yes
    while read -r hash name; do
      [ -f "$2/$3/$name" ] && [ "$(hash_of "$2/$3/$name")" = "$hash" ] || { whole=no; say bad "$name"; }
    done <"$2/$3/manifest"
    # What is on its way is not needed then.
    [ "$whole" = no ] || [ "$2" = incoming ] || rm -rf "incoming/$3"
  fi
}

# Forgets files that came wrong: forget TOKEN ID NAME...
forget() {
  need "$1"
  cd "incoming/$2"
  shift 2
  for name; do rm -f "$name" "$name.part"; done
}

# Takes a release on its way back: discard TOKEN ID
discard() {
  need "$1"
  rm -rf "incoming/$2"
}

# Writes a small file beside a release's own, standard input: attach TOKEN ID NAME
attach() {
  need "$1"
  put "$(folder_of "$2")/$3" "$(cat)"
}
