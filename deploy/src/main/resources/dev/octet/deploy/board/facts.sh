# What the board is and what runs there.

probe() { # [JAVA]
  say arch "$(uname -m)"
  say kernel "$(uname -sr)"
  say bits "$(getconf LONG_BIT 2>/dev/null || echo '')"
  say board "$(tr -d '\000' 2>/dev/null </proc/device-tree/model || true)"
  say cores "$(grep -c '^processor' /proc/cpuinfo 2>/dev/null || echo 1)"
  grep -E '^(MemTotal|MemAvailable|MemFree|SwapTotal|SwapFree):' /proc/meminfo 2>/dev/null |
    while read -r key kb rest; do say "${key%:}" "$kb"; done
  say time "$(date +%s)"
  say governor "$(cat /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor 2>/dev/null || true)"
  say throttled "$(vcgencmd get_throttled 2>/dev/null || cat /sys/devices/platform/soc/soc:firmware/get_throttled 2>/dev/null || true)"
  say temperature "$(cat /sys/class/thermal/thermal_zone0/temp 2>/dev/null || true)"
  say systemd "$(command -v systemctl || true)"
  for tool in sha256sum readlink cut wc tr df; do
    command -v "$tool" >/dev/null || say missing "$tool"
  done
  place=$root
  while [ ! -d "$place" ]; do
    case $place in */*) place=${place%/*} ;; *) place=. ;; esac
    [ -n "$place" ] || place=/
  done
  # File system, blocks, used, free; a file system without blocks does not tell.
  line=$(df -Pk "$place" | tail -n 1)
  say free "$(set -f && set -- $line && { [ "$2" = 0 ] || echo "$4"; })"
  java=$(find_java "${1-}")
  say java "$java"
  if [ -n "$java" ]; then
    code=0
    # One start tells both where the module is there.
    if text=$("$java" --add-modules=jdk.incubator.vector -version 2>&1); then
      say vector yes
      text=$(printf '%s\n' "$text" | grep -v '^WARNING: Using incubator')
    else
      text=$("$java" -version 2>&1) || code=$?
    fi
    case $text in *'version "1.8.'*) ! unrolls "$java" || say unrolls yes ;; esac
    say javaExit "$code"
    printf '%s\n' "$text" | head -n 20 | while read -r line; do say javaSays "$line"; done
  fi
  if cd -- "$root" 2>/dev/null; then
    say current "$(current)"
  fi
}

find_java() { # [JAVA]
  if [ -n "$1" ]; then
    command -v "$1" || true
    return
  fi
  for java in "${JAVA_HOME-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java /usr/lib/jvm/*/jre/bin/java \
    /opt/*/bin/java /opt/*/jre/bin/java "$HOME"/*/bin/java "$HOME"/.sdkman/candidates/java/current/bin/java; do
    if [ -f "$java" ] && [ -x "$java" ]; then
      printf '%s\n' "$java"
      return
    fi
  done
}

# Says what every application in FOLDER's parent, or FOLDER alone, runs: status [NAME]
status() {
  enter
  say time "$(date +%s)"
  for app in */; do
    app=${app%/}
    [ -L "$app/current" ] || continue
    [ -z "${1-}" ] || [ "$app" = "$1" ] || continue
    (
      cd "$app"
      id=$(current)
      say application "$app"
      say current "$id"
      [ ! -f current/since ] || say since "$(cut -d' ' -f2 current/since)"
      [ ! -f current/proof ] || cat current/proof
      [ ! -f current/jvm ] || say jvm "$(cat current/jvm)"
      intact=yes
      [ "$(hash_of current/manifest 2>/dev/null || true)" = "$id" ] || intact=no
      while read -r hash name; do
        [ "$(hash_of "current/$name" 2>/dev/null || true)" = "$hash" ] || intact=no
      done <current/manifest 2>/dev/null || intact=no
      say intact "$intact"
      for release in $(history); do say release "$release"; done
    )
  done
}
