#!/usr/bin/env bash
# One lane of a command channel: runs what the host asks for, on a pair of virtio-serial ports.
# The even port carries the input and output of a command, the odd port its standard error.
#
#   channel.sh N                       the lane on /dev/virtio-ports/labdeck.N and labdeck.N+1
#   channel.sh IN_OUT ERR [NAME]       the lane on these two devices, by path; /dev/fd/N is a descriptor that was handed over
#   channel.sh keep IN_OUT ERR [NAME]  as before, and again whenever its shell is killed
#
# The host says
#   S NONCE       greet: a new key is drawn; what was sent before cannot know it
#   R LENGTH      run: that many bytes follow, KEY NONCE MODE CODE #NONCE, whole or ignored: a snapshot or a reboot may cut them off
# MODE tells how the bash code is run: in a process group of its own, without input (-) or with it (+: a length, as many bytes,
# and so on; 0 ends it), or in this very shell (=), for builtins and the words below by which one lane looks after another, of
# which only the output and the status count.
# Records to the host are lines that start with the byte 036 and the nonce; everything else is the command's own output.
# Bash and coreutils are all it needs. On the hot path it forks once, for the command itself. Lengths come in lines of their own
# because bash reads a line byte by byte, and a known length in one piece.

set -m
locale=${LC_ALL-}
LC_ALL=C
run=${LABDECK_CHANNELS:-/run/labdeck-channels}
mkdir -p -m 0700 "$run"

case $1 in
  keep) # A supervisor for machines where no init watches over the lane; a lane that was told to leave ends with 0.
    shift
    until bash "$0" "$@"; do read -r -t 0.5 <> <(:); done
    exit 0 ;;
  */*) port=$1 errors=$2 ;;
  *) port=/dev/virtio-ports/labdeck.$1 errors=/dev/virtio-ports/labdeck.$(($1 + 1)) ;;
esac
name=${3-${port##*.}}

# Descriptors: 0 and 1 the even port, 4 the odd one, 3 /dev/null, 6 a pipe that never has anything to read: a clock.
exec 3<>/dev/null 6<> <(:)
nap() { read -r -t "$1" -u 6; }

# A port can be opened once: while a command of a killed lane still holds it, the open says EBUSY. `<>` is that one open.
# Never a tty: there bash reads ahead, and what it took is lost to the next reader.
if [[ $port == /dev/fd/* ]]; then
  exec 0<&"${port##*/}"- 4<&"${errors##*/}"-
  port=/proc/$$/fd/0 errors=/proc/$$/fd/4
else
  until [[ -e $port && -e $errors ]] && exec 0<>"$port"; do nap 0.2; done 2>&3
  until exec 4<>"$errors"; do nap 0.2; done 2>&3
fi
exec 1>&0

read -r id </proc/sys/kernel/random/uuid
printf '%s %s %s %s\n' "$$" "$id" "$port" "$errors" >"$run/$name"

# --- what a host may ask of one lane about another ---

# signal NAME PGID: to a process group
signal() { kill -s "$1" -- "-$2" 2>&3; }

# alive NAME ID: is the shell of a lane still the one that gave this id?
alive() {
  local pid now
  read -r pid now _ <"$run/$1" && [[ $now == "$2" ]] && kill -0 "$pid"
} 2>&3

# holds DEVICE FILE...: is one of the open files (entries of /proc/PID/fd) this device? `test -ef` compares inodes: no fork.
holds() {
  local device=$1 file
  shift
  for file; do [[ $file -ef $device ]] && return; done
  return 1
}

# reset NAME: kills whoever holds the ports of a lane: its shell, what it runs, what it left behind. A shell that runs nothing
# is let be: it is new, and will answer.
reset() {
  local pid io err process children found=()
  read -r pid _ io err <"$run/$1" || return
  if children=$(<"/proc/$pid/task/$pid/children") && [[ -z $children ]]; then return; fi 2>&3
  for process in /proc/[0-9]*; do
    [[ ${process##*/} == "$$" ]] && continue
    if holds "$io" "$process"/fd/* || holds "$err" "$process"/fd/*; then found+=("${process##*/}"); fi
  done
  [[ ${found[*]} ]] && kill -KILL "${found[@]}" 2>&3
}

# leave: ends this lane for good
leave() { quit=1; }

# --- running ---

# Bytes for a command's input. dd takes a whole chunk before it writes, so a command that does not read loses no count.
pump() {
  local length
  trap '' PIPE
  while read -r length; do
    case $length in '' | 0* | *[!0-9]* | ?????????*) exit ;; esac
    dd bs="$length" count=1 iflag=fullblock status=none 2>&3 || exec >&3
  done
}

# Processes that a command left in its group, with our ports as their output: the command has not ended before they have.
linger() {
  local pause=0.05
  while signal 0 "$1" && remains "$1"; do nap "$pause"; pause=0.5; done
}

remains() {
  local process fields
  for process in /proc/[0-9]*; do
    read -r fields <"$process/stat" || continue
    fields=(${fields##*) })
    if [[ ${fields[2]} == "$1" ]] && { holds "$port" "$process"/fd/* || holds "$errors" "$process"/fd/*; }; then return; fi
  done 2>&3
  return 1
}

# child NONCE CODE: what the forked shell does before it becomes the command
child() {
  printf '\036%s %s\n' "$1" "$BASHPID" >&2
  if [[ $locale ]]; then LC_ALL=$locale; else unset LC_ALL; fi
  eval "$2"
}

# start NONCE MODE CODE
start() {
  local pid= pump= status
  case $2 in
    -) (child "$1" "$3") <&3 2>&4 3>&- 4>&- 6>&- & pid=$! ;;
    +)
      exec 7< <(exec 4>&-; pump)
      pump=$!
      (child "$1" "$3") <&7 2>&4 3>&- 4>&- 6>&- 7>&- &
      pid=$!
      exec 7<&- ;;
    =) eval "$3" <&3 2>&3; status=$? ;;
  esac
  if [[ $pid ]]; then
    wait -f "$pid" 2>&3
    status=$?
    signal 0 "$pid" && linger "$pid"
  fi
  printf '\036%s %s\n' "$1" "$status"
  [[ $pid ]] && printf '\036%s .\n' "$1" >&4
  [[ $pump ]] && wait "$pump"
}

# --- the loop ---

key= quit=
greet() {
  read -r key </proc/sys/kernel/random/uuid
  printf '\036%s %s %s %s\n' "$1" "$key" "$id" "$name"
  printf '\036%s .\n' "$1" >&4
}

# obey LENGTH: takes a request, and runs it when it is whole and of this session
obey() {
  local request session nonce mode code
  case $1 in '' | 0* | *[!0-9]* | ?????????*) return ;; esac
  read -r -t 5 -N "$1" request
  session=${request%% *} request=${request#* }
  nonce=${request%% *} request=${request#* }
  mode=${request%% *} code=${request#* }
  [[ $key && $session == "$key" && $code == *" #$nonce" ]] && start "$nonce" "$mode" "$code"
}

# A new shell says so: the host may be waiting for an answer from the one before.
printf '\036hello %s\n' "$id"

until [[ $quit ]]; do
  IFS=' ' read -r op value || {
    # The host side is closed, or the port was unplugged.
    [[ -e $port ]] || exit 0
    nap 0.2
    continue
  }
  case $op in
    S) greet "$value" ;;
    R) obey "$value" ;;
  esac
done
rm -f "$run/$name"
exit 0
