package ops

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kuberelease.io/helm-worker/internal/wire"
)

type free struct{}

func (free) MayWrite() error { return nil }

func ask[R any](t *testing.T, operation string, arguments any) (R, *wire.Error) {
	t.Helper()
	text, _ := json.Marshal(arguments)
	answer := New(filepath.Join(t.TempDir(), "work"), free{}).Answer(wire.Request{V: wire.Version, Op: operation, Args: text})
	result, _ := answer.Result.(R)
	return result, answer.Error
}

func archive(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	packed := tar.NewWriter(zipped)
	if _, ok := files["Chart.yaml"]; !ok {
		files["Chart.yaml"] = "apiVersion: v2\nname: tiny\nversion: 1.0.0\n"
	}
	for name, text := range files {
		if err := packed.WriteHeader(&tar.Header{Name: "tiny/" + name, Size: int64(len(text)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		_, _ = packed.Write([]byte(text))
	}
	packed.Close()
	zipped.Close()
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

func configMap(name, value string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {value: \"" + value + "\"}\n"
}

func TestValuesAreWhatHelmMakesOfTheFiles(t *testing.T) {
	values, refused := ask[Values](t, "values", ValuesArguments{Texts: []Text{
		{"base", "a: {b: 1, c: \"0644\"}\nno: NO\nquoted: \"NO\"\ny: 1\n\"y\": 2\n"},
		{"over", "a: {b: ~, d: 0644}\nlist: [1_000]\n"},
	}})
	if refused != nil {
		t.Fatal(refused)
	}
	if values.JSON != `{"a":{"b":null,"c":"0644","d":420},"false":false,"list":[1000],"quoted":"NO","true":1,"y":2}` {
		t.Error(values.JSON)
	}
}

func TestValuesThatCannotBeReadAreNamed(t *testing.T) {
	_, refused := ask[Values](t, "values", ValuesArguments{Texts: []Text{{"deploy/staging.yaml", "a: [1"}}})

	if refused == nil || refused.Kind != wire.Chart || !strings.Contains(refused.Message, "deploy/staging.yaml") {
		t.Error(refused)
	}
}

func TestWhatAChartChangesInItsValuesWhileItRendersIsSeenOnce(t *testing.T) {
	counting := "{{ $_ := set .Values \"n\" (add1 .Values.n) }}"
	rendered, refused := ask[Rendered](t, "render", RenderArguments{Name: "tiny", Namespace: "apps", Revision: 3, Upgrade: true,
		Values: "n: 0", Chart: archive(t, map[string]string{
			"templates/a.yaml":    counting + configMap("a", "{{ .Values.n }} {{ .Release.Revision }} {{ .Release.IsUpgrade }}"),
			"templates/b.yaml":    counting + configMap("b", "{{ .Values.n }}"),
			"templates/NOTES.txt": counting + "after {{ .Values.n }}",
		})})
	if refused != nil {
		t.Fatal(refused)
	}
	all := ""
	for _, each := range append(rendered.Templates, rendered.Notes...) {
		all += each.Source + "\n" + each.Text + "\n"
	}
	if strings.Contains(all, "\"4") || !strings.Contains(all, " 3 true") || len(rendered.Notes) != 1 {
		t.Error(all)
	}
}

func TestWhatTheNotesRefuseIsRefusedWhenRendering(t *testing.T) {
	_, refused := ask[Rendered](t, "render", RenderArguments{Name: "tiny", Namespace: "apps", Chart: archive(t, map[string]string{
		"templates/NOTES.txt": "{{ fail \"set a host\" }}",
	})})

	if refused == nil || refused.Kind != wire.Chart || !strings.Contains(refused.Message, "set a host") {
		t.Error(refused)
	}
}

func TestLintIsAskedWithTheValuesOfAnEnvironment(t *testing.T) {
	chart := archive(t, map[string]string{
		"values.schema.json": `{"required": ["host"]}`,
		"templates/a.yaml":   configMap("a", "{{ required \"host\" .Values.host }}"),
	})

	without, _ := ask[Linted](t, "lint", LintArguments{Chart: chart, Namespace: "apps"})
	with, refused := ask[Linted](t, "lint", LintArguments{Chart: chart, Namespace: "apps", Values: "host: example.org"})

	if !without.Failed || with.Failed || refused != nil {
		t.Error(without, with, refused)
	}
}

func TestWhatLintFindsNamesNoPlaceOfOurs(t *testing.T) {
	linted, refused := ask[Linted](t, "lint", LintArguments{Namespace: "apps", Chart: archive(t, map[string]string{
		"charts/side/Chart.yaml": "apiVersion: v2\nname: side\nversion: 1.0.0\n",
		"templates/a.yaml":       configMap("a", "1"),
	})})

	all := strings.Join(linted.Findings, "\n")
	if refused != nil || !strings.Contains(all, "missing these dependencies: side") || strings.Contains(all, "work-") {
		t.Error(all, refused)
	}
}

func TestAReplayIsWhatWasRenderedWhateverTheTemplatesSay(t *testing.T) {
	given := Rendered{
		Templates: []Template{
			{"tiny/charts/side/templates/c.yaml", configMap("c", "{{ not a template }}")},
			{"tiny/templates/a.yaml", configMap("a", "1") + "---\n" + configMap("b", "2")},
		},
		Notes: []Template{{"tiny/templates/NOTES.txt", "done"}},
	}
	chart, err := readChart(archive(t, map[string]string{"templates/a.yaml": "{{ randAlphaNum 5 }}"}))
	if err != nil {
		t.Fatal(err)
	}

	again, err := newReplay(chart, given)
	if err != nil {
		t.Fatal(err)
	}

	if len(again.given.Templates) != 3 || again.given.Templates[0].Name != "charts/side/templates/c.yaml" {
		t.Error(again.given.Templates)
	}
	if again.functions()[replayed].(func(int) string)(1) != given.Templates[1].Text {
		t.Error("the second template is another one")
	}
}

func TestWhatWasChangedAfterItWasRenderedIsNotApplied(t *testing.T) {
	_, refused := ask[Applied](t, "install", ApplyArguments{Rendered: Rendered{
		Templates: []Template{{"tiny/templates/a.yaml", "kind: ConfigMap"}}, Digest: "sha256:0",
	}})

	if refused == nil || !strings.Contains(refused.Message, "nothing was applied") {
		t.Error(refused)
	}
}

func TestOnlyWhatNobodyHoldsIsSweptAway(t *testing.T) {
	base := t.TempDir()
	held, err := scratch{base}.open()
	if err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(base, "work-1")
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left+lockSuffix, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	other, err := scratch{base}.open()
	if err != nil {
		t.Fatal(err)
	}

	if _, err := os.Stat(held.path); err != nil {
		t.Error("a directory in use was removed")
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what was left behind is still there")
	}
	other.close()
	held.close()
	if rest, _ := os.ReadDir(base); len(rest) > 0 {
		t.Error(rest)
	}
}
