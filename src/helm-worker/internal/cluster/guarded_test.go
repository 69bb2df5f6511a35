package cluster

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

type asking struct {
	trouble atomic.Bool
	client  http.Client
	server  *httptest.Server
}

func answering(t *testing.T, handler http.HandlerFunc) *asking {
	t.Helper()
	made := &asking{server: httptest.NewServer(handler)}
	made.client.Transport = &guarded{
		next: http.DefaultTransport, mayWrite: func() error { return nil }, trouble: &made.trouble,
		reads: 200 * time.Millisecond, writes: 10 * time.Second,
	}
	t.Cleanup(made.server.Close)
	return made
}

func (a *asking) get(t *testing.T, query string) (string, error) {
	t.Helper()
	response, err := a.client.Get(a.server.URL + "/api/v1/pods" + query)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

func cutInTheMiddle(answer http.ResponseWriter, _ *http.Request) {
	answer.Header().Set("Content-Length", "100")
	_, _ = answer.Write([]byte("{"))
	answer.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func TestAnAnswerThatIsCutInTheMiddleIsTheApiServersTrouble(t *testing.T) {
	asked := answering(t, cutInTheMiddle)

	_, err := asked.get(t, "")

	if _, ok := errors.AsType[CutOff](err); !ok || !asked.trouble.Load() {
		t.Error(err, asked.trouble.Load())
	}
}

func TestAWebPageIsNoAnswerOfAnApiServerWhateverItsStatus(t *testing.T) {
	for _, status := range []int{http.StatusOK, http.StatusForbidden} {
		asked := answering(t, func(answer http.ResponseWriter, _ *http.Request) {
			answer.Header().Set("Content-Type", "text/html; charset=utf-8")
			answer.WriteHeader(status)
			_, _ = answer.Write([]byte("<html>log in to the company's network</html>"))
		})

		_, err := asked.get(t, "")

		if err == nil || !strings.Contains(err.Error(), "a web page answers in the place of the API server") || !asked.trouble.Load() {
			t.Error(status, err)
		}
	}
}

func TestAnAnswerThatDoesNotComeIsNotWaitedForWithoutEndUnlessItIsAWatch(t *testing.T) {
	asked := answering(t, func(answer http.ResponseWriter, request *http.Request) {
		select {
		case <-request.Context().Done():
		case <-time.After(600 * time.Millisecond):
			_, _ = answer.Write([]byte("late"))
		}
	})

	_, err := asked.get(t, "")
	watched, ofWatch := asked.get(t, "?watch=true")

	if err == nil || !strings.Contains(err.Error(), "no answer within 200ms") || errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if watched != "late" || ofWatch != nil {
		t.Error(watched, ofWatch)
	}
}

func TestAnAnswerThatStopsInTheMiddleIsNotWaitedForWithoutEnd(t *testing.T) {
	asked := answering(t, func(answer http.ResponseWriter, request *http.Request) {
		_, _ = answer.Write([]byte("{"))
		answer.(http.Flusher).Flush()
		<-request.Context().Done()
	})

	_, err := asked.get(t, "")

	if _, ok := errors.AsType[CutOff](err); !ok || !strings.Contains(err.Error(), "no answer within 200ms") {
		t.Error(err)
	}
}

func TestWhoeverHasReadEnoughMakesNoTrouble(t *testing.T) {
	asked := answering(t, func(answer http.ResponseWriter, request *http.Request) {
		_, _ = answer.Write([]byte("{"))
		answer.(http.Flusher).Flush()
		<-request.Context().Done()
	})

	response, err := asked.client.Get(asked.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	_, _ = io.ReadAll(response.Body)

	if asked.trouble.Load() {
		t.Error("an answer that we closed ourselves counts as cut off")
	}
}

func TestNothingIsSentThatMayNotBeWritten(t *testing.T) {
	sent := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { sent++ }))
	defer server.Close()
	client := http.Client{Transport: &guarded{
		next: http.DefaultTransport, mayWrite: func() error { return errors.New("the lock is lost") }, trouble: &atomic.Bool{},
		reads: time.Second, writes: time.Second,
	}}

	_, written := client.Post(server.URL, "", nil)
	_, read := client.Get(server.URL)

	if written == nil || read != nil || sent != 1 {
		t.Error(written, read, sent)
	}
}
