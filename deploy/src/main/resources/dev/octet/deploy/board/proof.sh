# What the release answers, and who signed it.

# Sends requests to the release's runtime and prints the answers: ask TOKEN ID JAVA [KERNELS]
ask() {
  need "$1"
  folder=$(folder_of "$2")
  put "$folder/jvm" "$3"
  chmod 755 "$folder/octet-run"
  code=0
  # JPEG and PNG only where the JVM has ImageIO.
  if [ -f "$folder/octet-runtime-imageio.jar" ] &&
    "$3" -cp "$folder/octet-runtime.jar:$folder/octet-runtime-imageio.jar" dev.octet.runtime.imageio.ImageIoMain --probe >/dev/null 2>&1; then
    put "$folder/imageio" yes
  else
    rm -f "$folder/imageio"
  fi
  rm -f "$folder/vector"
  [ ! -f "$folder/octet-runtime-vector.jar" ] || put "$folder/vector" yes
  rm -f "$folder/unroll"
  [ -e "$folder/vector" ] || ! unrolls "$3" || put "$folder/unroll" yes
  [ -z "${4-}" ] || export OCTET_JAVA_OPTS="${OCTET_JAVA_OPTS-} -Doctet.kernels=$4"
  "$folder/octet-run" --serve 2>"$folder/err" || code=$?
  say exit "$code"
  say err "$(tail -n 1 "$folder/err" 2>/dev/null | tr '\t' ' ')"
  rm -f "$folder/err"
}

# Has the runtime check files and signature, the running one if it is whole, else the new one: judge TOKEN ID JAVA
judge() {
  need "$1"
  folder=$(folder_of "$2")
  # Nothing signed and nobody to trust: the hashes have been compared already, a JVM need not start.
  if [ ! -e "$folder/manifest.sig" ] && ! ls ../trust/*.pem >/dev/null 2>&1; then
    say exit 0
    say text "files as the manifest says, not signed"
    return
  fi
  jar=$folder/octet-runtime.jar
  if [ -f current/octet-runtime.jar ] &&
    grep -q "^$(hash_of current/octet-runtime.jar)  octet-runtime.jar\$" current/manifest; then
    jar=current/octet-runtime.jar
  fi
  code=0
  text=$("$3" -jar "$jar" --verify "$folder" --trust ../trust 2>&1) || code=$?
  say exit "$code"
  say text "$(printf '%s' "$text" | tail -n 1)"
}
