// Package restart marks the pods that use a Secret, so that they are replaced when its values change.
package restart

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Annotation is on the pods of workloads that use one of the release's own Secrets: when a value changes it does,
// and so they are replaced.
const Annotation = "kube-release.io/secrets"

// Helm's own rule for where a document of a template ends.
var documentEnd = regexp.MustCompile(`(?m)^---.*$`)

// What is replaced when its pod template changes. A Job's can't be changed, and what begins later reads the Secret anew.
var replaced = map[string]string{
	"Deployment": "apps/", "StatefulSet": "apps/", "DaemonSet": "apps/", "Rollout": "argoproj.io/",
}

// More than Helm keeps of all manifests: an anchor may be within itself, or be used without end.
const mostNodes = 1 << 20

// Hashes has a hash of each value, by Secret and key, made with a key that only the cluster holds.
type Hashes map[string]map[string]string

// Marked gives the pods that use these Secrets an annotation with what they use; all else stays as it is, byte for byte.
func (h Hashes) Marked(text string) string {
	if len(h) == 0 {
		return text
	}
	var all strings.Builder
	from := 0
	for _, end := range documentEnd.FindAllStringIndex(text, -1) {
		all.WriteString(h.markedDocument(text[from:end[0]]))
		all.WriteString(text[end[0]:end[1]])
		from = end[1]
	}
	all.WriteString(h.markedDocument(text[from:]))
	return all.String()
}

// What is no YAML is left to Helm, which says so.
func (h Hashes) markedDocument(text string) string {
	var document yaml.Node
	if err := yaml.NewDecoder(strings.NewReader(text)).Decode(&document); err != nil || len(document.Content) == 0 {
		return text
	}
	left := mostNodes
	object := resolved(document.Content[0], &left)
	if object == nil || !h.mark(object) {
		return text
	}
	document.Content[0] = object
	var made bytes.Buffer
	writer := yaml.NewEncoder(&made)
	writer.SetIndent(2)
	if err := writer.Encode(&document); err != nil {
		return text
	}
	return "\n" + made.String()
}

// resolved has what aliases, merges and keys that occur twice mean to Helm, in whose YAML the later always wins; nil when
// that is more than any manifest is, or nothing. So a mark on what others share is on the one that is meant.
func resolved(node *yaml.Node, left *int) *yaml.Node {
	if *left--; *left < 0 {
		return nil
	}
	if node.Kind == yaml.AliasNode {
		return resolved(node.Alias, left)
	}
	made := *node
	made.Anchor, made.Content = "", nil
	if node.Kind != yaml.MappingNode {
		for _, each := range node.Content {
			item := resolved(each, left)
			if item == nil {
				return nil
			}
			made.Content = append(made.Content, item)
		}
		return &made
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := resolved(node.Content[i], left), resolved(node.Content[i+1], left)
		switch {
		case key == nil || value == nil:
			return nil
		case !isMerge(key):
			put(&made, key, value)
		case value.Kind == yaml.SequenceNode:
			for _, each := range slices.Backward(value.Content) {
				merge(&made, each)
			}
		default:
			merge(&made, value)
		}
	}
	return &made
}

func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Tag == "!!merge"
}

func merge(into, merged *yaml.Node) {
	for i := 0; merged.Kind == yaml.MappingNode && i+1 < len(merged.Content); i += 2 {
		put(into, merged.Content[i], merged.Content[i+1])
	}
}

func (h Hashes) mark(object *yaml.Node) bool {
	if items := at(object, "items"); items != nil && strings.HasSuffix(text(object, "kind"), "List") {
		changed := false
		for _, each := range items.Content {
			changed = h.mark(each) || changed
		}
		return changed
	}
	group, known := replaced[text(object, "kind")]
	if !known || !strings.HasPrefix(text(object, "apiVersion"), group) {
		return false
	}
	template := at(object, "spec", "template")
	used := h.usedBy(at(template, "spec"))
	if len(used) == 0 {
		return false
	}
	slices.Sort(used)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(used), "\n")))
	set(mapping(mapping(template, "metadata"), "annotations"), Annotation, hex.EncodeToString(sum[:16]))
	return true
}

// usedBy has a line for each value that the pods see.
func (h Hashes) usedBy(pod *yaml.Node) []string {
	var used []string
	for _, kind := range []string{"initContainers", "containers"} {
		for _, container := range items(at(pod, kind)) {
			for _, from := range items(at(container, "envFrom")) {
				used = h.all(used, text(from, "secretRef", "name"))
			}
			for _, variable := range items(at(container, "env")) {
				if reference := at(variable, "valueFrom", "secretKeyRef"); reference != nil {
					used = h.one(used, text(reference, "name"), text(reference, "key"))
				}
			}
		}
	}
	for _, volume := range items(at(pod, "volumes")) {
		used = h.volume(used, text(volume, "secret", "secretName"), at(volume, "secret", "items"))
		for _, source := range items(at(volume, "projected", "sources")) {
			used = h.volume(used, text(source, "secret", "name"), at(source, "secret", "items"))
		}
	}
	return used
}

func (h Hashes) volume(used []string, secret string, chosen *yaml.Node) []string {
	if chosen == nil {
		return h.all(used, secret)
	}
	for _, item := range items(chosen) {
		used = h.one(used, secret, text(item, "key"))
	}
	return used
}

func (h Hashes) all(used []string, secret string) []string {
	for key := range h[secret] {
		used = h.one(used, secret, key)
	}
	return used
}

// A key that is not there counts too: it may come.
func (h Hashes) one(used []string, secret, key string) []string {
	if keys, ours := h[secret]; ours {
		return append(used, fmt.Sprintf("%s %s %s", secret, key, keys[key]))
	}
	return used
}

func items(list *yaml.Node) []*yaml.Node {
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	return list.Content
}

func text(node *yaml.Node, path ...string) string {
	if found := at(node, path...); found != nil && found.Kind == yaml.ScalarNode {
		return found.Value
	}
	return ""
}

func at(node *yaml.Node, path ...string) *yaml.Node {
	for _, name := range path {
		node = child(node, name)
	}
	return node
}

func child(node *yaml.Node, name string) *yaml.Node {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return node.Content[i+1]
		}
	}
	return nil
}

// mapping is the one of that name, which is made where there is none.
func mapping(node *yaml.Node, name string) *yaml.Node {
	if found := at(node, name); found != nil && found.Kind == yaml.MappingNode {
		return found
	}
	fresh := &yaml.Node{Kind: yaml.MappingNode}
	add(node, name, fresh)
	return fresh
}

func set(node *yaml.Node, name, value string) {
	add(node, name, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, Style: yaml.DoubleQuotedStyle})
}

func add(node *yaml.Node, name string, value *yaml.Node) {
	node.Style = 0
	put(node, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, value)
}

func put(node, key, value *yaml.Node) {
	for i := 0; key.Kind == yaml.ScalarNode && i+1 < len(node.Content); i += 2 {
		if node.Content[i].Kind == yaml.ScalarNode && node.Content[i].Value == key.Value {
			node.Content[i+1] = value
			return
		}
	}
	node.Content = append(node.Content, key, value)
}
