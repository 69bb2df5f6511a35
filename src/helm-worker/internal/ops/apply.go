package ops

import (
	"context"
	"io"
	"log/slog"
	"time"

	"helm.sh/helm/v4/pkg/action"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/kube"
	"helm.sh/helm/v4/pkg/release"
	v1 "helm.sh/helm/v4/pkg/release/v1"

	"kuberelease.io/helm-worker/internal/cluster"
	"kuberelease.io/helm-worker/internal/wire"
)

// Objects are ours under this name, as they are those of the helm program: what one has applied the other may change.
const fieldManager = "helm"

func init() { kube.ManagedFieldsManager = fieldManager }

// ApplyArguments: what to install or upgrade, and how.
type ApplyArguments struct {
	Chart       string `json:"chart"`
	Values      string `json:"values"`
	Name        string `json:"name"`
	Namespace   string `json:"namespace"`
	Kubeconfig  string `json:"kubeconfig"`
	Description string `json:"description"`
	// Rendered is applied as it is.
	Rendered       Rendered `json:"rendered"`
	WaitReady      bool     `json:"waitReady"`
	TimeoutSeconds int      `json:"timeoutSeconds"`
	// ServerSide is "true", "false" or, if empty: as the revision before, and Helm's default for a first one.
	ServerSide string `json:"serverSide"`
	// Adopt takes over objects that belong to no Helm release.
	Adopt bool `json:"adopt"`
}

// Applied is the revision that Helm made.
type Applied struct {
	Revision int    `json:"revision"`
	Status   string `json:"status"`
}

func (o *Operations) install(asked ApplyArguments) (Applied, error) {
	return o.apply(asked, func(do *doing) (release.Releaser, error) {
		installing := action.NewInstall(do.configuration)
		installing.ReleaseName = asked.Name
		installing.Namespace = asked.Namespace
		installing.Description = asked.Description
		installing.Timeout = do.timeout
		installing.WaitStrategy = kube.HookOnlyStrategy
		installing.SkipCRDs = true
		installing.SkipSchemaValidation = true
		installing.ServerSideApply = asked.ServerSide != "false"
		installing.TakeOwnership = asked.Adopt
		return installing.RunWithContext(context.Background(), do.replay.given, do.values)
	})
}

func (o *Operations) upgrade(asked ApplyArguments) (Applied, error) {
	return o.apply(asked, func(do *doing) (release.Releaser, error) {
		upgrading := action.NewUpgrade(do.configuration)
		upgrading.Namespace = asked.Namespace
		upgrading.Description = asked.Description
		upgrading.Timeout = do.timeout
		upgrading.WaitStrategy = kube.HookOnlyStrategy
		upgrading.SkipCRDs = true
		upgrading.SkipSchemaValidation = true
		upgrading.ResetValues = true
		upgrading.TakeOwnership = asked.Adopt
		if asked.ServerSide != "" {
			upgrading.ServerSideApply = asked.ServerSide
		}
		return upgrading.RunWithContext(context.Background(), asked.Name, do.replay.given, do.values)
	})
}

type doing struct {
	configuration *action.Configuration
	replay        *replay
	values        map[string]any
	timeout       time.Duration
}

func (o *Operations) apply(asked ApplyArguments, act func(*doing) (release.Releaser, error)) (Applied, error) {
	if asked.Rendered.digest() != asked.Rendered.Digest {
		return Applied{}, wire.Refusal(wire.Other, "nothing was applied: what was rendered does not have its digest any more")
	}
	chart, err := readChart(asked.Chart)
	if err != nil {
		return Applied{}, err
	}
	values, err := readValues(asked.Values)
	if err != nil {
		return Applied{}, wire.Refusal(wire.Chart, "the values can't be read: %v", err)
	}
	// As Helm has it in its record: without subcharts that are switched off.
	if err := chartutil.ProcessDependencies(chart, values); err != nil {
		return Applied{}, wire.Refusal(wire.Chart, "%v", err)
	}
	again, err := newReplay(chart, asked.Rendered)
	if err != nil {
		return Applied{}, wire.Refusal(wire.Chart, "%v", err)
	}
	access, err := cluster.From(asked.Kubeconfig, asked.Namespace, o.guard.MayWrite)
	if err != nil {
		return Applied{}, wire.Refusal(wire.Other, "the kubeconfig can't be used: %v", err)
	}
	configuration, err := configured(access, asked, again)
	if err != nil {
		return Applied{}, err
	}
	made, err := act(&doing{
		configuration: configuration, replay: again, values: values,
		timeout: time.Duration(asked.TimeoutSeconds) * time.Second,
	})
	if err != nil {
		return Applied{}, blame(err, access)
	}
	if revision, ok := made.(*v1.Release); ok {
		return Applied{Revision: revision.Version, Status: revision.Info.Status.String()}, nil
	}
	return Applied{}, wire.Refusal(wire.Other, "Helm says nothing of the revision that it made")
}

func configured(access *cluster.Access, asked ApplyArguments, again *replay) (*action.Configuration, error) {
	configuration := action.NewConfiguration(action.ConfigurationSetLogger(slog.NewTextHandler(io.Discard, nil)))
	if err := configuration.Init(access, asked.Namespace, "secret"); err != nil {
		return nil, err
	}
	configuration.Releases.Driver = storage{Driver: configuration.Releases.Driver, replay: again}
	configuration.CustomTemplateFuncs = again.functions()
	if plain, ok := configuration.KubeClient.(*kube.Client); ok {
		plain.Namespace = asked.Namespace
		configuration.KubeClient = &cluster.Client{
			Client: plain, WaitReady: asked.WaitReady, TakeOver: asked.Adopt || asked.ServerSide == "true",
		}
	}
	return configuration, nil
}
