#!/usr/bin/env bash
# Posts a file to a signed endpoint (Standard Webhooks): post.sh URL SECRET FILE [WEBHOOK-ID]
set -euo pipefail
[ $# -ge 3 ] || { echo "usage: $0 URL SECRET FILE [WEBHOOK-ID]" >&2; exit 2; }
url=$1 secret=$2 file=$3 id=${4:-msg_$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')}
at=$(date +%s)
key=$(printf '%s' "${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
signature=$({ printf '%s.%s.' "$id" "$at"; cat "$file"; } | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
exec curl --silent --show-error --data-binary "@$file" \
  -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$signature" \
  -H "content-type: $(case $file in *.json) echo application/json ;; *) echo message/rfc822 ;; esac)" "$url"
