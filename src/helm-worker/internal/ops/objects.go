package ops

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/resource"
	"sigs.k8s.io/yaml"
)

// Helm's marks on what belongs to a release; its own code keeps them to itself.
const (
	managedBy        = "app.kubernetes.io/managed-by"
	helm             = "Helm"
	releaseName      = "meta.helm.sh/release-name"
	releaseNamespace = "meta.helm.sh/release-namespace"
)

var background = context.Background()

type foreignObject struct{ error }

func (f foreignObject) Unwrap() error { return f.error }

// Marks an object as Helm does before it applies it.
func marked(info *resource.Info, name, namespace string) error {
	object, err := meta.Accessor(info.Object)
	if err != nil {
		return err
	}
	object.SetLabels(extended(object.GetLabels(), managedBy, helm))
	object.SetAnnotations(extended(extended(object.GetAnnotations(), releaseName, name), releaseNamespace, namespace))
	return nil
}

func extended(texts map[string]string, key, value string) map[string]string {
	changed := map[string]string{key: value}
	for each, text := range texts {
		if each != key {
			changed[each] = text
		}
	}
	return changed
}

// Says whose an object is that does not belong to the release.
func owned(present runtime.Object, name, namespace string) error {
	object, err := meta.Accessor(present)
	if err != nil {
		return err
	}
	annotations := object.GetAnnotations()
	if object.GetLabels()[managedBy] == helm && annotations[releaseName] == name && annotations[releaseNamespace] == namespace {
		return nil
	}
	if other := annotations[releaseName]; other != "" && object.GetLabels()[managedBy] == helm {
		return fmt.Errorf("it exists and belongs to Helm release %s in namespace %s", other, annotations[releaseNamespace])
	}
	return fmt.Errorf("it exists and belongs to no Helm release")
}

// The kinds that a text with definitions brings, as group/Kind.
func kindsBrought(text string) []string {
	var kinds []string
	for _, document := range strings.Split("\n"+text, "\n---") {
		var definition struct {
			Kind string `json:"kind"`
			Spec struct {
				Group string `json:"group"`
				Names struct {
					Kind string `json:"kind"`
				} `json:"names"`
			} `json:"spec"`
		}
		if yaml.Unmarshal([]byte(document), &definition) == nil && definition.Kind == "CustomResourceDefinition" {
			kinds = append(kinds, definition.Spec.Group+"/"+definition.Spec.Names.Kind)
		}
	}
	return kinds
}

func groupOf(apiVersion string) string {
	group, _, found := strings.Cut(apiVersion, "/")
	if !found {
		return ""
	}
	return group
}

func readHead(text string, kind *metav1.TypeMeta, named *metav1.PartialObjectMetadata) {
	if yaml.Unmarshal([]byte(text), named) == nil {
		*kind = named.TypeMeta
	}
}
