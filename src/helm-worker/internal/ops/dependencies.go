package ops

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/Masterminds/semver/v3"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"

	"kuberelease.io/helm-worker/internal/wire"
)

const local = "file://"

var versioned = regexp.MustCompile(`^v?\d`)

// The chart with all it needs; the source itself when it has that already. Nothing is fetched here: whoever asks brings
// the archives.
func takeIn(source string, archives map[string]string, scratch string) (string, error) {
	read, err := loader.LoadDir(source)
	if err != nil {
		// Lint tells all that is wrong with such a chart, not only what comes first.
		return source, nil
	}
	if len(archives) == 0 && len(missing(read)) == 0 {
		return source, nil
	}
	copied := filepath.Join(scratch, "copy", filepath.Base(source))
	if err := os.CopyFS(copied, os.DirFS(source)); err != nil {
		return "", err
	}
	charts := filepath.Join(copied, "charts")
	if err := os.MkdirAll(charts, 0o700); err != nil {
		return "", err
	}
	for _, wanted := range read.Metadata.Dependencies {
		if err := put(wanted.Name, archives, charts); err != nil {
			return "", err
		}
		if at, isLocal := strings.CutPrefix(wanted.Repository, local); isLocal && len(missingOf(read, wanted)) > 0 {
			if err := packInto(filepath.Join(source, at), charts); err != nil {
				return "", err
			}
		}
	}
	if read, err = loader.LoadDir(copied); err != nil {
		return "", wire.Refusal(wire.Chart, "%v", err)
	}
	if wrong := missing(read); len(wrong) > 0 {
		return "", wire.Refusal(wire.Chart, "%s", strings.Join(wrong, "\n"))
	}
	return copied, nil
}

// In the place of any other version of the same chart.
func put(name string, archives map[string]string, charts string) error {
	brought := map[string]string{}
	for file, content := range archives {
		if isOf(name, file) {
			brought[file] = content
		}
	}
	if len(brought) == 0 {
		return nil
	}
	others, err := os.ReadDir(charts)
	if err != nil {
		return err
	}
	for _, other := range others {
		if other.Name() == name || isOf(name, other.Name()) {
			if err := os.RemoveAll(filepath.Join(charts, other.Name())); err != nil {
				return err
			}
		}
	}
	for file, content := range brought {
		decoded, err := base64.StdEncoding.DecodeString(content)
		if err != nil {
			return fmt.Errorf("%s is no Base64: %w", file, err)
		}
		if err := os.WriteFile(filepath.Join(charts, filepath.Base(file)), decoded, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func isOf(name, file string) bool {
	rest, ok := strings.CutPrefix(file, name+"-")
	return ok && versioned.MatchString(rest) && strings.HasSuffix(file, ".tgz")
}

func packInto(directory, charts string) error {
	archive, err := archiveOf(directory, charts)
	if archive == "" && err == nil {
		err = errors.New("Helm made no archive of " + directory)
	}
	return err
}

// What of the dependencies is not in the chart in a version that fits, each in words.
func missing(of *chart.Chart) []string {
	var wrong []string
	for _, wanted := range of.Metadata.Dependencies {
		wrong = append(wrong, missingOf(of, wanted)...)
	}
	return wrong
}

func missingOf(of *chart.Chart, wanted *chart.Dependency) []string {
	why := "missing"
	for _, there := range of.Dependencies() {
		if there.Name() != wanted.Name {
			continue
		}
		if fits(there.Metadata.Version, wanted.Version) {
			return nil
		}
		why = "wrong version"
	}
	return []string{fmt.Sprintf("dependency %s %s of %s: %s", wanted.Name, wanted.Version, wanted.Repository, why)}
}

func fits(version, constraint string) bool {
	if constraint == "" || version == constraint {
		return true
	}
	range_, err := semver.NewConstraint(constraint)
	if err != nil {
		return false
	}
	parsed, err := semver.NewVersion(version)
	return err == nil && range_.Check(parsed)
}
