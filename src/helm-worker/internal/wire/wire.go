// Package wire has the messages between the worker and whoever started it: one JSON text a line.
package wire

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Version goes up when a message changes its meaning; both sides must speak the same.
const Version = 2

// What is printed beside the protocol must not be taken for it: a message begins where no such text would (RFC 7464).
const recordSeparator = "\x1e"

// Request is what is asked. A beat asks for nothing: it says that whoever asked is still there.
type Request struct {
	V    int             `json:"v"`
	ID   int64           `json:"id"`
	Op   string          `json:"op"`
	Args json.RawMessage `json:"args"`
	Beat bool            `json:"beat"`
	// Seconds is the time that the request may take; 0 is no limit.
	Seconds int64 `json:"seconds"`
	// Silence is for how many seconds the parent may be unheard of before the worker ends; 0 is no limit.
	Silence int64 `json:"silence"`
}

// Answer is what came of a request: a result or an error.
type Answer struct {
	V      int    `json:"v"`
	ID     int64  `json:"id"`
	Result any    `json:"result,omitempty"`
	Error  *Error `json:"error,omitempty"`
}

// Kind says whose trouble an error is.
type Kind string

const (
	// Chart: chart and values do not fit each other, or Helm's rules.
	Chart Kind = "chart"
	// Memory: the chart asked for more than a worker may take.
	Memory Kind = "memory"
	// Time: the request took longer than it may.
	Time Kind = "time"
	// Unreachable: the API server did not answer, or not as it should; another try may help.
	Unreachable Kind = "unreachable"
	// Forbidden: the API server does not let us.
	Forbidden Kind = "forbidden"
	// Refused: the API server does not take an object.
	Refused Kind = "refused"
	// Conflict: fields belong to somebody else.
	Conflict Kind = "conflict"
	// Owned: an object is there that does not belong to this release.
	Owned Kind = "owned"
	// Hook: a hook failed.
	Hook Kind = "hook"
	// Pending: another Helm is at work on the release.
	Pending Kind = "pending"
	// Other: none of these.
	Other Kind = "other"
)

// Error is why a request was not done.
type Error struct {
	Kind    Kind   `json:"kind"`
	Message string `json:"message"`
	// Details are lines that say more, each of one thing.
	Details []string `json:"details,omitempty"`
}

func (e *Error) Error() string { return e.Message }

// Refusal makes an error of a kind.
func Refusal(kind Kind, format string, arguments ...any) *Error {
	return &Error{Kind: kind, Message: fmt.Sprintf(format, arguments...)}
}

// Writer writes answers, each in one go.
type Writer struct {
	mutex sync.Mutex
	out   io.Writer
}

// NewWriter makes a writer.
func NewWriter(out io.Writer) *Writer { return &Writer{out: out} }

// Write writes an answer; where that fails nobody is left to hear of it.
func (w *Writer) Write(answer Answer) {
	answer.V = Version
	text, err := json.Marshal(answer)
	if err != nil {
		text, _ = json.Marshal(Answer{V: Version, ID: answer.ID, Error: Refusal(Other, "the answer has no JSON form: %v", err)})
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	_, _ = io.WriteString(w.out, "\n"+recordSeparator+string(text)+"\n")
}

// ErrNotOurs is a line that is no request.
var ErrNotOurs = errors.New("this is not a request of the helm-worker protocol")

// Read calls back with each request of a stream until it ends.
func Read(in io.Reader, each func(Request, error)) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return err
		}
		if len(line) == 1 {
			continue
		}
		var request Request
		if json.Unmarshal(line, &request) != nil {
			each(Request{}, ErrNotOurs)
			continue
		}
		each(request, nil)
	}
}
