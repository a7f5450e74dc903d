#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# keyring-session.sh unlocked|locked|missing PROGRAM: runs PROGRAM on a session bus of its own, with a keyring in that state, in
# directories of its own that are gone afterwards.
set -eu

state=$1 program=$2
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run" "$home/data" "$home/cache" "$home/config" "$home/services"
export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CACHE_HOME="$home/cache" \
  XDG_CONFIG_HOME="$home/config" ORCH_TEST_KEYRING="$state"
unset DISPLAY WAYLAND_DISPLAY GNOME_KEYRING_CONTROL || true

# A bus that starts no service by itself: the machine's own would answer for the one we leave out.
cat >"$home/bus.conf" <<CONF
<busconfig>
  <type>session</type>
  <listen>unix:dir=$home/run</listen>
  <servicedir>$home/services</servicedir>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
CONF

case $state in
  unlocked) start='printf %s password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1' ;;
  locked)
    # A keyring that was made, then left locked by a new daemon
    dbus-run-session --config-file="$home/bus.conf" -- sh -c '
      printf %s password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1' >/dev/null 2>&1
    start='gnome-keyring-daemon --components=secrets --daemonize >/dev/null 2>&1' ;;
  *) start=true ;;
esac
# The daemon is there when it has its name on the bus and answers under it.
answers='gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets --method org.freedesktop.Secret.Service.ReadAlias default'
[ "$state" = missing ] || start="$start; gdbus wait --session --timeout 20 org.freedesktop.secrets && $answers >/dev/null"
dbus-run-session --config-file="$home/bus.conf" -- sh -c "$start; exec \"\$0\"" "$program"
