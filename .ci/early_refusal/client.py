"""Large requests that are refused, with Python's own client. Takes the CA's file and the requests."""

import http.client
import ssl
import sys
import urllib.parse

BODY = b" " * 20_000_000


def status_of(url, headers, context):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPSConnection(parts.netloc, context=context, timeout=60)
    try:
        connection.request("POST", parts.path, BODY, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def main():
    context = ssl.create_default_context(cafile=sys.argv[1])
    passed = failed = 0
    with open(sys.argv[2], encoding="utf-8") as file:
        requests = [line.rstrip("\n").split("\t") for line in file]
    for expected, url, *headers in requests:
        named = dict(zip(headers[::2], headers[1::2])) | {"Content-Type": "application/json"}
        try:
            got = status_of(url, named, context)
        except (OSError, http.client.HTTPException) as why:
            got = repr(why)
        if str(got) == expected:
            passed += 1
        else:
            failed += 1
            print(f"{url}: {got} instead of {expected}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
