package cluster

import (
	"fmt"

	"helm.sh/helm/v4/pkg/kube"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/cli-runtime/pkg/resource"
	"k8s.io/client-go/util/csaupgrade"
	"k8s.io/client-go/util/retry"
)

// Whose fields are taken over: those of kubectl, and "java", under which a Helm within a Java process has written. Fields of
// controllers stay theirs.
var takenOver = sets.New("kubectl-client-side-apply", "kubectl-create", "kubectl-edit", "kubectl-patch", "kubectl-replace",
	"kubectl-label", "kubectl-annotate", "java")

// IsTakenOver says whether fields of this manager are taken over, where a release takes over what is there.
func IsTakenOver(manager string) bool { return takenOver.Has(manager) }

// Update takes the fields of objects over before they are applied, where that is wanted; otherwise each would be a conflict.
func (c *Client) Update(originals, targets kube.ResourceList, options ...kube.ClientUpdateOption) (*kube.Result, error) {
	if c.TakeOver {
		for _, target := range targets {
			if err := takeOver(target); err != nil {
				return &kube.Result{}, fmt.Errorf("could not take over %s/%s: %w", target.Mapping.Resource.Resource, target.Name, err)
			}
		}
	}
	return c.Client.Update(originals, targets, options...)
}

func takeOver(target *resource.Info) error {
	return retry.RetryOnConflict(retry.DefaultRetry, func() error {
		helper := resource.NewHelper(target.Client, target.Mapping).WithFieldManager(kube.ManagedFieldsManager)
		there, err := helper.Get(target.Namespace, target.Name)
		if err != nil {
			if apierrors.IsNotFound(err) {
				return nil
			}
			return err
		}
		patch, err := csaupgrade.UpgradeManagedFieldsPatch(there, takenOver, kube.ManagedFieldsManager)
		if err != nil || len(patch) == 0 {
			return err
		}
		_, err = helper.Patch(target.Namespace, target.Name, types.JSONPatchType, patch, nil)
		return err
	})
}
