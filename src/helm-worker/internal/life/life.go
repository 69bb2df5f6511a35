// Package life decides how long the worker may go on: until its parent is gone or silent, or a request takes more time or
// memory than it may.
package life

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"sync"
	"time"

	"kuberelease.io/helm-worker/internal/wire"
)

const (
	look = 10 * time.Millisecond
	// MemoryVariable tells the limit in MiB.
	MemoryVariable = "HELM_WORKER_MEMORY_MIB"
	usualMemory    = 1024
	// Exit codes tell who reads the process table why the worker ended.
	endedBySilence = 3
	endedByLimit   = 4
)

// Worker is this process.
type Worker struct {
	answers *wire.Writer
	exit    func(int)
	now     func() time.Time
	memory  func() uint64

	mutex    sync.Mutex
	current  wire.Request
	begun    time.Time
	lastBeat time.Time
	fenced   bool
}

// New makes the worker; exit ends the process.
func New(answers *wire.Writer, exit func(int)) *Worker {
	return &Worker{answers: answers, exit: exit, now: time.Now, memory: inUse(), lastBeat: time.Now()}
}

// LimitFromEnvironment is the memory in bytes that the worker may take.
func LimitFromEnvironment() uint64 {
	mib, err := strconv.ParseUint(os.Getenv(MemoryVariable), 10, 32)
	if err != nil || mib == 0 {
		mib = usualMemory
	}
	return mib << 20
}

// Watch ends the worker in the middle of what it does when that takes too much. A template can't be stopped otherwise.
func (w *Worker) Watch(limit uint64) {
	debug.SetMemoryLimit(int64(limit / 4 * 3))
	// Who runs out of memory all the same says so in one line.
	debug.SetTraceback("none")
	boundByKernel(limit)
	go func() {
		for range time.Tick(look) {
			w.check(limit)
		}
	}()
}

// Read hands on the requests of stdin. When it ends there is nobody left to answer to, and no second writer may go on: not
// even for a moment.
func (w *Worker) Read(stdin io.Reader) <-chan wire.Request {
	requests := make(chan wire.Request, 64)
	go func() {
		err := wire.Read(stdin, func(request wire.Request, err error) {
			w.Beat()
			switch {
			case err != nil:
				w.answers.Write(wire.Answer{Error: wire.Refusal(wire.Other, "%v", err)})
			case !request.Beat:
				requests <- request
			}
		})
		if !errors.Is(err, io.EOF) {
			fmt.Fprintln(os.Stderr, "stdin broke:", err)
		}
		w.exit(0)
	}()
	return requests
}

// Begin starts the clocks of a request.
func (w *Worker) Begin(request wire.Request) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.current, w.begun = request, w.now()
}

// End stops them.
func (w *Worker) End() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.current = wire.Request{}
}

// Beat says that the parent is there. One that comes too late changes nothing: who was silent for longer than its lock
// lives must not go on through us.
func (w *Worker) Beat() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.silentTooLong() {
		w.fenced = true
	}
	w.lastBeat = w.now()
}

// MayWrite says whether the parent was heard of lately enough to change anything in its name.
func (w *Worker) MayWrite() error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.fenced || w.silentTooLong() {
		w.fenced = true
		return fmt.Errorf("nothing was sent: kube-release, which started this, was not heard of for %d s, so its lock may be somebody else's",
			w.current.Silence)
	}
	return nil
}

// By both clocks: one stands still while the machine sleeps.
func (w *Worker) silentTooLong() bool {
	if w.current.Silence == 0 {
		return false
	}
	limit := time.Duration(w.current.Silence) * time.Second
	now := w.now()
	return now.Sub(w.lastBeat) > limit || now.Round(0).Sub(w.lastBeat.Round(0)) > limit
}

func (w *Worker) check(limit uint64) {
	w.mutex.Lock()
	request, begun := w.current, w.begun
	silent := w.fenced || w.silentTooLong()
	w.mutex.Unlock()
	if silent {
		fmt.Fprintln(os.Stderr, "ended: kube-release was not heard of for", request.Silence, "s")
		w.exit(endedBySilence)
	}
	if used := w.memory(); used > limit {
		w.giveUp(request, wire.Refusal(wire.Memory, "%s took more than %d MiB of memory", doing(request), limit>>20))
	}
	if request.Seconds > 0 && w.now().Sub(begun) > time.Duration(request.Seconds)*time.Second {
		w.giveUp(request, wire.Refusal(wire.Time, "%s took more than %d s", doing(request), request.Seconds))
	}
}

func (w *Worker) giveUp(request wire.Request, why *wire.Error) {
	w.answers.Write(wire.Answer{ID: request.ID, Error: why})
	w.exit(endedByLimit)
}

func doing(request wire.Request) string {
	switch request.Op {
	case "render":
		return "rendering the chart"
	case "lint", "pack":
		return "checking the chart"
	case "":
		return "doing nothing"
	default:
		return request.Op
	}
}

// What Go has from the system and has not given back. It takes no memory to ask: who is short of it would have to wait.
func inUse() func() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	return func() uint64 {
		metrics.Read(samples)
		return samples[0].Value.Uint64() - samples[1].Value.Uint64()
	}
}
