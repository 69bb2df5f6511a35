package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.HttpDownload;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;

/** A blob streamed from a registry; after a broken connection it goes on at the same offset. */
final class RemoteBlob implements Blob {
    private static final int WHOLE = 200;

    private final AuthenticatedTransport authenticatedTransport;
    private final RetryPolicy retryPolicy;
    private final ImageRepository repository;
    private final Digest digest;
    private final long size;

    RemoteBlob(
            AuthenticatedTransport authenticatedTransport,
            RetryPolicy retryPolicy,
            ImageRepository repository,
            Digest digest,
            long size) {
        this.authenticatedTransport = authenticatedTransport;
        this.retryPolicy = retryPolicy;
        this.repository = repository;
        this.digest = digest;
        this.size = size;
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream from(long offset) {
        return new Stream(offset);
    }

    private InputStream open(long offset) throws IOException {
        HttpRequest.Builder request =
                authenticatedTransport.to(repository, "blobs/" + digest).GET();
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        HttpDownload download = authenticatedTransport.open(request, Scope.pull(repository));
        authenticatedTransport.require(download.answer(), "read blob " + digest.abbreviated() + " of", repository);
        if (download.answer().status() == WHOLE) {
            download.body().skipNBytes(offset);
        }
        return download.body();
    }

    /** Ends only after the blob's last byte: an answer that ends earlier counts as a broken connection. */
    private final class Stream extends InputStream {
        private long position;
        private int failures;
        private InputStream open = InputStream.nullInputStream();
        private boolean connected;

        private Stream(long position) {
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            while (position < size) {
                try {
                    int got = connected().read(into, start, (int) Math.min(length, size - position));
                    if (got > 0) {
                        position += got;
                        failures = 0;
                        return got;
                    }
                    throw new IOException("the answer ended after " + position + " of " + size + " bytes");
                } catch (IOException broken) {
                    reconnect(RegistryErrors.unreached(repository.registry(), broken));
                } catch (ReleaseException.Errored unreached) {
                    reconnect(unreached);
                }
            }
            return -1;
        }

        private InputStream connected() throws IOException {
            if (!connected) {
                open = open(position);
                connected = true;
            }
            return open;
        }

        private void reconnect(ReleaseException why) throws IOException {
            close();
            if (++failures >= RetryPolicy.TRIES) {
                throw why;
            }
            retryPolicy.spend(RetryPolicy.after(failures), repository.registry());
        }

        @Override
        public void close() throws IOException {
            connected = false;
            open.close();
        }
    }
}
