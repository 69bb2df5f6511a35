package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// CutOff is an answer that was begun and not ended, or one that no API server has given.
type CutOff struct{ cause error }

func (c CutOff) Error() string { return c.cause.Error() }

func (c CutOff) Unwrap() error { return c.cause }

// Refuses what would change something once that may not be, waits for no answer without end, and notes the API server's trouble.
type guarded struct {
	next          http.RoundTripper
	mayWrite      func() error
	trouble       *atomic.Bool
	reads, writes time.Duration
}

func (g *guarded) RoundTrip(request *http.Request) (*http.Response, error) {
	patience := g.reads
	if request.Method != http.MethodGet && request.Method != http.MethodHead {
		patience = g.writes
		if err := g.mayWrite(); err != nil {
			return nil, err
		}
	}
	if goesOn(request) {
		response, err := g.next.RoundTrip(request)
		return g.noted(response, err)
	}
	within, cancel := context.WithTimeoutCause(request.Context(), patience, fmt.Errorf("no answer within %s", patience))
	response, err := g.noted(g.next.RoundTrip(request.WithContext(within)))
	if err != nil {
		defer cancel()
		return nil, told(within, err)
	}
	response.Body = &body{ReadCloser: response.Body, within: within, cancel: cancel, trouble: g.trouble}
	return response, nil
}

// What is answered for as long as somebody listens: watches, and logs that are followed.
func goesOn(request *http.Request) bool {
	query := request.URL.Query()
	return query.Has("watch") || query.Has("follow")
}

func (g *guarded) noted(response *http.Response, err error) (*http.Response, error) {
	if err == nil && isPage(response) {
		response.Body.Close()
		err = CutOff{fmt.Errorf("a web page answers in the place of the API server, with status %s", response.Status)}
	}
	g.trouble.Store(err != nil || response.StatusCode >= http.StatusInternalServerError ||
		response.StatusCode == http.StatusTooManyRequests)
	if err != nil {
		return nil, err
	}
	return response, nil
}

// An API server answers with no page; who does may stand before it, or be a company's proxy.
func isPage(response *http.Response) bool {
	kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	return err == nil && strings.EqualFold(kind, "text/html")
}

// A text in the place of "context deadline exceeded", which is what Helm says where the app takes too long.
func told(within context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && within.Err() != nil {
		if cause := context.Cause(within); !errors.Is(cause, context.DeadlineExceeded) {
			return cause
		}
	}
	return err
}

// What is read of an answer. Cut in the middle, it is no answer.
type body struct {
	io.ReadCloser
	within  context.Context
	cancel  context.CancelFunc
	trouble *atomic.Bool
	closed  atomic.Bool
}

func (b *body) Read(into []byte) (int, error) {
	n, err := b.ReadCloser.Read(into)
	if err == nil || errors.Is(err, io.EOF) || b.closed.Load() {
		return n, err
	}
	b.trouble.Store(true)
	return n, CutOff{fmt.Errorf("the API server's answer was cut off: %w", told(b.within, err))}
}

func (b *body) Close() error {
	b.closed.Store(true)
	defer b.cancel()
	return b.ReadCloser.Close()
}
