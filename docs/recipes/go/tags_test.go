// go test: a server for this package, in memory, on free ports.
package recipe

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var twin struct {
	BaseURL string            `json:"base_url"`
	CAFile  string            `json:"ca_file"`
	APIKeys map[string]string `json:"api_keys"`
}
var client *http.Client

func TestMain(m *testing.M) {
	folder, _ := os.MkdirTemp("", "wiretwin")
	file := filepath.Join(folder, "ready.json")
	server := exec.Command("wiretwin", "serve", "--ephemeral", "--listen", "0", "--http-listen", "0",
		"--clock", "2026-03-02T12:00:00Z", "--ready-file", file)
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
	ready, err := os.ReadFile(file)
	for i := 0; err != nil && i < 3000; i++ {
		time.Sleep(10 * time.Millisecond)
		ready, err = os.ReadFile(file)
	}
	if err := json.Unmarshal(ready, &twin); err != nil {
		log.Fatal("wiretwin did not start: ", err)
	}
	authority, _ := os.ReadFile(twin.CAFile)
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(authority)
	client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}
	code := m.Run()
	server.Process.Signal(os.Interrupt)
	server.Wait()
	os.RemoveAll(folder)
	os.Exit(code)
}

func call(t *testing.T, level, method, path, body string) *http.Response {
	request, _ := http.NewRequest(method, twin.BaseURL+path, strings.NewReader(body))
	request.Header.Set("Authorization", "ExtraHop apikey="+twin.APIKeys[level])
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func TestATagIsCreated(t *testing.T) {
	created := call(t, "full_write", "POST", "/tags", `{"name": "from a test"}`)
	if created.StatusCode != 201 {
		t.Fatal(created.Status)
	}
}

func TestAReaderMayNotWrite(t *testing.T) {
	refused := call(t, "read_only", "POST", "/tags", `{"name": "no"}`)
	if refused.StatusCode != 403 {
		t.Fatal(refused.Status)
	}
}
