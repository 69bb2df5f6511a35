package io.kuberelease.adapters.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ClusterErrorsTest {

    @Test
    void aNamespaceThatIsGoingAwayIsNoMatterOfRights() {
        ReleaseException told = ClusterErrors.translate(
                "write the journal",
                refused(
                        403,
                        "configmaps \"x\" is forbidden: unable to create new content in namespace polls because it is"
                                + " being terminated"));

        assertThat(told).isInstanceOf(ReleaseException.Errored.class);
        assertThat(told.reason().kind()).isEqualTo(CauseKind.UNAVAILABLE);
        assertThat(told.reason().suggestion().orElseThrow()).contains("wait until the namespace is gone");
    }

    @Test
    void whatWeMayNotDoStaysAMatterOfRights() {
        assertThat(ClusterErrors.translate("write the journal", refused(403, "user bob can't create configmaps"))
                        .reason()
                        .kind())
                .isEqualTo(CauseKind.ACCESS_DENIED);
    }

    @Test
    void whatLoggingInSaysIsToldAsItIs() {
        ReleaseException.Failed login =
                new ReleaseException.Failed(Cause.of(CauseKind.ACCESS_DENIED, "the session has ended"));

        assertThat(ClusterErrors.translate(
                        "read pods", new KubernetesClientException("failed", new IOException("interceptor", login))))
                .isSameAs(login);
    }

    /** The client wraps an interruption more than once; its name in Java is nobody's concern. */
    @Test
    void whoeverWasStoppedIsToldSo() {
        ReleaseException told = ClusterErrors.translate(
                "read pods",
                new KubernetesClientException("failed", new IOException("waited", new InterruptedException())));

        assertThat(told)
                .isInstanceOf(ReleaseException.Aborted.class)
                .hasMessageContaining("stopped while trying to read pods");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static KubernetesClientException refused(int code, String message) {
        return new KubernetesClientException(
                message,
                code,
                new StatusBuilder().withCode(code).withMessage(message).build());
    }
}
