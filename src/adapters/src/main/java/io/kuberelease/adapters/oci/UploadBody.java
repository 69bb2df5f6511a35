package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.Progress;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A part of a blob as a request's body. Counts the bytes sent, and keeps the error of the blob's source. */
final class UploadBody implements Progress, AutoCloseable {
    private final Blob blob;
    private final long from;
    private final long until;
    private final LongConsumer progress;
    private final AtomicLong moved = new AtomicLong();
    private final List<InputStream> opened = new CopyOnWriteArrayList<>();
    private volatile Optional<ReleaseException> failure = Optional.empty();

    /**
     * @param until the offset after the part's last byte
     * @param progress is given the number of bytes of each read
     */
    UploadBody(Blob blob, long from, long until, LongConsumer progress) {
        this.blob = blob;
        this.from = from;
        this.until = until;
        this.progress = progress;
    }

    /** A publisher for one request after the other; each reads the part from its beginning. */
    BodyPublisher publisher() {
        return from == until
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), until - from);
    }

    @Override
    public long moved() {
        return moved.get();
    }

    /** The error of the blob's source; empty when there was none. */
    Optional<ReleaseException> failure() {
        return failure;
    }

    @Override
    public void close() {
        opened.forEach(UploadBody::close);
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException alreadyBroken) {
            // Nothing is read from it any more.
        }
    }

    private InputStream open() {
        Part part = new Part();
        opened.add(part);
        return part;
    }

    /** Opens the source at the first read, so that all of its errors are caught in one place. */
    private final class Part extends InputStream {
        private InputStream in = InputStream.nullInputStream();
        private long left = until - from;
        private boolean begun;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            try {
                return count(source().read(into, start, (int) Math.min(length, left)));
            } catch (ReleaseException reason) {
                failure = Optional.of(reason);
                throw new IOException(reason.getMessage(), reason);
            }
        }

        private InputStream source() throws IOException {
            if (!begun) {
                begun = true;
                in = blob.from(from);
            }
            return in;
        }

        private int count(int got) {
            if (got > 0) {
                left -= got;
                moved.addAndGet(got);
                progress.accept(got);
            }
            return got;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
