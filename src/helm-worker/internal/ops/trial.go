package ops

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/kube"
	"helm.sh/helm/v4/pkg/release"
	v1 "helm.sh/helm/v4/pkg/release/v1"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
	"helm.sh/helm/v4/pkg/storage/driver"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/resource"

	"kuberelease.io/helm-worker/internal/cluster"
	"kuberelease.io/helm-worker/internal/wire"
)

const (
	// Where objects are tried whose namespace is still to be made.
	standIn = "default"
	atOnce  = 6
)

var (
	noDryRun = regexp.MustCompile(`does not support dry run`)
	byRole   = regexp.MustCompile(`is forbidden: User ".*" cannot `)
	// As the API server's own managedfields package writes it.
	conflictWith = regexp.MustCompile(`^conflict with "([^"]*)"`)
)

// TrialArguments: what would be applied, and how.
type TrialArguments struct {
	Name       string   `json:"name"`
	Namespace  string   `json:"namespace"`
	Kubeconfig string   `json:"kubeconfig"`
	Rendered   Rendered `json:"rendered"`
	Upgrade    bool     `json:"upgrade"`
	ServerSide string   `json:"serverSide"`
	Adopt      bool     `json:"adopt"`
}

// Trial is what the API server would refuse, and what it could not be asked.
type Trial struct {
	Refused []Refusal `json:"refused"`
	Notes   []string  `json:"notes"`
}

// Refusal is one object that the API server would not take.
type Refusal struct {
	Source     string `json:"source"`
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace"`
	Name       string `json:"name"`
	// Because is invalid, denied (by a rule of the cluster), forbidden (to this user), owned or conflict.
	Because string  `json:"because"`
	Message string  `json:"message"`
	Fields  []Field `json:"fields"`
}

// Field is what is wrong with a field of an object.
type Field struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

// Tries each object as Helm would apply it, so that what is refused is known before anything is touched.
func (o *Operations) trial(asked TrialArguments) (Trial, error) {
	access, err := cluster.DryRun(asked.Kubeconfig, asked.Namespace)
	if err != nil {
		return Trial{}, wire.Refusal(wire.Other, "the kubeconfig can't be used: %v", err)
	}
	configuration := action.NewConfiguration()
	if err := configuration.Init(access, asked.Namespace, "secret"); err != nil {
		return Trial{}, err
	}
	client, ok := configuration.KubeClient.(*kube.Client)
	if !ok {
		return Trial{}, errors.New("helm's client is another one than expected")
	}
	client.Namespace = asked.Namespace
	trying := &trying{asked: asked, access: access, client: client, serverSide: asked.ServerSide != "false"}
	if err := trying.begin(configuration); err != nil {
		return Trial{}, blame(err, access)
	}
	if err := trying.all(); err != nil {
		return Trial{}, blame(err, access)
	}
	return trying.result(), nil
}

type trying struct {
	asked      TrialArguments
	access     *cluster.Access
	client     *kube.Client
	serverSide bool
	// The method changes with this release.
	changing bool
	current  kube.ResourceList
	missing  bool
	brought  []string

	mutex sync.Mutex
	trial Trial
}

// One object of the release.
type one struct {
	source string
	info   *resource.Info
	hook   *v1.Hook
}

func (t *trying) begin(configuration *action.Configuration) error {
	if t.asked.Upgrade {
		if err := t.readCurrent(configuration); err != nil {
			return err
		}
	}
	for _, crd := range t.asked.Rendered.Crds {
		t.brought = append(t.brought, kindsBrought(crd.Text)...)
	}
	clients, err := configuration.KubernetesClientSet()
	if err != nil {
		return err
	}
	_, err = clients.CoreV1().Namespaces().Get(background, t.asked.Namespace, metav1.GetOptions{})
	t.missing = apierrors.IsNotFound(err)
	if err != nil && isAway(err) {
		return err
	}
	return nil
}

// As Helm does it: against the revision that is deployed, in the way in which the last one was applied.
func (t *trying) readCurrent(configuration *action.Configuration) error {
	last, err := configuration.Releases.Last(t.asked.Name)
	if errors.Is(err, driver.ErrReleaseNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	before := asRelease(last)
	if deployed, err := configuration.Releases.Deployed(t.asked.Name); err == nil {
		before = asRelease(deployed)
	}
	if before == nil {
		return nil
	}
	wasServerSide := before.ApplyMethod == string(v1.ApplyMethodServerSideApply)
	if t.asked.ServerSide == "" || t.asked.ServerSide == "auto" {
		t.serverSide = wasServerSide
	}
	t.changing = t.serverSide && !wasServerSide
	t.current, err = t.client.Build(bytes.NewBufferString(before.Manifest), false)
	if t.isOfTheWorld(err) {
		return err
	}
	return nil
}

// Helm makes texts of some errors; one thing is asked at a time as long as objects are made, so that the last answer tells.
func (t *trying) isOfTheWorld(err error) bool {
	return err != nil && (isAway(err) || apierrors.IsUnauthorized(err) || t.access.InTrouble())
}

func asRelease(from release.Releaser) *v1.Release {
	if made, ok := from.(*v1.Release); ok {
		return made
	}
	return nil
}

func (t *trying) all() error {
	files := map[string]string{}
	for _, each := range t.asked.Rendered.Templates {
		files[each.Source] = each.Text
	}
	hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
	if err != nil {
		return wire.Refusal(wire.Chart, "%v", err)
	}
	var objects []one
	for _, each := range manifests {
		made, err := t.built(each.Name, each.Content, nil)
		if err != nil {
			return err
		}
		objects = append(objects, made...)
	}
	for _, hook := range hooks {
		if !t.runs(hook) {
			continue
		}
		made, err := t.built(hook.Path, hook.Manifest, hook)
		if err != nil {
			return err
		}
		objects = append(objects, made...)
	}
	return t.each(objects)
}

func (t *trying) runs(hook *v1.Hook) bool {
	wanted := []v1.HookEvent{v1.HookPreInstall, v1.HookPostInstall}
	if t.asked.Upgrade {
		wanted = []v1.HookEvent{v1.HookPreUpgrade, v1.HookPostUpgrade}
	}
	return slices.ContainsFunc(hook.Events, func(event v1.HookEvent) bool { return slices.Contains(wanted, event) })
}

// Helm makes objects of the text before it applies anything, so what is none is refused as well.
func (t *trying) built(source, text string, hook *v1.Hook) ([]one, error) {
	infos, err := t.client.Build(bytes.NewBufferString(text), hook == nil)
	if t.isOfTheWorld(err) {
		return nil, err
	}
	if err != nil {
		head := struct{ metav1.TypeMeta }{}
		named := metav1.PartialObjectMetadata{}
		readHead(text, &head.TypeMeta, &named)
		if meta.IsNoMatchError(err) || strings.Contains(err.Error(), "no matches for kind") {
			if slices.Contains(t.brought, groupOf(head.APIVersion)+"/"+head.Kind) {
				t.note("%s %s could not be tried: this release brings the definition of its kind", head.Kind, named.Name)
				return nil, nil
			}
		}
		t.refuse(Refusal{
			Source: source, APIVersion: head.APIVersion, Kind: head.Kind, Namespace: named.Namespace, Name: named.Name,
			Because: "invalid", Message: err.Error(),
		})
		return nil, nil
	}
	var objects []one
	for _, info := range infos {
		objects = append(objects, one{source: source, info: info, hook: hook})
	}
	return objects, nil
}

func (t *trying) each(objects []one) error {
	t.trial.Refused = append([]Refusal{}, t.trial.Refused...)
	places := make(chan struct{}, atOnce)
	failures := make(chan error, len(objects))
	var all sync.WaitGroup
	for _, object := range objects {
		all.Add(1)
		places <- struct{}{}
		go func() {
			defer func() { <-places; all.Done() }()
			if err := t.judge(object, objects, t.apply(object)); err != nil {
				failures <- err
			}
		}()
	}
	all.Wait()
	close(failures)
	return <-failures
}

func (t *trying) apply(object one) error {
	if t.missing && object.info.Namespace == t.asked.Namespace {
		return t.elsewhere(object.info)
	}
	if object.hook != nil {
		return t.applyHook(object)
	}
	if err := marked(object.info, t.asked.Name, t.asked.Namespace); err != nil {
		return err
	}
	helper := resource.NewHelper(object.info.Client, object.info.Mapping)
	present, err := helper.Get(object.info.Namespace, object.info.Name)
	if apierrors.IsNotFound(err) || object.info.Name == "" {
		_, err = t.client.Create(kube.ResourceList{object.info}, kube.ClientCreateOptionServerSideApply(t.byServer(object.info), false))
		return err
	}
	if err != nil {
		return err
	}
	before := t.current.Get(object.info)
	if before == nil {
		if err := owned(present, t.asked.Name, t.asked.Namespace); err != nil && !t.asked.Adopt {
			return foreignObject{err}
		}
		copied := *object.info
		copied.Object = present
		before = &copied
	}
	// The managers of fields are not really changed in a dry run, so that they would seem to be somebody else's.
	err = t.update(before, object.info, t.serverSide && t.changing)
	if t.takesOver() && onlyTakenOver(err) {
		// Their fields are made Helm's before it applies; the rest of the object is still to be judged.
		return t.update(before, object.info, true)
	}
	return err
}

func (t *trying) update(before, after *resource.Info, force bool) error {
	_, err := t.client.Update(kube.ResourceList{before}, kube.ResourceList{after},
		kube.ClientUpdateOptionServerSideApply(t.serverSide, force))
	return err
}

// As in configured, for what is really applied.
func (t *trying) takesOver() bool { return t.asked.Adopt || t.asked.ServerSide == "true" }

func onlyTakenOver(err error) bool {
	var status apierrors.APIStatus
	if !apierrors.IsConflict(err) || !errors.As(err, &status) || status.Status().Details == nil {
		return false
	}
	causes := status.Status().Details.Causes
	return len(causes) > 0 && !slices.ContainsFunc(causes, func(cause metav1.StatusCause) bool {
		manager := conflictWith.FindStringSubmatch(cause.Message)
		return manager == nil || !cluster.IsTakenOver(manager[1])
	})
}

// Helm removes what the last run has left, unless it is told otherwise: that can't be in the way.
func (t *trying) applyHook(object one) error {
	policies := object.hook.DeletePolicies
	_, err := resource.NewHelper(object.info.Client, object.info.Mapping).Get(object.info.Namespace, object.info.Name)
	removed := len(policies) == 0 || slices.Contains(policies, v1.HookBeforeHookCreation)
	byServer := t.byServer(object.info) && (err != nil || !removed)
	_, err = t.client.Create(kube.ResourceList{object.info}, kube.ClientCreateOptionServerSideApply(byServer, false))
	return err
}

func (t *trying) byServer(info *resource.Info) bool { return t.serverSide && info.Name != "" }

// Where the namespace is still to be made, what is wrong with the object itself is found in another one.
func (t *trying) elsewhere(info *resource.Info) error {
	info.Namespace = standIn
	if object, err := meta.Accessor(info.Object); err == nil {
		object.SetNamespace(standIn)
	}
	_, err := t.client.Create(kube.ResourceList{info}, kube.ClientCreateOptionServerSideApply(false, false))
	info.Namespace = t.asked.Namespace
	if apierrors.IsInvalid(err) || apierrors.IsBadRequest(err) || (err != nil && isAway(err)) {
		return err
	}
	return nil
}

// An error is the world's, and ends the trial; the rest is said of the object.
func (t *trying) judge(object one, all []one, err error) error {
	if err == nil || apierrors.IsAlreadyExists(err) {
		return nil
	}
	info := object.info
	said := fmt.Sprintf("%s %s", info.Mapping.GroupVersionKind.Kind, info.Name)
	switch {
	case isAway(err), apierrors.IsUnauthorized(err):
		return fmt.Errorf("%s could not be tried: %w", said, err)
	case noDryRun.MatchString(err.Error()):
		t.note("%s could not be tried: %s", said, lastPart(err))
		return nil
	case slices.Contains(t.brought, info.Mapping.GroupVersionKind.Group+"/"+info.Mapping.GroupVersionKind.Kind):
		t.note("%s could not be tried: this release brings the definition of its kind", said)
		return nil
	case strings.Contains(err.Error(), "not found") && namesAnother(err.Error(), object, all):
		t.note("%s could not be tried: it needs what this release brings", said)
		return nil
	}
	t.refuse(Refusal{
		Source: object.source, APIVersion: info.Mapping.GroupVersionKind.GroupVersion().String(),
		Kind: info.Mapping.GroupVersionKind.Kind, Namespace: info.Namespace, Name: info.Name,
		Because: because(err), Message: lastPart(err), Fields: fields(err),
	})
	return nil
}

func because(err error) string {
	var foreign foreignObject
	switch {
	case errors.As(err, &foreign):
		return "owned"
	case apierrors.IsConflict(err):
		return "conflict"
	case apierrors.IsForbidden(err):
		if byRole.MatchString(err.Error()) {
			return "forbidden"
		}
		return "denied"
	case strings.Contains(err.Error(), "admission webhook") || strings.Contains(err.Error(), "ValidatingAdmissionPolicy"):
		return "denied"
	default:
		return "invalid"
	}
}

func fields(err error) []Field {
	found := []Field{}
	var status apierrors.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil {
		for _, cause := range status.Status().Details.Causes {
			found = append(found, Field{Path: cause.Field, Message: cause.Message})
		}
	}
	return found
}

// Without what Helm puts before it.
func lastPart(err error) string {
	var status apierrors.APIStatus
	if errors.As(err, &status) {
		return status.Status().Message
	}
	return err.Error()
}

func namesAnother(text string, object one, all []one) bool {
	return slices.ContainsFunc(all, func(other one) bool {
		return other.info != object.info && other.info.Name != "" && strings.Contains(text, `"`+other.info.Name+`"`)
	})
}

func (t *trying) refuse(refusal Refusal) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.trial.Refused = append(t.trial.Refused, refusal)
}

func (t *trying) note(format string, arguments ...any) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.trial.Notes = append(t.trial.Notes, fmt.Sprintf(format, arguments...))
}

func (t *trying) result() Trial {
	slices.SortFunc(t.trial.Refused, func(a, b Refusal) int {
		return strings.Compare(a.Source+a.Kind+a.Name, b.Source+b.Kind+b.Name)
	})
	slices.Sort(t.trial.Notes)
	t.trial.Notes = slices.Compact(t.trial.Notes)
	return t.trial
}
