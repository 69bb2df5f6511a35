// The program that holds Helm for kube-release: it does what it is asked on stdin, one request after the other.
// What it is asked is described in docs/helm-worker-protocol.md.
package main

import (
	"fmt"
	"os"

	"kuberelease.io/helm-worker/internal/life"
	"kuberelease.io/helm-worker/internal/ops"
	"kuberelease.io/helm-worker/internal/wire"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: helm-worker DIRECTORY, with requests on stdin; see docs/helm-worker-protocol.md")
		os.Exit(2)
	}
	// Libraries that print must not disturb the protocol.
	answers := wire.NewWriter(os.Stdout)
	os.Stdout = os.Stderr

	worker := life.New(answers, os.Exit)
	worker.Watch(life.LimitFromEnvironment())
	requests := worker.Read(os.Stdin)
	operations := ops.New(os.Args[1], worker)
	for request := range requests {
		worker.Begin(request)
		answers.Write(operations.Answer(request))
		worker.End()
	}
}
