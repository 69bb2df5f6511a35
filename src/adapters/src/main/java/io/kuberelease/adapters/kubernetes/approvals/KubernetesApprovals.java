package io.kuberelease.adapters.kubernetes.approvals;

import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Digest;
import io.kuberelease.plan.AwaitedApproval;
import io.kuberelease.port.Approvals;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Approvals that the environment's cluster vouches for. Kubernetes records in a CertificateSigningRequest which user
 * made it, with their groups, and lets nobody change that, so an approver leaves one that names the decision. No
 * certificate is wanted: this signer has nobody who signs.
 */
public final class KubernetesApprovals implements Approvals {
    static final String SIGNER = "kube-release.io/approval";
    private static final String NAME = "kube-release-approval-";
    private static final int DIGITS = 40;

    private final Clusters clusters;
    private final VerifiedDecisions verified;

    /**
     * @param verified the decisions that this machine has verified already
     */
    public KubernetesApprovals(Clusters clusters, VerifiedDecisions verified) {
        this.clusters = clusters;
        this.verified = verified;
    }

    @Override
    public void prove(AwaitedApproval asked, Approval approval) {
        String decision = asked.fingerprint(approval).hex();
        String pem = SignedRequest.named(decision);
        CertificateSigningRequest proof = new CertificateSigningRequestBuilder()
                .withNewMetadata()
                .withName(name(decision))
                .addToLabels(Labels.APP, asked.environment().app().value())
                .endMetadata()
                .withNewSpec()
                .withSignerName(SIGNER)
                .withRequest(Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)))
                .withUsages("digital signature")
                .endSpec()
                .build();
        try {
            client(asked)
                    .certificates()
                    .v1()
                    .certificateSigningRequests()
                    .resource(proof)
                    .create();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw ClusterErrors.translate(
                        "leave a proof of the decision (a CertificateSigningRequest) in cluster "
                                + asked.environment().target().cluster(),
                        problem);
            }
        }
    }

    @Override
    public void witness(AwaitedApproval asked, Approval approval) {
        verified.keep(asked.fingerprint(approval));
    }

    @Override
    public Optional<String> doubt(AwaitedApproval asked, Approval approval) {
        // Without a list of approvers anybody who may write the journal may decide, so a proof would add nothing.
        List<Digest> names = asked.fingerprints(approval);
        if (asked.rule().by().isEmpty() || names.stream().anyMatch(verified::has)) {
            return Optional.empty();
        }
        String entry = "an entry by " + approval.by() + " in the journal";
        String cluster = "cluster " + asked.environment().target().cluster();
        Optional<CertificateSigningRequestSpec> proof;
        try {
            proof = names.stream().flatMap(each -> proof(asked, each).stream()).findFirst();
        } catch (KubernetesClientException problem) {
            if (problem.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.of(entry + " can't be checked, since " + cluster
                        + " does not let this release get certificatesigningrequests");
            }
            throw ClusterErrors.translate("look for the proof of a decision in " + cluster, problem);
        }
        Optional<String> why = proof.map(found -> doubt(found, asked, approval))
                .orElseGet(() -> Optional.of("nothing in " + cluster + " proves it"));
        if (why.isEmpty()) {
            verified.keep(asked.fingerprint(approval));
        }
        return why.map(reason -> entry + ": " + reason);
    }

    private Optional<CertificateSigningRequestSpec> proof(AwaitedApproval asked, Digest decision) {
        return Optional.ofNullable(client(asked)
                        .certificates()
                        .v1()
                        .certificateSigningRequests()
                        .withName(name(decision.hex()))
                        .get())
                .map(CertificateSigningRequest::getSpec);
    }

    private static Optional<String> doubt(
            CertificateSigningRequestSpec proof, AwaitedApproval asked, Approval approval) {
        String pem = new String(Base64.getMimeDecoder().decode(proof.getRequest()), StandardCharsets.UTF_8);
        if (!SIGNER.equals(proof.getSignerName())
                || asked.fingerprints(approval).stream().noneMatch(each -> SignedRequest.isNamed(pem, each.hex()))) {
            return Optional.of("what should prove it is about something else");
        }
        if (!approval.by().equals(proof.getUsername())) {
            return Optional.of("it was " + proof.getUsername() + " who wrote it");
        }
        List<String> who = new ArrayList<>(List.of(proof.getUsername()));
        if (proof.getGroups() != null) {
            who.addAll(proof.getGroups());
        }
        return who.stream().anyMatch(asked.rule().by()::contains)
                ? Optional.empty()
                : Optional.of("the approval is for "
                        + String.join(" or ", asked.rule().by()) + ", and " + proof.getUsername() + " is none of them");
    }

    private static String name(String decision) {
        return NAME + decision.substring(0, DIGITS);
    }

    private KubernetesClient client(AwaitedApproval asked) {
        return clusters.client(asked.environment().target());
    }
}
