package ops

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"kuberelease.io/helm-worker/internal/wire"
)

func (a *apiServer) tries(t *testing.T, asked TrialArguments, objects ...string) (Trial, *wire.Error) {
	t.Helper()
	asked.Name, asked.Namespace, asked.Kubeconfig = "tiny", "apps", a.kubeconfig()
	joined := Template{Source: "tiny/templates/all.yaml", Text: strings.Join(objects, "---\n")}
	asked.Rendered.Templates = []Template{joined}
	trial, refused := ask[Trial](t, "trial", asked)
	if len(a.unlawful) > 0 {
		t.Error("not asked as a dry run:", a.unlawful)
	}
	return trial, refused
}

func whyOfEach(refusals []Refusal) map[string]string {
	found := map[string]string{}
	for _, each := range refusals {
		found[each.Name] = each.Because
	}
	return found
}

func TestATrialSaysOfEachObjectWhyItWouldBeRefused(t *testing.T) {
	server := newAPIServer(t)
	server.refusals["ill"] = status(http.StatusUnprocessableEntity, "Invalid", "ConfigMap ill is invalid",
		`{"reason":"FieldValueInvalid","field":"metadata.labels","message":"must be no more than 63 characters"}`)
	server.refusals["unasked"] = status(http.StatusForbidden, "Forbidden",
		`configmaps is forbidden: User "jane" cannot patch resource "configmaps"`, "")
	server.refusals["full"] = status(http.StatusForbidden, "Forbidden", "configmaps full is forbidden: exceeded quota: small", "")
	server.refusals["policed"] = status(http.StatusBadRequest, "BadRequest", `admission webhook "p.example" denied the request: no`, "")
	server.refusals["theirs"] = status(http.StatusConflict, "Conflict", "Apply failed with 1 conflict",
		`{"reason":"FieldManagerConflict","field":".data.a","message":"conflict with \"somebody\""}`)
	server.present["foreign"] = `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"foreign","namespace":"apps"}}`

	trial, refused := server.tries(t, TrialArguments{}, configMap("good", "1"), configMap("ill", "1"), configMap("unasked", "1"),
		configMap("full", "1"), configMap("policed", "1"), configMap("theirs", "1"), configMap("foreign", "1"),
		"apiVersion: nowhere.example/v1\nkind: Unknown\nmetadata: {name: odd, annotations: {helm.sh/hook: pre-install}}\n")

	if refused != nil {
		t.Fatal(refused)
	}
	want := map[string]string{"ill": "invalid", "unasked": "forbidden", "full": "denied", "policed": "denied", "theirs": "conflict",
		"foreign": "owned", "odd": "invalid"}
	for name, why := range want {
		if whyOfEach(trial.Refused)[name] != why {
			t.Error(name, "is", whyOfEach(trial.Refused)[name], "and not", why)
		}
	}
	if len(trial.Refused) != len(want) {
		t.Error(trial.Refused)
	}
	ill := trial.Refused[slices.IndexFunc(trial.Refused, func(each Refusal) bool { return each.Name == "ill" })]
	if len(ill.Fields) != 1 || ill.Fields[0].Path != "metadata.labels" || ill.Source != "tiny/templates/all.yaml" {
		t.Error(ill)
	}
}

func TestTheApiServersTroubleIsNoFaultOfAnObject(t *testing.T) {
	troubles := map[string]http.HandlerFunc{
		"cut in the middle":   cut,
		"busy":                status(http.StatusTooManyRequests, "TooManyRequests", "too many requests", ""),
		"etcd":                status(http.StatusInternalServerError, "InternalError", "etcdserver: request timed out", ""),
		"before it":           func(answer http.ResponseWriter, _ *http.Request) { answer.WriteHeader(http.StatusBadGateway) },
		"a page":              page,
		"another writer":      status(http.StatusConflict, "Conflict", "Operation cannot be fulfilled: the object has been modified", ""),
		"the webhook is away": status(http.StatusInternalServerError, "InternalError", "failed calling webhook: connection refused", ""),
	}
	for name, trouble := range troubles {
		t.Run(name, func(t *testing.T) {
			server := newAPIServer(t)
			server.refusals["a"] = trouble

			trial, refused := server.tries(t, TrialArguments{}, configMap("a", "1"), configMap("b", "1"))

			if refused == nil || refused.Kind != wire.Unreachable {
				t.Error(trial, refused)
			}
		})
	}
}

func TestTroubleBeforeAnObjectIsTriedIsNoFaultOfItEither(t *testing.T) {
	for _, where := range []string{"/api/v1", "/openapi/v3", "/api/v1/namespaces/apps", "/api/v1/namespaces/apps/configmaps/a"} {
		for name, trouble := range map[string]http.HandlerFunc{
			"cut": cut, "page": page, "away": status(http.StatusServiceUnavailable, "ServiceUnavailable", "not ready", ""),
		} {
			t.Run(name+" at "+where, func(t *testing.T) {
				server := newAPIServer(t)
				server.answers[where] = trouble
				server.answers["/openapi/v2"] = trouble

				trial, refused := server.tries(t, TrialArguments{}, configMap("a", "1"))

				if refused == nil || refused.Kind != wire.Unreachable {
					t.Error(trial, refused)
				}
			})
		}
	}
}

func TestAnEndedTokenIsNoFaultOfAnObject(t *testing.T) {
	server := newAPIServer(t)
	server.refusals["a"] = status(http.StatusUnauthorized, "Unauthorized", "Unauthorized", "")

	trial, refused := server.tries(t, TrialArguments{}, configMap("a", "1"))

	if refused == nil || refused.Kind != wire.Forbidden || !strings.Contains(refused.Message, "Unauthorized") {
		t.Error(trial, refused)
	}
}

func TestWhatCanNotBeTriedIsNotedAndNotRefused(t *testing.T) {
	server := newAPIServer(t)
	server.refusals["a"] = status(http.StatusBadRequest, "BadRequest", "admission webhook does not support dry run", "")
	definition := "kind: CustomResourceDefinition\nspec: {group: nowhere.example, names: {kind: Thing}}\n"

	trial, refused := server.tries(t, TrialArguments{Rendered: Rendered{Crds: []Template{{"crds/thing.yaml", definition}}}},
		configMap("a", "1"), "apiVersion: nowhere.example/v1\nkind: Thing\nmetadata: {name: odd, annotations: {helm.sh/hook: pre-install}}\n")

	if refused != nil || len(trial.Refused) > 0 || len(trial.Notes) != 2 {
		t.Error(trial, refused)
	}
}

func TestWhatBelongsToANamespaceThatIsStillToBeMadeIsTriedInAnother(t *testing.T) {
	server := newAPIServer(t)
	delete(server.answers, "/api/v1/namespaces/apps")
	server.refusals["ill"] = status(http.StatusUnprocessableEntity, "Invalid", "ConfigMap ill is invalid", "")
	server.refusals["full"] = status(http.StatusForbidden, "Forbidden", "exceeded quota: of the other namespace", "")

	trial, refused := server.tries(t, TrialArguments{}, configMap("ill", "1"), configMap("full", "1"))

	slices.Sort(server.written)
	if refused != nil || !slices.Equal(server.written, []string{"POST default full", "POST default ill"}) {
		t.Error(server.written, refused)
	}
	if len(trial.Refused) != 1 || trial.Refused[0].Name != "ill" || trial.Refused[0].Namespace != "apps" {
		t.Error(trial.Refused)
	}
}

func TestWhatIsThereIsTakenOverWhereThatIsAskedFor(t *testing.T) {
	server := newAPIServer(t)
	server.present["a"] = `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"apps"}}`

	without, _ := server.tries(t, TrialArguments{}, configMap("a", "1"))
	with, refused := server.tries(t, TrialArguments{Adopt: true}, configMap("a", "1"))

	if len(without.Refused) != 1 || without.Refused[0].Because != "owned" || len(with.Refused) > 0 || refused != nil {
		t.Error(without, with, refused)
	}
}
