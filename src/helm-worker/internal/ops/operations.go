// Package ops has what the worker can do, each operation a method.
package ops

import (
	"encoding/json"
	"runtime"
	"runtime/debug"

	"kuberelease.io/helm-worker/internal/wire"
)

const helmModule = "helm.sh/helm/v4"

// Guard says whether anything may be changed in a cluster now.
type Guard interface{ MayWrite() error }

// Operations answers requests, one at a time.
type Operations struct {
	scratch scratch
	guard   Guard
}

// New makes the operations; the directory is theirs and that of other workers.
func New(directory string, guard Guard) *Operations {
	return &Operations{scratch: scratch{base: directory}, guard: guard}
}

// Answer does what a request asks.
func (o *Operations) Answer(request wire.Request) wire.Answer {
	result, err := o.run(request)
	if err != nil {
		return wire.Answer{ID: request.ID, Error: asRefusal(err)}
	}
	return wire.Answer{ID: request.ID, Result: result}
}

func (o *Operations) run(request wire.Request) (any, error) {
	if request.V != wire.Version {
		return nil, wire.Refusal(wire.Other, "the request speaks version %d of the protocol, this worker speaks %d",
			request.V, wire.Version)
	}
	switch request.Op {
	case "hello":
		return hello(), nil
	case "values":
		return with(request, o.values)
	case "pack":
		return with(request, o.pack)
	case "lint":
		return with(request, o.lint)
	case "render":
		return with(request, o.render)
	case "trial":
		return with(request, o.trial)
	case "compose":
		return with(request, o.compose)
	case "install":
		return with(request, o.install)
	case "upgrade":
		return with(request, o.upgrade)
	default:
		return nil, wire.Refusal(wire.Other, "this worker knows no operation %q", request.Op)
	}
}

func with[A, R any](request wire.Request, operation func(A) (R, error)) (any, error) {
	var arguments A
	if len(request.Args) > 0 {
		if err := json.Unmarshal(request.Args, &arguments); err != nil {
			return nil, wire.Refusal(wire.Other, "the arguments of %q can't be read: %v", request.Op, err)
		}
	}
	return operation(arguments)
}

// Hello says who answers.
type Hello struct {
	Protocol int    `json:"protocol"`
	Helm     string `json:"helm"`
	Platform string `json:"platform"`
}

func hello() Hello {
	return Hello{Protocol: wire.Version, Helm: helmVersion(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
}

func helmVersion() string {
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, module := range build.Deps {
			if module.Path == helmModule {
				return module.Version
			}
		}
	}
	return "unknown"
}
