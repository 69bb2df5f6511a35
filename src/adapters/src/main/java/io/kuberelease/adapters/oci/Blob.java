package io.kuberelease.adapters.oci;

import io.kuberelease.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes with a known digest and size, which can be read from any offset and more than once. */
interface Blob {
    Digest digest();

    long size();

    /** The bytes from the offset on; the caller closes the stream. */
    InputStream from(long offset) throws IOException;

    /** A blob in memory. */
    static Blob of(byte[] content) {
        return new Blob() {
            @Override
            public Digest digest() {
                return Digest.of(content);
            }

            @Override
            public long size() {
                return content.length;
            }

            @Override
            public InputStream from(long offset) {
                return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
            }
        };
    }
}
