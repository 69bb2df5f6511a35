package ops

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"

	"helm.sh/helm/v4/pkg/action"

	"kuberelease.io/helm-worker/internal/wire"
)

// PackArguments names a chart's directory, which is left as it is. Archives are in Base64, by their names in charts/.
type PackArguments struct {
	Path         string            `json:"path"`
	Dependencies map[string]string `json:"dependencies"`
	// SkipLint: somebody lints with an environment's values later.
	SkipLint bool `json:"skipLint"`
}

// Packed is the archive in Base64 unless it failed, and what lint says.
type Packed struct {
	Archive  string   `json:"archive"`
	Failed   bool     `json:"failed"`
	Findings []string `json:"findings"`
}

func (o *Operations) pack(asked PackArguments) (Packed, error) {
	place, err := o.scratch.open()
	if err != nil {
		return Packed{}, err
	}
	defer place.close()
	source, err := takeIn(asked.Path, asked.Dependencies, place.path)
	if err != nil {
		return Packed{}, err
	}
	packed := Packed{}
	if !asked.SkipLint {
		packed.Findings, packed.Failed = lintDirectory(source, nil, "")
		for i, finding := range packed.Findings {
			packed.Findings[i] = strings.ReplaceAll(finding, source, asked.Path)
		}
		if packed.Failed {
			return packed, nil
		}
	}
	packed.Archive, err = archiveOf(source, filepath.Join(place.path, "packed"))
	return packed, err
}

func archiveOf(source, destination string) (string, error) {
	if err := os.MkdirAll(destination, 0o700); err != nil {
		return "", err
	}
	packaging := action.NewPackage()
	packaging.Destination = destination
	file, err := packaging.Run(source, nil)
	if err != nil {
		return "", wire.Refusal(wire.Chart, "%v", err)
	}
	content, err := os.ReadFile(file)
	return base64.StdEncoding.EncodeToString(content), err
}
