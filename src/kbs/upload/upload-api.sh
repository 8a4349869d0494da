# shellcheck shell=sh
# Sends KBS resources to the KBS's HTTP API.
#
# Arguments: pairs of a source file and a resource path.
# Environment: KBS_URL     base address of the KBS
#              TOKEN_FILE  file with the administrator's token
#              CA_FILE     certificate of the authority to trust, optional
#
# The token reaches curl through its standard input: command lines are readable by all of the node's users.
# HTTP/1.1, because over HTTP/2 the KBS matches the role's pattern (^/kbs/…) on an absolute URI, and refuses everybody.

set -u

sent=0 failed=0

say() { printf '%s\n' "$*"; }

fail() {
  failed=$((failed + 1))
  say "$1: FAILED: $2" >&2
}

# What the answer means for whoever reads the Pod's log.
meaning() {
  case $1 in
    000) say "no answer from $KBS_URL: $2" ;;
    3??) say "HTTP $1: $KBS_URL redirects, which is not followed; write the address that it leads to" ;;
    401 | 403) say "HTTP $1: the KBS refuses the admin token, or its role may not write this resource" ;;
    404) say "HTTP $1: $KBS_URL has no KBS API, or its resource plugin is off" ;;
    413) say "HTTP $1: larger than the KBS takes (payload_request_size in its configuration)" ;;
    *) say "HTTP $1: the KBS does not take it; its storage may be read-only, its log says more" ;;
  esac
}

# Sends file $1 to address $2 and prints the HTTP status.
send() {
  printf 'header = "Authorization: Bearer %s"\n' "$token" |
    curl --disable --config - \
      --http1.1 --proto '=http,https' --tlsv1.2 ${CA_FILE:+--cacert "$CA_FILE"} \
      --max-redirs 0 --connect-timeout 10 --max-time 60 \
      --retry 5 --retry-connrefused --retry-max-time 300 \
      --silent --show-error --output /dev/null --write-out '%{http_code}' \
      --header 'Content-Type: application/octet-stream' --data-binary "@$1" "$2"
}

upload() {
  if [ ! -s "$1" ] || [ ! -r "$1" ]; then
    fail "$2" "its source $1 is missing, empty or unreadable"
    return
  fi
  status=$(send "$1" "$KBS_URL/kbs/v0/resource/$2" 2>&1)
  case $status in
    2??)
      sent=$((sent + 1))
      say "$2: sent"
      ;;
    *) fail "$2" "$(meaning "${status##*[!0-9]}" "${status%???}")" ;;
  esac
}

token=$(cat "$TOKEN_FILE")
case $token in
  '' | *[!A-Za-z0-9._~+/=-]*)
    say "$TOKEN_FILE: FAILED: it holds no bearer token, which has letters, digits and . _ ~ + / = - only" >&2
    exit 1
    ;;
esac
while [ $# -gt 1 ]; do
  upload "$1" "$2"
  shift 2
done
say "$sent sent, $failed failed"
[ "$failed" -eq 0 ]
