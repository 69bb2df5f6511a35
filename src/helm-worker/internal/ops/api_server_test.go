package ops

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
)

// An API server with ConfigMaps, which answers dry runs as a test wants it: by the name of the object.
type apiServer struct {
	server *httptest.Server
	// What is answered to what would change an object of this name; others are taken.
	refusals map[string]http.HandlerFunc
	present  map[string]string
	// What is answered to anything at this path.
	answers map[string]http.HandlerFunc

	mutex    sync.Mutex
	written  []string
	unlawful []string
}

func newAPIServer(t *testing.T) *apiServer {
	t.Helper()
	made := &apiServer{refusals: map[string]http.HandlerFunc{}, present: map[string]string{}, answers: map[string]http.HandlerFunc{
		"/version": text(`{"major":"1","minor":"34","gitVersion":"v1.34.0"}`),
		"/api":     text(`{"kind":"APIVersions","apiVersion":"v1","versions":["v1"]}`),
		"/apis":    text(`{"kind":"APIGroupList","apiVersion":"v1","groups":[]}`),
		"/api/v1": text(`{"kind":"APIResourceList","groupVersion":"v1","resources":[
			{"name":"configmaps","singularName":"configmap","namespaced":true,"kind":"ConfigMap","verbs":["create","get","patch"]}]}`),
		"/api/v1/namespaces/apps": text(`{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"apps"}}`),
		"/openapi/v3":             text(`{"paths":{"api/v1":{"serverRelativeURL":"/openapi/v3/api/v1"}}}`),
		"/openapi/v3/api/v1": text(`{"openapi":"3.0.0","info":{"title":"k","version":"1"},"paths":{
			"/api/v1/namespaces/{namespace}/configmaps/{name}":{"patch":{"responses":{},
			"x-kubernetes-group-version-kind":{"group":"","version":"v1","kind":"ConfigMap"},
			"parameters":[{"name":"fieldValidation","in":"query"}]}}}}`),
	}}
	made.server = httptest.NewServer(http.HandlerFunc(made.handle))
	t.Cleanup(made.server.Close)
	return made
}

func (a *apiServer) kubeconfig() string {
	return fmt.Sprintf(`{"apiVersion":"v1","kind":"Config","clusters":[{"name":"c","cluster":{"server":%q}}],"users":[{"name":"u"}],
		"contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],"current-context":"c"}`, a.server.URL)
}

func (a *apiServer) handle(answer http.ResponseWriter, request *http.Request) {
	answer.Header().Set("Content-Type", "application/json")
	name := path.Base(request.URL.Path)
	if request.Method == http.MethodGet {
		switch present, ok := a.present[name]; {
		case a.answers[request.URL.Path] != nil:
			a.answers[request.URL.Path](answer, request)
		case ok:
			_, _ = answer.Write([]byte(present))
		default:
			status(http.StatusNotFound, "NotFound", name+" not found", "")(answer, request)
		}
		return
	}
	var object struct {
		Metadata struct {
			Name string `json:"name"`
		} `json:"metadata"`
	}
	_ = json.NewDecoder(request.Body).Decode(&object)
	if request.Method == http.MethodPost {
		name = object.Metadata.Name
	}
	a.noted(request, name)
	if refusal, ok := a.refusals[name]; ok {
		refusal(answer, request)
		return
	}
	fmt.Fprintf(answer, `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":%q,"namespace":"apps"}}`, name)
}

func (a *apiServer) noted(request *http.Request, name string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.written = append(a.written, request.Method+" "+strings.Split(request.URL.Path, "/")[4]+" "+name)
	if request.URL.Query().Get("dryRun") != "All" {
		a.unlawful = append(a.unlawful, request.Method+" "+request.URL.String())
	}
}

func text(body string) http.HandlerFunc {
	return func(answer http.ResponseWriter, _ *http.Request) { _, _ = answer.Write([]byte(body)) }
}

func status(code int, reason, message, causes string) http.HandlerFunc {
	return func(answer http.ResponseWriter, _ *http.Request) {
		answer.WriteHeader(code)
		fmt.Fprintf(answer, `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","code":%d,"reason":%q,"message":%q,
			"details":{"causes":[%s]}}`, code, reason, message, causes)
	}
}

// Ends the connection in the middle of the answer.
func cut(answer http.ResponseWriter, _ *http.Request) {
	answer.Header().Set("Content-Length", "100")
	_, _ = answer.Write([]byte(`{"kind":`))
	answer.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func page(answer http.ResponseWriter, _ *http.Request) {
	answer.Header().Set("Content-Type", "text/html")
	_, _ = answer.Write([]byte("<html>log in</html>"))
}
