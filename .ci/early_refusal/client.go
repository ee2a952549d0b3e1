// Large requests that are refused, with Go's own client, over HTTP/1.1 and HTTP/2. Takes the CA's
// file and the requests.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

var body = bytes.Repeat([]byte(" "), 20000000)

func statusOf(roots *x509.CertPool, version int, url string, headers []string) string {
	transport := &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: roots},
		ForceAttemptHTTP2: version == 2,
	}
	if version == 1 {
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: time.Minute}
	request, err := http.NewRequest("POST", url, bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	request.Header.Set("Content-Type", "application/json")
	for at := 0; at+1 < len(headers); at += 2 {
		request.Header.Set(headers[at], headers[at+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err.Error()
	}
	if response.ProtoMajor != version {
		return "HTTP/" + strconv.Itoa(response.ProtoMajor)
	}
	return strconv.Itoa(response.StatusCode)
}

func main() {
	ca, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		panic("no certificate in " + os.Args[1])
	}
	requests, err := os.ReadFile(os.Args[2])
	if err != nil {
		panic(err)
	}
	passed, failed := 0, 0
	for _, line := range strings.Split(strings.TrimSpace(string(requests)), "\n") {
		parts := strings.Split(line, "\t")
		for _, version := range []int{1, 2} {
			got := statusOf(roots, version, parts[1], parts[2:])
			if got == parts[0] {
				passed++
				continue
			}
			failed++
			fmt.Printf("HTTP/%d %s: %s instead of %s\n", version, parts[1], got, parts[0])
		}
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}
