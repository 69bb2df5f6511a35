package ops

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"helm.sh/helm/v4/pkg/chart/v2/loader"

	"kuberelease.io/helm-worker/internal/wire"
)

// Text is a file of values, by the name under which it is spoken of.
type Text struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// ValuesArguments are files of values, later ones over earlier ones, as with helm -f.
type ValuesArguments struct {
	Texts []Text `json:"texts"`
}

// Values is what they come to: JSON with its keys sorted.
type Values struct {
	JSON string `json:"json"`
}

func (o *Operations) values(asked ValuesArguments) (Values, error) {
	merged := map[string]any{}
	for _, each := range asked.Texts {
		values, err := readValues(each.Text)
		if err != nil {
			return Values{}, wire.Refusal(wire.Chart, "%s can't be read as values: %v", each.Name, err)
		}
		merged = loader.MergeMaps(merged, values)
	}
	text, err := json.Marshal(signed(merged))
	if err != nil {
		return Values{}, fmt.Errorf("the values have no JSON form: %w", err)
	}
	return Values{JSON: string(text)}, nil
}

// JSON has no whole number that is zero and negative, so that it would lose its sign on the way.
func signed(value any) any {
	switch each := value.(type) {
	case map[string]any:
		for key, inner := range each {
			each[key] = signed(inner)
		}
	case []any:
		for i, inner := range each {
			each[i] = signed(inner)
		}
	case float64:
		if each == 0 && math.Signbit(each) {
			return json.Number("-0.0")
		}
	}
	return value
}

func readValues(text string) (map[string]any, error) {
	return loader.LoadValues(strings.NewReader(text))
}
