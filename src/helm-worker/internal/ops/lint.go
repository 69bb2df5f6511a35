package ops

import (
	"os"
	"path/filepath"
	"strings"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/v2/lint/support"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"

	"kuberelease.io/helm-worker/internal/wire"
)

// LintArguments: a chart's archive in Base64, and the values it will be given.
type LintArguments struct {
	Chart     string `json:"chart"`
	Values    string `json:"values"`
	Namespace string `json:"namespace"`
}

// Linted is what Helm's lint finds, each as "[ERROR] templates/: …".
type Linted struct {
	Failed   bool     `json:"failed"`
	Findings []string `json:"findings"`
}

func (o *Operations) lint(asked LintArguments) (Linted, error) {
	values, err := readValues(asked.Values)
	if err != nil {
		return Linted{}, wire.Refusal(wire.Chart, "the values can't be read: %v", err)
	}
	chart, err := readChart(asked.Chart)
	if err != nil {
		return Linted{}, err
	}
	place, err := o.scratch.open()
	if err != nil {
		return Linted{}, err
	}
	defer place.close()
	if err := chartutil.SaveDir(chart, place.path); err != nil {
		return Linted{}, wire.Refusal(wire.Chart, "%v", err)
	}
	directory := filepath.Join(place.path, chart.Name())
	findings, failed := lintDirectory(directory, values, asked.Namespace)
	for i, finding := range findings {
		// The chart's place here says nothing to whoever wrote it.
		findings[i] = strings.NewReplacer(directory+string(os.PathSeparator), "", directory+": ", "").Replace(finding)
	}
	return Linted{Failed: failed, Findings: findings}, nil
}

func lintDirectory(directory string, values map[string]any, namespace string) ([]string, bool) {
	if values == nil {
		values = map[string]any{}
	}
	linting := action.NewLint()
	linting.Namespace = namespace
	result := linting.Run([]string{directory}, values)
	findings := make([]string, 0, len(result.Messages))
	for _, message := range result.Messages {
		findings = append(findings, message.Error())
	}
	for _, err := range result.Errors {
		if !told(result.Messages, err) {
			findings = append(findings, "[ERROR] "+err.Error())
		}
	}
	return findings, len(result.Errors) > 0
}

func told(messages []support.Message, err error) bool {
	for _, message := range messages {
		if message.Err == err {
			return true
		}
	}
	return false
}
