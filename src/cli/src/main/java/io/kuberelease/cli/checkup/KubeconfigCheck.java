package io.kuberelease.cli.checkup;

/** Fails always: used instead of the clusters' checks when the user's kubeconfig has no context. */
public final class KubeconfigCheck implements Check {
    @Override
    public String name() {
        return "clusters";
    }

    @Override
    public Finding look() {
        return Finding.lacking(
                "there is no context in your kubeconfig",
                "set KUBECONFIG, or have your provider's program write ~/.kube/config (aws eks update-kubeconfig,"
                        + " gcloud container clusters get-credentials)");
    }
}
