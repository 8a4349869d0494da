# shellcheck shell=sh
# Script of cdk8s-coco, unchanged since version 0.2.0.
# Sends KBS resources to the KBS's HTTP API.
#
# Arguments: pairs of a source file and a resource path.
# Environment: KBS_URL     base address of the KBS
#              TOKEN_FILE  file with the administrator's token
#              CA_FILE     certificate of the authority to trust, optional
#              PROXY_URL   proxy to reach the KBS through, optional; those of the environment get no token
#
# The token reaches curl through its standard input: command lines are readable by all of the node's users.
# HTTP/1.1, because over HTTP/2 the KBS matches the role's pattern (^/kbs/…) on an absolute URI, and refuses everybody.

set -u
export LC_ALL=C

ATTEMPTS=6
newline='
'
sent=0 failed=0 gone=

say() { printf '%s\n' "$*"; }

# What of text $1 can stand in a log: not long, nothing but printable characters, nothing of an answer with the token.
showable() {
  case $answer in
    *"$token"*) say ' (not shown: it repeats the token)' ;;
    *) printf '%s' "$1" | tr '\n' ' ' | tr -cd ' -~' | cut -c 1-300 | sed 's/ *$//' ;;
  esac
}

# Field $1 of the KBS's answer, which is a flat JSON object when it is an error.
field() {
  printf '%s' "$answer" | tr -cd ' -~' | cut -c 1-4096 |
    sed -nE 's/^.*"'"$1"'" ?: ?"(([^"\\]|\\.)*)".*$/\1/p'
}

# Posts file $1 to address $2: what is answered, and after it a line with the HTTP status and Retry-After.
post() {
  printf 'header = "Authorization: Bearer %s"\n' "$token" |
    curl --disable --config - \
      --http1.1 --proto '=http,https' --tlsv1.2 ${CA_FILE:+--cacert "$CA_FILE"} \
      ${PROXY_URL:+--proxy "$PROXY_URL"} --noproxy "$direct" \
      --max-redirs 0 --connect-timeout 10 --max-time 60 --max-filesize 65536 \
      --silent --show-error --write-out '\n%{http_code} %header{retry-after}' \
      --header 'Content-Type: application/octet-stream' --data-binary "@$1" "$2" 2>&1
}

# Posts like post, once, into answer, status, retry_after and the exit code of curl.
attempt() {
  answer=$(post "$1" "$2")
  code=$?
  last=${answer##*"$newline"}
  status=${last%% *} retry_after=${last#* }
  case $status in
    [0-9][0-9][0-9]) answer=${answer%"$newline"*} ;;
    *) status=000 ;;
  esac
}

# Whether the same may succeed a little later: nobody was there or the connection broke, or the KBS is busy.
is_passing() {
  case $status in
    000) case $code in 5 | 6 | 7 | 28 | 35 | 52 | 55 | 56) true ;; *) false ;; esac ;;
    408 | 429 | 502 | 503 | 504) true ;;
    *) false ;;
  esac
}

# Waits after attempt $1: as long as the KBS asks for, within reason, else longer each time.
pause() {
  case $retry_after in
    '' | *[!0-9]*) sleep $((1 << ($1 - 1))) ;;
    [0-9] | [0-5][0-9]) sleep "$retry_after" ;;
    *) sleep 60 ;;
  esac
}

# What the answer means for whoever reads the Pod's log. $1: the type of the error, where the KBS gave one.
meaning() {
  case $status.$1 in
    000.*) say "no answer from $KBS_URL" ;;
    2??.*) say "HTTP $status: the answer of $KBS_URL broke off" ;;
    3??.*) say "HTTP $status: $KBS_URL redirects, which is not followed; write the address that it leads to" ;;
    40[13].AdminAuth*) say "HTTP $status: the KBS refuses the admin token, or its role may not write this resource" ;;
    40[13].PluginInternalError)
      say "HTTP $status: the KBS takes the token, but cannot store the resource; its storage is read-only, full or" \
        'out of reach, and its log says more'
      ;;
    40[13].) say "HTTP $status: refused, but not by a KBS; what else answers at $KBS_URL?" ;;
    404.PluginNotFound) say "HTTP 404: the plugin \"resource\" of the KBS is off" ;;
    404.*) say "HTTP 404: $KBS_URL has no KBS API" ;;
    413.*) say 'HTTP 413: larger than the KBS takes (payload_request_size in its configuration)' ;;
    408.* | 429.* | 50[234].*) say "HTTP $status: the KBS is not ready" ;;
    *) say "HTTP $status: the KBS does not take it; its log says more" ;;
  esac
}

# The words of curl or of the KBS itself. $1: the type of the error.
reason() {
  if [ -n "$1" ]; then
    showable " ($1: $(field detail))"
  elif [ "$code" -ne 0 ]; then
    # What stands before curl's words is the beginning of an answer, and of whoever gave it.
    case $answer in *'curl: ('*) answer="curl: (${answer##*curl: (}" ;; esac
    showable ": $answer"
  fi
}

fail() {
  failed=$((failed + 1))
  say "$1: FAILED: $2" >&2
}

upload() {
  if [ ! -s "$1" ] || [ ! -r "$1" ]; then
    fail "$2" "its source $1 is missing, empty or unreadable"
    return
  fi
  tried=1
  while attempt "$1" "$KBS_URL/kbs/v0/resource/$2" && is_passing && [ "$tried" -lt "$ATTEMPTS" ]; do
    pause "$tried"
    tried=$((tried + 1))
  done
  case $status.$code in
    2??.0)
      sent=$((sent + 1))
      say "$2: sent"
      return
      ;;
  esac
  type=$(field type)
  type=${type##*/}
  fail "$2" "$(meaning "$type")$(reason "$type")"
  # Without a KBS there is none for the others either.
  if [ "$status" = 000 ] || is_passing; then gone=yes; fi
}

token=$(cat "$TOKEN_FILE")
case $token in
  '' | *[!A-Za-z0-9._~+/=-]*)
    say "$TOKEN_FILE: FAILED: it holds no bearer token, which has letters, digits and . _ ~ + / = - only" >&2
    exit 1
    ;;
esac
direct='*'
[ -z "${PROXY_URL-}" ] || direct=
while [ $# -gt 1 ] && [ -z "$gone" ]; do
  upload "$1" "$2"
  shift 2
done
[ $# -lt 2 ] || say "$(($# / 2)) more not tried" >&2
say "$sent sent, $failed failed"
[ "$failed" -eq 0 ]
