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
		do.set(settings{
			&installing.Namespace, &installing.Description, &installing.Timeout, &installing.WaitStrategy,
			&installing.SkipCRDs, &installing.SkipSchemaValidation, &installing.TakeOwnership,
		})
		installing.ReleaseName = asked.Name
		installing.ServerSideApply = asked.ServerSide != "false"
		return installing.RunWithContext(context.Background(), do.replay.given, do.values)
	})
}

func (o *Operations) upgrade(asked ApplyArguments) (Applied, error) {
	return o.apply(asked, func(do *doing) (release.Releaser, error) {
		upgrading := action.NewUpgrade(do.configuration)
		do.set(settings{
			&upgrading.Namespace, &upgrading.Description, &upgrading.Timeout, &upgrading.WaitStrategy,
			&upgrading.SkipCRDs, &upgrading.SkipSchemaValidation, &upgrading.TakeOwnership,
		})
		upgrading.ResetValues = true
		if asked.ServerSide != "" {
			upgrading.ServerSideApply = asked.ServerSide
		}
		return upgrading.RunWithContext(context.Background(), asked.Name, do.replay.given, do.values)
	})
}

// What Helm's install and upgrade both have: by the same names, but in no common type.
type settings struct {
	namespace, description                        *string
	timeout                                       *time.Duration
	wait                                          *kube.WaitStrategy
	skipCRDs, skipSchemaValidation, takeOwnership *bool
}

func (d *doing) set(into settings) {
	*into.namespace, *into.description = d.asked.Namespace, d.asked.Description
	*into.timeout = time.Duration(d.asked.TimeoutSeconds) * time.Second
	*into.wait = kube.HookOnlyStrategy
	*into.skipCRDs, *into.skipSchemaValidation = true, true
	*into.takeOwnership = d.asked.Adopt
}

type doing struct {
	asked         ApplyArguments
	configuration *action.Configuration
	replay        *replay
	values        map[string]any
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
	made, err := act(&doing{asked: asked, configuration: configuration, replay: again, values: values})
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
