package life

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"kuberelease.io/helm-worker/internal/wire"
)

type fixture struct {
	*Worker
	out    *bytes.Buffer
	exited []int
	clock  time.Time
	used   uint64
}

func fresh() *fixture {
	made := &fixture{out: &bytes.Buffer{}, clock: time.Now()}
	made.Worker = New(wire.NewWriter(made.out), func(code int) { made.exited = append(made.exited, code) })
	made.now = func() time.Time { return made.clock }
	made.memory = func() uint64 { return made.used }
	return made
}

func TestEndsWithAnAnswerWhenAChartTakesTooMuchMemory(t *testing.T) {
	worker := fresh()
	worker.Begin(wire.Request{ID: 7, Op: "render"})

	worker.check(1 << 20)
	if len(worker.exited) > 0 {
		t.Fatal("ended within its limit")
	}
	worker.used = 2 << 20
	worker.check(1 << 20)

	if !strings.Contains(worker.out.String(), `"kind":"memory","message":"rendering the chart took more than 1 MiB of memory"`) {
		t.Error(worker.out)
	}
	if len(worker.exited) != 1 || worker.exited[0] != endedByLimit {
		t.Error(worker.exited)
	}
}

func TestEndsWithAnAnswerWhenARequestTakesTooLong(t *testing.T) {
	worker := fresh()
	worker.Begin(wire.Request{ID: 7, Op: "lint", Seconds: 60})

	worker.clock = worker.clock.Add(61 * time.Second)
	worker.check(1 << 20)

	if !strings.Contains(worker.out.String(), `"kind":"time","message":"checking the chart took more than 60 s"`) {
		t.Error(worker.out)
	}
}

func TestLetsNothingBeWrittenOnceTheParentWasSilentForTooLong(t *testing.T) {
	worker := fresh()
	worker.Begin(wire.Request{Op: "upgrade", Silence: 8})
	worker.Beat()
	if err := worker.MayWrite(); err != nil {
		t.Fatal(err)
	}

	worker.clock = worker.clock.Add(9 * time.Second)
	worker.Beat() // It goes on, and may have lost its lock meanwhile.

	if worker.MayWrite() == nil {
		t.Error("may write after the parent was stopped for 9 s")
	}
	worker.check(1 << 20)
	if len(worker.exited) != 1 || worker.exited[0] != endedBySilence {
		t.Error(worker.exited)
	}
}

func TestWhatChangesNothingNeedsNoBeat(t *testing.T) {
	worker := fresh()
	worker.Begin(wire.Request{Op: "render"})
	worker.clock = worker.clock.Add(time.Hour)

	worker.check(1 << 20)

	if len(worker.exited) > 0 {
		t.Error(worker.exited)
	}
}

func TestEndsWhenStdinDoes(t *testing.T) {
	ended := make(chan int, 1)
	worker := New(wire.NewWriter(io.Discard), func(code int) { ended <- code })

	requests := worker.Read(strings.NewReader("{\"v\":2,\"id\":1,\"op\":\"hello\"}\n{\"v\":2,\"beat\":true}\nnonsense\n"))

	if request := <-requests; request.Op != "hello" {
		t.Error(request)
	}
	select {
	case code := <-ended:
		if code != 0 {
			t.Error(code)
		}
	case <-time.After(10 * time.Second):
		t.Error("still there")
	}
}
