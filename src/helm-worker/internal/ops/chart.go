package ops

import (
	"bytes"
	"encoding/base64"

	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"

	"kuberelease.io/helm-worker/internal/wire"
)

func readChart(archive string) (*chart.Chart, error) {
	bytes64, err := base64.StdEncoding.DecodeString(archive)
	if err != nil {
		return nil, wire.Refusal(wire.Other, "the chart's archive is no Base64: %v", err)
	}
	read, err := loader.LoadArchive(bytes.NewReader(bytes64))
	if err != nil {
		return nil, wire.Refusal(wire.Chart, "the chart can't be read: %v", err)
	}
	return read, nil
}
