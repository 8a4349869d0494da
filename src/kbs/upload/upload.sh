# shellcheck shell=sh
# Script of cdk8s-coco, unchanged since version 0.2.0.
# Writes KBS resources into the repository volume, each one whole or not at all.
#
# Arguments: pairs of a source file and a target file, the target relative to REPOSITORY.
# Environment: REPOSITORY       directory where the volume is mounted
#              FILE_MODE        of the files written, e.g. 0600
#              DIRECTORY_UMASK  for the directories created on the way, e.g. 0077
#
# The KBS takes no lock and may read at any moment. So a file is written beside its target under a name that is never
# served (it begins with a dot), forced to disk, checked, and renamed over the target.
# Target names may hold backslashes: printf '%s' leaves them alone, echo need not.

set -u
umask 077
export LC_ALL=C

PREFIX=.cdk8s-coco.
temporary=
error=
written=0 unchanged=0 failed=0

say() { printf '%s\n' "$*"; }

discard() {
  [ -z "$temporary" ] || rm -f -- "$temporary"
  temporary=
}

trap discard EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Runs a command and keeps what it complains about.
try() { error=$("$@" 2>&1 >/dev/null); }

# Where sync takes no file, it writes everything.
force() { sync "$1" 2>/dev/null || sync; }

# Forces the entries of directory $1 and of those around it to disk.
force_directories() {
  inner=$1
  while force "$inner" && [ "$inner" != "$REPOSITORY" ]; do inner=${inner%/*}; done
}

# The innermost part of path $1 that exists.
existing() {
  inner=$1
  while [ ! -e "$inner" ] && [ "$inner" != "$REPOSITORY" ]; do inner=${inner%/*}; done
  say "$inner"
}

# Why writing to directory $1 failed, for whoever reads the Pod's log.
cause() {
  case $error in
    *'Read-only file system'*) say 'the volume is read-only' ;;
    *'No space left'* | *[Qq]uota*) say 'the volume is full' ;;
    *'ermission denied'* | *'not permitted'*)
      inner=$(existing "$1")
      # shellcheck disable=SC2012 # POSIX has no other way to print an owner and a mode
      say "uid $(id -u), gid $(id -g) may not write to $inner:" \
        "$(ls -ldn -- "$inner" | awk '{ print "mode " $1 ", owner " $3 ", group " $4 }')"
      ;;
    *) say "$error" ;;
  esac
}

fail() {
  failed=$((failed + 1))
  say "$1: FAILED: $2" >&2
}

make_directory() { error=$(umask "$DIRECTORY_UMASK" && mkdir -p -- "$1" 2>&1); }

has_mode() { [ -n "$(find "$1" -prune -perm "$FILE_MODE")" ]; }

is_unchanged() { [ -f "$2" ] && cmp -s -- "$1" "$2" && has_mode "$2"; }

reads_back() {
  cmp -s -- "$1" "$2" && return
  error='what was written does not read back'
  return 1
}

# Copies source $1 into a new file of directory $2 and makes that durable.
stage() {
  error=$(mktemp "$2/${PREFIX}XXXXXX" 2>&1) || return
  temporary=$error
  error=$(cat -- "$1" 2>&1 >"$temporary") &&
    try chmod "$FILE_MODE" "$temporary" &&
    force "$temporary" &&
    reads_back "$1" "$temporary"
}

# Puts source $1 at target $2, in directory $3. Returns 2 when another upload came between, 1 for any other fault.
put() {
  if ! stage "$1" "$3" || ! try mv -f -- "$temporary" "$2"; then
    [ -z "$temporary" ] || [ -e "$temporary" ] || return 2
    return 1
  fi
  temporary=
  force_directories "$3"
  reads_back "$1" "$2" || return 2
}

# Another upload takes our staged file for a leftover at its start, and ours its: so try again, not for ever.
put_repeatedly() {
  for _ in 1 2 3 4 5; do
    outcome=0
    put "$@" || outcome=$?
    discard
    [ "$outcome" -eq 2 ] || return "$outcome"
  done
  error="another upload keeps writing the same file ($error)"
  return 1
}

upload() {
  target=$REPOSITORY/$2
  directory=${target%/*}
  if [ ! -s "$1" ] || [ ! -r "$1" ]; then
    fail "$2" "its source $1 is missing, empty or unreadable"
  elif [ -d "$target" ]; then
    fail "$2" 'a directory of that name is in its place'
  elif is_unchanged "$1" "$target"; then
    unchanged=$((unchanged + 1))
    say "$2: unchanged"
  elif make_directory "$directory" && put_repeatedly "$1" "$target" "$directory"; then
    written=$((written + 1))
    say "$2: written"
  else
    fail "$2" "$(cause "$directory")"
  fi
}

# What a killed run left behind.
remove_leftovers() {
  while [ $# -gt 1 ]; do
    target=$REPOSITORY/$2
    rm -f -- "${target%/*}/$PREFIX"?????? 2>/dev/null
    shift 2
  done
}

if [ ! -d "$REPOSITORY" ]; then
  say "$REPOSITORY: FAILED: no volume is mounted here" >&2
  exit 1
fi
remove_leftovers "$@"
while [ $# -gt 1 ]; do
  upload "$1" "$2"
  shift 2
done
say "$written written, $unchanged unchanged, $failed failed"
[ "$failed" -eq 0 ]
