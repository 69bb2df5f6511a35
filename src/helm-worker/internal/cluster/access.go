// Package cluster goes to the API server of one kubeconfig, and lets nothing be changed there that may not be.
package cluster

import (
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
)

// kubectl's own.
const (
	requestsPerSecond = 50
	burst             = 300
	// An API server gives up after 60 s by itself, and has until then for the webhooks of a write.
	readTime  = 30 * time.Second
	writeTime = 70 * time.Second
)

// Access is what Helm needs to find a cluster. Made for one request.
type Access struct {
	config    *rest.Config
	loader    clientcmd.ClientConfig
	discovery discovery.CachedDiscoveryInterface
	mapper    *restmapper.DeferredDiscoveryRESTMapper
	trouble   atomic.Bool
}

// From reads a kubeconfig. Without one Helm would take whatever cluster it finds.
func From(kubeconfig, namespace string, mayWrite func() error) (*Access, error) {
	if kubeconfig == "" {
		return nil, errors.New("the request names no cluster: kubeconfig is empty")
	}
	raw, err := clientcmd.Load([]byte(kubeconfig))
	if err != nil {
		return nil, err
	}
	overrides := &clientcmd.ConfigOverrides{}
	overrides.Context.Namespace = namespace
	loader := clientcmd.NewDefaultClientConfig(*raw, overrides)
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, err
	}
	access := &Access{config: config, loader: loader}
	config.QPS, config.Burst = requestsPerSecond, burst
	config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		return &guarded{next: next, mayWrite: mayWrite, trouble: &access.trouble, reads: readTime, writes: writeTime}
	})
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	access.discovery = memory.NewMemCacheClient(client)
	access.mapper = restmapper.NewDeferredDiscoveryRESTMapper(access.discovery)
	return access, nil
}

// InTrouble says whether the API server gave no proper answer to the last question.
func (a *Access) InTrouble() bool { return a.trouble.Load() }

// ToRESTConfig is asked by Helm, as the others below.
func (a *Access) ToRESTConfig() (*rest.Config, error) { return a.config, nil }

// ToDiscoveryClient remembers what it was told.
func (a *Access) ToDiscoveryClient() (discovery.CachedDiscoveryInterface, error) {
	return a.discovery, nil
}

// ToRESTMapper knows short names too.
func (a *Access) ToRESTMapper() (meta.RESTMapper, error) {
	return restmapper.NewShortcutExpander(a.mapper, a.discovery, nil), nil
}

// ToRawKubeConfigLoader has the namespace of the release.
func (a *Access) ToRawKubeConfigLoader() clientcmd.ClientConfig { return a.loader }
