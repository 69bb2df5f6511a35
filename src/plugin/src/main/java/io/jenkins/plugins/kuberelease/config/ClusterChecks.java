package io.jenkins.plugins.kuberelease.config;

import hudson.util.FormValidation;
import io.kuberelease.adapters.cloud.aws.EksCluster;

/** Validates the fields of a cluster's form. Permissions must be checked before. */
final class ClusterChecks {
    private ClusterChecks() {}

    static FormValidation name(String name) {
        if (name.isBlank()) {
            return FormValidation.error("Give it the name that release files use");
        }
        return Forms.isCloud(name.strip())
                ? FormValidation.warning("There is a cloud of this name too; the cluster here is used")
                : FormValidation.ok();
    }

    static FormValidation address(String address) {
        return address.isBlank() || address.strip().matches("https?://[^/\\s].*")
                ? FormValidation.ok()
                : FormValidation.error("An address begins with https://");
    }

    static FormValidation caCertificate(String pem) {
        return pem.isBlank() || pem.contains("-----BEGIN CERTIFICATE-----")
                ? FormValidation.ok()
                : FormValidation.error("A certificate in PEM form begins with -----BEGIN CERTIFICATE-----");
    }

    static FormValidation credential(String credentialsId, String address) {
        return credentialsId.isBlank() && address.isBlank()
                ? FormValidation.error("Without an address, choose a kubeconfig")
                : FormValidation.ok();
    }

    static FormValidation eksCluster(String arn, String address) {
        if (arn.isBlank()) {
            return FormValidation.ok();
        }
        if (EksCluster.of(arn.strip()).isEmpty()) {
            return FormValidation.error("An ARN looks like arn:aws:eks:eu-west-1:123456789012:cluster/shop");
        }
        return address.isBlank() ? FormValidation.error("Set the address of the API server too") : FormValidation.ok();
    }
}
