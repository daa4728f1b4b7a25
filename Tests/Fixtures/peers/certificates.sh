#!/bin/sh
# certificates.sh DIRECTORY: makes a private authority there and what nginx shows: localhost.pem is right, elsewhere.pem has
# another name, expired.pem is too old; client.pem is a client's, client-both.pem that with its key; NAME.key goes with each. authority.pem is what a client must trust.
set -eu
cd "$1"

request() { # NAME SUBJECT [OPTION…]
    name=$1 subject=$2
    shift 2
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$name.key" -subj "/CN=$subject" "$@"
}

sign() { # NAME DAYS SUBJECT-ALTERNATIVE-NAME
    echo "subjectAltName=$3" >"$1.ext"
    request "$1" "$1" -out "$1.csr"
    openssl x509 -req -in "$1.csr" -CA authority.pem -CAkey authority.key -CAcreateserial -days "$2" -extfile "$1.ext" \
        -out "$1.pem"
}

{
    request authority "Test authority" -x509 -days 2 -out authority.pem
    sign localhost 2 "DNS:localhost,IP:127.0.0.1"
    sign elsewhere 2 "DNS:elsewhere.example"
    sign client 2 "DNS:client"
    cat client.pem client.key >client-both.pem
    sign expired -1 "DNS:localhost,IP:127.0.0.1"
} 2>openssl.log || {
    cat openssl.log >&2
    exit 1
}
