package ops

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/common"
	commonutil "helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	"k8s.io/client-go/discovery"

	"kuberelease.io/helm-worker/internal/cluster"
	"kuberelease.io/helm-worker/internal/restart"
	"kuberelease.io/helm-worker/internal/wire"
)

const notes = "NOTES.txt"

// RenderArguments: the chart's archive in Base64, values as YAML or JSON. Without a kubeconfig no cluster is asked.
type RenderArguments struct {
	Chart      string `json:"chart"`
	Values     string `json:"values"`
	Name       string `json:"name"`
	Namespace  string `json:"namespace"`
	Kubeconfig string `json:"kubeconfig"`
	// Revision is the one that it will be.
	Revision int  `json:"revision"`
	Upgrade  bool `json:"upgrade"`
	// Secrets are those of the release itself: pods that use them are marked.
	Secrets restart.Hashes `json:"secrets,omitempty"`
}

// Template is what one template became.
type Template struct {
	Source string `json:"source"`
	Text   string `json:"text"`
}

// Rendered is what a chart became, in one rendering: hooks and notes included, subcharts that are switched off left out.
type Rendered struct {
	Templates []Template `json:"templates"`
	Notes     []Template `json:"notes,omitempty"`
	// Crds are the files in crds/ of the chart and of the charts within it that are switched on.
	Crds []Template `json:"crds,omitempty"`
	// Digest is of templates and notes.
	Digest string `json:"digest"`
}

func (o *Operations) render(asked RenderArguments) (Rendered, error) {
	loaded, err := readChart(asked.Chart)
	if err != nil {
		return Rendered{}, err
	}
	values, err := readValues(asked.Values)
	if err != nil {
		return Rendered{}, wire.Refusal(wire.Chart, "the values can't be read: %v", err)
	}
	if asked.Kubeconfig == "" {
		return rendered(loaded, values, asked, common.DefaultCapabilities.Copy(), engine.Engine{})
	}
	access, err := cluster.From(asked.Kubeconfig, asked.Namespace, o.guard.MayWrite)
	if err != nil {
		return Rendered{}, wire.Refusal(wire.Other, "the kubeconfig can't be used: %v", err)
	}
	made, err := inCluster(loaded, values, asked, access)
	return made, blame(err, access)
}

func inCluster(of *chart.Chart, values map[string]any, asked RenderArguments, access *cluster.Access) (Rendered, error) {
	capabilities, err := capabilitiesOf(access)
	if err != nil {
		return Rendered{}, err
	}
	config, err := access.ToRESTConfig()
	if err != nil {
		return Rendered{}, err
	}
	return rendered(of, values, asked, capabilities, engine.New(config))
}

// As Helm's own actions do it, which give away neither sources nor hooks that a dry run leaves out, and know only the
// revision that they would make themselves.
func rendered(of *chart.Chart, values map[string]any, asked RenderArguments, capabilities *common.Capabilities,
	with engine.Engine,
) (Rendered, error) {
	if err := fitsCluster(of, capabilities); err != nil {
		return Rendered{}, err
	}
	if err := chartutil.ProcessDependencies(of, values); err != nil {
		return Rendered{}, wire.Refusal(wire.Chart, "%v", err)
	}
	options := common.ReleaseOptions{
		Name: asked.Name, Namespace: asked.Namespace, Revision: asked.Revision,
		IsUpgrade: asked.Upgrade, IsInstall: !asked.Upgrade,
	}
	all, err := commonutil.ToRenderValues(of, values, options, capabilities)
	if err != nil {
		return Rendered{}, wire.Refusal(wire.Chart, "%v", err)
	}
	files, err := with.RenderWithContext(context.Background(), of, all)
	if err != nil {
		return Rendered{}, wire.Refusal(wire.Chart, "%v", err)
	}
	made := collect(of.Name(), files)
	for i := range made.Templates {
		made.Templates[i].Text = asked.Secrets.Marked(made.Templates[i].Text)
	}
	for _, crd := range of.CRDObjects() {
		made.Crds = append(made.Crds, Template{Source: crd.Filename, Text: string(crd.File.Data)})
	}
	if _, err := made.sorted(); err != nil {
		return Rendered{}, wire.Refusal(wire.Chart, "%v", err)
	}
	made.Digest = made.digest()
	return made, nil
}

func fitsCluster(of *chart.Chart, capabilities *common.Capabilities) error {
	wanted := of.Metadata.KubeVersion
	if wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return wire.Refusal(wire.Chart, "chart requires kubeVersion: %s which is incompatible with Kubernetes %s",
			wanted, capabilities.KubeVersion.Version)
	}
	return nil
}

func collect(name string, files map[string]string) Rendered {
	var made Rendered
	for source, text := range files {
		switch {
		case strings.HasSuffix(source, notes):
			if source == path.Join(name, "templates", notes) {
				made.Notes = append(made.Notes, Template{Source: source, Text: text})
			}
		case strings.TrimSpace(text) != "":
			made.Templates = append(made.Templates, Template{Source: source, Text: text})
		}
	}
	slices.SortFunc(made.Templates, func(a, b Template) int { return strings.Compare(a.Source, b.Source) })
	return made
}

func (r Rendered) digest() string {
	sum := sha256.New()
	for _, each := range append(slices.Clone(r.Templates), r.Notes...) {
		fmt.Fprintf(sum, "%d %s %d %s\n", len(each.Source), each.Source, len(each.Text), each.Text)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

func capabilitiesOf(access *cluster.Access) (*common.Capabilities, error) {
	client, err := access.ToDiscoveryClient()
	if err != nil {
		return nil, err
	}
	version, err := client.ServerVersion()
	if err != nil {
		return nil, fmt.Errorf("could not get server version from Kubernetes: %w", err)
	}
	versions, err := action.GetVersionSet(client)
	// A group whose server is away is left out, as Helm does.
	if err != nil && !discovery.IsGroupDiscoveryFailedError(err) {
		return nil, fmt.Errorf("could not get apiVersions from Kubernetes: %w", err)
	}
	return &common.Capabilities{
		APIVersions: versions,
		KubeVersion: common.KubeVersion{Version: version.GitVersion, Major: version.Major, Minor: version.Minor},
		HelmVersion: common.DefaultCapabilities.HelmVersion,
	}, nil
}
