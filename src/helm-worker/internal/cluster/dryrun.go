package cluster

import "net/http"

// DryRun makes an access that changes nothing: whatever would, is asked for as a dry run. By the transport, since Helm's
// own client knows no dry run where it merges on its own side.
func DryRun(kubeconfig, namespace string) (*Access, error) {
	access, err := From(kubeconfig, namespace, func() error { return nil })
	if err != nil {
		return nil, err
	}
	access.config.Wrap(func(next http.RoundTripper) http.RoundTripper { return dryRun{next: next} })
	return access, nil
}

type dryRun struct{ next http.RoundTripper }

func (d dryRun) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodGet && request.Method != http.MethodHead {
		request = request.Clone(request.Context())
		query := request.URL.Query()
		query.Set("dryRun", "All")
		request.URL.RawQuery = query.Encode()
	}
	return d.next.RoundTrip(request)
}
