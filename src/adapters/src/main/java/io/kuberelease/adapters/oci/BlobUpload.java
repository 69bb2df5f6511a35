package io.kuberelease.adapters.oci;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Uploads a blob to a repository: not if it is there, by a mount where possible, and after a failure only what is
 * missing.
 */
final class BlobUpload {
    private final AuthenticatedTransport authenticatedTransport;
    private final RetryPolicy retryPolicy;

    BlobUpload(AuthenticatedTransport authenticatedTransport, RetryPolicy retryPolicy) {
        this.authenticatedTransport = authenticatedTransport;
        this.retryPolicy = retryPolicy;
    }

    /** Sends the blob unless it is there. */
    void send(ImageRepository to, Blob blob, LongConsumer progress) {
        if (!has(to, blob.digest())) {
            send(new UploadSession(authenticatedTransport, to, blob, progress), to, blob);
        }
    }

    /** Mounts the blob from another repository of the same registry; if the registry refuses, the blob is sent. */
    void mount(ImageRepository to, Blob blob, ImageRepository from, LongConsumer progress) {
        UploadSession session = new UploadSession(authenticatedTransport, to, blob, progress);
        if (session.mount(from)) {
            return;
        }
        if (has(to, blob.digest())) {
            session.abandon();
            return;
        }
        send(session, to, blob);
    }

    /** Tries again after failures; they are counted anew whenever more of the blob has arrived. */
    private void send(UploadSession session, ImageRepository to, Blob blob) {
        long best = 0;
        for (int failures = 0; ; ) {
            try {
                session.send();
                return;
            } catch (ReleaseException.Errored broken) {
                failures++;
                wait(failures, broken, to);
                if (isThereAfterAll(session, failures, to, blob)) {
                    return;
                }
                failures = session.arrived() > best ? 0 : failures;
                best = Math.max(best, session.arrived());
            }
        }
    }

    private void wait(int failures, ReleaseException.Errored broken, ImageRepository to) {
        Duration asked = broken.retryAfter();
        if (failures >= RetryPolicy.TRIES || !RetryPolicy.isShort(asked)) {
            throw broken;
        }
        retryPolicy.spend(asked.isZero() ? RetryPolicy.after(failures) : asked, to.registry());
    }

    /**
     * Whether the blob has arrived after all. If the registry can't tell how much has arrived, the next try sends all
     * of it.
     */
    private boolean isThereAfterAll(UploadSession session, int failures, ImageRepository to, Blob blob) {
        try {
            if (failures == 1) {
                session.recover();
            } else {
                session.abandon();
            }
            return has(to, blob.digest());
        } catch (ReleaseException.Errored stillBroken) {
            return false; // The next try finds out, and counts as a failure if it fails too.
        }
    }

    private boolean has(ImageRepository repository, Digest digest) {
        return authenticatedTransport
                .send(
                        authenticatedTransport
                                .to(repository, "blobs/" + digest)
                                .method("HEAD", BodyPublishers.noBody()),
                        Scope.push(repository))
                .ok();
    }
}
