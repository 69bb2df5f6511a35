package ops

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"

	"kuberelease.io/helm-worker/internal/wire"
)

// ComposeArguments: where a Compose project is, and the variables around it.
type ComposeArguments struct {
	Directory string `json:"directory"`
	// Files, absolute, later ones over earlier ones.
	Files       []string          `json:"files"`
	Environment map[string]string `json:"environment"`
}

// Composed is a project as Compose's own reader understands it.
type Composed struct {
	// Project is in the canonical form of the Compose Specification: includes, extends, merges and variables done, paths absolute.
	Project json.RawMessage `json:"project"`
	// Variables are what the files may use, of the request and of .env.
	Variables map[string]string `json:"variables"`
	// Off are the services whose profile is not asked for.
	Off []string `json:"off"`
	// Warnings are the reader's own, such as variables that are not set.
	Warnings []string `json:"warnings"`
}

// compose reads a project with its .env and env_file files, and asks nobody: what is included from elsewhere is refused.
func (o *Operations) compose(asked ComposeArguments) (Composed, error) {
	heard := &warnings{}
	logrus.SetOutput(io.Discard)
	previous := logrus.StandardLogger().ReplaceHooks(logrus.LevelHooks{})
	defer logrus.StandardLogger().ReplaceHooks(previous)
	logrus.AddHook(heard)

	environment := make([]string, 0, len(asked.Environment))
	for name, value := range asked.Environment {
		environment = append(environment, name+"="+value)
	}
	options, err := cli.NewProjectOptions(asked.Files,
		cli.WithWorkingDirectory(asked.Directory),
		cli.WithEnv(environment),
		cli.WithEnvFiles(),
		cli.WithDotEnv,
		cli.WithResolvedPaths(true),
	)
	if err != nil {
		return Composed{}, wire.Refusal(wire.Other, "%v", err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return Composed{}, wire.Refusal(wire.Other, "%v", err)
	}
	text, err := project.MarshalJSON()
	if err != nil {
		return Composed{}, err
	}
	return Composed{Project: text, Variables: project.Environment, Off: off(project), Warnings: heard.said}, nil
}

func off(project *types.Project) []string {
	return slices.Sorted(maps.Keys(project.DisabledServices))
}

// warnings keeps what the reader only logs.
type warnings struct{ said []string }

func (w *warnings) Levels() []logrus.Level { return []logrus.Level{logrus.WarnLevel} }

func (w *warnings) Fire(entry *logrus.Entry) error {
	if message := strings.TrimSpace(entry.Message); !slices.Contains(w.said, message) {
		w.said = append(w.said, message)
	}
	return nil
}
