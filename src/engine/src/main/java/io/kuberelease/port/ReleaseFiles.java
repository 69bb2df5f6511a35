package io.kuberelease.port;

import io.kuberelease.model.Digest;

/** Files that belong to a release, kept by content where they survive a crash; checked when read. Methods block. */
public interface ReleaseFiles {

    /** Keeps the content; it is on the disk when this returns. */
    Digest keep(byte[] content);

    /**
     * The content that was kept with this digest.
     *
     * @throws io.kuberelease.model.ReleaseException.Errored when it is not there or was altered
     */
    byte[] read(Digest digest);
}
