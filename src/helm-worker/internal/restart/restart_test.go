package restart

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 0777
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          # the one that matters
          args: ["yes", yes, 1e3, "a: b"]
          USE
`

func secrets(password string) Hashes {
	return Hashes{"app": {"PASSWORD": password, "USER": "u"}}
}

func using(how string) string { return strings.Replace(deployment, "USE", how, 1) }

func markOf(t *testing.T, made string) string {
	t.Helper()
	_, after, found := strings.Cut(made, Annotation+`: "`)
	if !found {
		return ""
	}
	mark, _, _ := strings.Cut(after, `"`)
	return mark
}

func TestWhateverWayASecretIsUsedItsPodsAreMarkedAnewWhenAValueChanges(t *testing.T) {
	for _, use := range []string{
		"envFrom: [{secretRef: {name: app}}]",
		"env: [{name: P, valueFrom: {secretKeyRef: {name: app, key: PASSWORD}}}]",
		"image: x\n      volumes: [{name: v, secret: {secretName: app}}]",
		"image: x\n      volumes: [{name: v, secret: {secretName: app, items: [{key: PASSWORD, path: p}]}}]",
		"image: x\n      volumes: [{name: v, projected: {sources: [{secret: {name: app}}]}}]",
		"image: x\n      initContainers: [{name: i, envFrom: [{secretRef: {name: app}}]}]",
	} {
		before := markOf(t, secrets("1").Marked(using(use)))
		after := markOf(t, secrets("2").Marked(using(use)))
		if before == "" || before == after {
			t.Errorf("%s: marked %q, and %q after the change", use, before, after)
		}
	}
}

func TestAPodThatUsesOneKeyIsLeftAloneWhenAnotherChanges(t *testing.T) {
	text := using("env: [{name: U, valueFrom: {secretKeyRef: {name: app, key: USER}}}]")
	if one, two := secrets("1").Marked(text), secrets("2").Marked(text); one != two || markOf(t, one) == "" {
		t.Errorf("marked as\n%s\nand\n%s", one, two)
	}
}

func TestAllElseStaysAsItIs(t *testing.T) {
	foreign := using("envFrom: [{secretRef: {name: other}}]")
	job := strings.NewReplacer("Deployment", "Job", "apps/v1", "batch/v1").Replace(using("envFrom: [{secretRef: {name: app}}]"))
	broken := "a: [\n"
	for _, text := range []string{foreign, job, broken, ""} {
		if made := secrets("1").Marked(text); made != text {
			t.Errorf("%q became %q", text, made)
		}
	}
	made := secrets("1").Marked(foreign + "---\n" + using("envFrom: [{secretRef: {name: app}}]") + "--- # next\n" + foreign)
	if !strings.HasPrefix(made, foreign+"---\n") || !strings.HasSuffix(made, "--- # next\n"+foreign) {
		t.Errorf("became %s", made)
	}
	for _, kept := range []string{`["yes", yes, 1e3, "a: b"]`, "replicas: 0777", "# the one that matters", "labels: {app: web}"} {
		if !strings.Contains(made, kept) {
			t.Errorf("lost %s in %s", kept, made)
		}
	}
}

func TestPodsWithoutMetadataAndInListsAreMarked(t *testing.T) {
	list := `kind: List
apiVersion: v1
items:
  - {apiVersion: apps/v1, kind: DaemonSet, spec: {template: {spec: {containers: [{envFrom: [{secretRef: {name: app}}]}]}}}}
`
	if made := secrets("1").Marked(list); markOf(t, made) == "" {
		t.Errorf("not marked: %s", made)
	}
}

func TestPodsAreFoundThroughMergesAndAliases(t *testing.T) {
	uses := "envFrom: [{secretRef: {name: app}}]"
	for name, containers := range map[string]string{
		"a merge":             "[{<<: *c, name: web}]",
		"the later of a list": "[{<<: [{image: x}, *c], name: web}]",
		"a merge in a merge":  "[{<<: {<<: *c}, name: web}]",
		"an alias":            "[*c]",
		"a list's alias":      "*all",
		"a reference's merge": "[{envFrom: [{<<: *from}]}]",
	} {
		text := "x-all: &all [&c {" + uses + "}]\nx-from: &from {secretRef: {name: app}}\n" +
			"apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: " + containers + "}}}\n"
		if before, after := markOf(t, secrets("1").Marked(text)), markOf(t, secrets("2").Marked(text)); before == "" || before == after {
			t.Errorf("%s: marked %q, and %q after the change", name, before, after)
		}
	}
	own := "apiVersion: apps/v1\nkind: Deployment\nx-c: &c {" + uses + "}\nspec: {template: {spec: {containers: [{<<: *c, envFrom: []}]}}}\n"
	endless := "apiVersion: apps/v1\nkind: Deployment\nspec: &s {template: *s}\n"
	for _, text := range []string{own, endless} {
		if made := secrets("1").Marked(text); made != text {
			t.Errorf("became %s", made)
		}
	}
	last := strings.Replace(own, "{<<: *c, envFrom: []}", "{envFrom: [], <<: *c}", 1)
	if made := secrets("1").Marked(last); markOf(t, made) == "" {
		t.Errorf("Helm takes the later, which is merged: %s", made)
	}
}

func TestAMarkOnWhatIsMergedOrSharedIsOnTheOnesThatUseIt(t *testing.T) {
	text := `kind: List
apiVersion: v1
items:
  - apiVersion: apps/v1
    kind: Deployment
    spec:
      template: &t
        metadata: &m {labels: {app: web}, annotations: {a: b}}
        spec: {containers: [{envFrom: [{secretRef: {name: app}}]}]}
  - {apiVersion: apps/v1, kind: Deployment, metadata: {name: two}, spec: {template: {<<: *t, spec: {containers: [{image: x}]}}}}
  - {apiVersion: apps/v1, kind: Deployment, metadata: {name: three}, spec: {template: {<<: *t}}}
`
	var made struct {
		Items []struct {
			Spec struct {
				Template struct {
					Metadata struct {
						Labels, Annotations map[string]string
					}
				}
			}
		}
	}
	if err := yaml.Unmarshal([]byte(secrets("1").Marked(text)), &made); err != nil {
		t.Fatal(err)
	}
	for i, marked := range []bool{true, false, true} {
		metadata := made.Items[i].Spec.Template.Metadata
		if metadata.Labels["app"] != "web" || metadata.Annotations["a"] != "b" || (metadata.Annotations[Annotation] != "") != marked {
			t.Errorf("item %d became %v", i, metadata)
		}
	}
}
