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

/** A part of a blob as the body of one request: how far it has come, and what was wrong with its source. */
final class UploadBody implements Progress, AutoCloseable {
    private final Blob blob;
    private final long from;
    private final long until;
    private final LongConsumer progress;
    private final AtomicLong moved = new AtomicLong();
    private final List<InputStream> opened = new CopyOnWriteArrayList<>();
    private volatile Optional<ReleaseException> failure = Optional.empty();

    /**
     * @param until the offset of the first byte that is no part of it
     * @param progress is told of each few bytes that are sent
     */
    UploadBody(Blob blob, long from, long until, LongConsumer progress) {
        this.blob = blob;
        this.from = from;
        this.until = until;
        this.progress = progress;
    }

    /** May be used for more than one request, one after the other. */
    BodyPublisher publisher() {
        return from == until
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::open), until - from);
    }

    @Override
    public long moved() {
        return moved.get();
    }

    /** Why the source gave no more. */
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

    /** Opened when it is first read, so that what is wrong with the source is seen in one place. */
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
