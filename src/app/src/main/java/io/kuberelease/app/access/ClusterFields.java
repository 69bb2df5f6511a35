package io.kuberelease.app.access;

import io.kuberelease.adapters.cloud.aws.EksCluster;
import java.util.Optional;

/**
 * The fields of a form in which a cluster is configured; empty where nothing was filled in. Each method returns what is
 * wrong with one of them, for the person at the form.
 */
public record ClusterFields(String name, String address, String caCertificate, String credential, String eksCluster) {

    public Optional<String> wrongName() {
        return wrong(name.isBlank(), "Give it the name that release files use");
    }

    public Optional<String> wrongAddress() {
        return wrong(
                !address.isBlank() && !address.strip().matches("https?://[^/\\s].*"),
                "An address begins with https://");
    }

    /** The CA certificates of the API server. */
    public Optional<String> wrongCaCertificate() {
        return wrong(
                !caCertificate.isBlank() && !caCertificate.contains("-----BEGIN CERTIFICATE-----"),
                "A certificate in PEM form begins with -----BEGIN CERTIFICATE-----");
    }

    public Optional<String> wrongCredential() {
        return wrong(credential.isBlank() && address.isBlank(), "Without an address, choose a kubeconfig");
    }

    /** The ARN of a cluster at Amazon. */
    public Optional<String> wrongEksCluster() {
        if (eksCluster.isBlank()) {
            return Optional.empty();
        }
        return EksCluster.of(eksCluster.strip()).isEmpty()
                ? Optional.of("An ARN looks like arn:aws:eks:eu-west-1:123456789012:cluster/shop")
                : wrong(address.isBlank(), "Set the address of the API server too");
    }

    private static Optional<String> wrong(boolean wrong, String words) {
        return wrong ? Optional.of(words) : Optional.empty();
    }
}
