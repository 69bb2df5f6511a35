package cluster

import (
	"context"
	"time"

	"helm.sh/helm/v4/pkg/kube"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/cli-runtime/pkg/resource"
)

const deletedYet = 100 * time.Millisecond

// Client is Helm's own, apart from how it waits, and from what has no name before it is there.
type Client struct {
	*kube.Client
	// WaitReady waits for the workloads too, before hooks that come after them.
	WaitReady bool
	// TakeOver makes fields ours that kubectl has set.
	TakeOver bool
}

// Create makes what has a generateName as it was made before server-side apply, which takes none.
func (c *Client) Create(resources kube.ResourceList, options ...kube.ClientCreateOption) (*kube.Result, error) {
	named := resources.Filter(hasName)
	nameless := resources.Filter(func(info *resource.Info) bool { return !hasName(info) })
	if len(nameless) == 0 {
		return c.Client.Create(resources, options...)
	}
	made := &kube.Result{}
	if len(named) > 0 {
		result, err := c.Client.Create(named, options...)
		if err != nil {
			return nil, err
		}
		made.Created = append(made.Created, result.Created...)
	}
	result, err := c.Client.Create(nameless, kube.ClientCreateOptionServerSideApply(false, false))
	if err != nil {
		return nil, err
	}
	made.Created = append(made.Created, result.Created...)
	return made, nil
}

// Delete leaves alone what was never given a name: there is nothing of it yet.
func (c *Client) Delete(resources kube.ResourceList, policy metav1.DeletionPropagation) (*kube.Result, []error) {
	named := resources.Filter(hasName)
	if len(named) == 0 {
		return &kube.Result{}, nil
	}
	return c.Client.Delete(named, policy)
}

func hasName(info *resource.Info) bool { return info.Name != "" }

// GetWaiter is asked by Helm.
func (c *Client) GetWaiter(strategy kube.WaitStrategy) (kube.Waiter, error) {
	return c.GetWaiterWithOptions(strategy)
}

// GetWaiterWithOptions waits for hooks as Helm 3 did. Helm 4's own way never sees the end of a hook that is removed when it
// is done, and does not wait until the last run's is gone.
func (c *Client) GetWaiterWithOptions(_ kube.WaitStrategy, options ...kube.WaitOption) (kube.Waiter, error) {
	hooks, err := c.Client.GetWaiterWithOptions(kube.LegacyStrategy, options...)
	if err != nil {
		return nil, err
	}
	ready, err := c.Client.GetWaiterWithOptions(kube.StatusWatcherStrategy, options...)
	if err != nil {
		return nil, err
	}
	return &waiter{Waiter: ready, hooks: hooks, waitReady: c.WaitReady}, nil
}

type waiter struct {
	kube.Waiter
	hooks     kube.Waiter
	waitReady bool
}

func (w *waiter) Wait(resources kube.ResourceList, timeout time.Duration) error {
	if !w.waitReady || len(resources) == 0 {
		return nil
	}
	return w.Waiter.Wait(resources, timeout)
}

func (w *waiter) WatchUntilReady(resources kube.ResourceList, timeout time.Duration) error {
	return w.hooks.WatchUntilReady(resources, timeout)
}

func (w *waiter) WaitForDelete(resources kube.ResourceList, timeout time.Duration) error {
	within, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return wait.PollUntilContextCancel(within, deletedYet, true, func(context.Context) (bool, error) {
		for _, each := range resources.Filter(hasName) {
			if err := each.Get(); err == nil || !apierrors.IsNotFound(err) {
				return false, err
			}
		}
		return true, nil
	})
}
