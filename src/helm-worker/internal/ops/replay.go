package ops

import (
	"errors"
	"strconv"
	"strings"
	"text/template"

	"helm.sh/helm/v4/pkg/chart/common"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/release"
	v1 "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"helm.sh/helm/v4/pkg/storage/driver"
)

const replayed = "kubeReleaseRendered"

// What Helm makes of rendered files: manifests and hooks in the order in which they are applied, as one text.
func (r Rendered) sorted() (string, error) {
	files := map[string]string{}
	for _, each := range r.Templates {
		files[each.Source] = each.Text
	}
	hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
	if err != nil {
		return "", err
	}
	return inOneText(hooks, manifestText(manifests)), nil
}

func manifestText(manifests []releaseutil.Manifest) string {
	var text strings.Builder
	for _, each := range manifests {
		text.WriteString("---\n# Source: " + each.Name + "\n" + each.Content + "\n")
	}
	return text.String()
}

func inOneText(hooks []*v1.Hook, manifest string) string {
	var text strings.Builder
	text.WriteString(manifest)
	for _, hook := range hooks {
		text.WriteString("---\n# Hook: " + hook.Path + "\n" + hook.Manifest + "\n")
	}
	return text.String()
}

// A replay hands Helm a chart whose templates say what was rendered before, so that it can't render anything else; Helm's
// record gets the real chart.
type replay struct {
	given    *chart.Chart
	real     *chart.Chart
	texts    []string
	expected string
}

func newReplay(real *chart.Chart, from Rendered) (*replay, error) {
	expected, err := from.sorted()
	if err != nil {
		return nil, err
	}
	metadata := *real.Metadata
	metadata.Dependencies = nil
	made := &replay{given: &chart.Chart{Metadata: &metadata}, real: real, expected: expected}
	for _, each := range append(append([]Template{}, from.Templates...), from.Notes...) {
		made.given.Templates = append(made.given.Templates, &common.File{
			Name: strings.TrimPrefix(each.Source, real.Name()+"/"),
			Data: []byte("{{ " + replayed + " " + strconv.Itoa(len(made.texts)) + " }}"),
		})
		made.texts = append(made.texts, each.Text)
	}
	return made, nil
}

func (r *replay) functions() template.FuncMap {
	return template.FuncMap{replayed: func(index int) string { return r.texts[index] }}
}

// Storage is where Helm keeps its records: the first of a revision is written before anything else is done.
type storage struct {
	driver.Driver
	replay *replay
}

// Create refuses a revision that is not what was shown.
func (s storage) Create(key string, rls release.Releaser) error {
	if made, ok := rls.(*v1.Release); ok {
		if inOneText(made.Hooks, made.Manifest) != s.replay.expected {
			return errors.New("nothing was applied: Helm would apply something else than what was rendered and shown")
		}
		made.Chart = s.replay.real
	}
	return s.Driver.Create(key, rls)
}
