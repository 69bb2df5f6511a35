package io.kuberelease.adapters.oci;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageRepository;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A blob whose digest is checked as it is read: the last bytes are returned only if all are right. The hash is saved
 * every few MiB, so that going back a little means reading only a little again.
 */
final class CheckedBlob implements Blob {
    private static final long STEP = 4 << 20;
    private static final int SKIPPED_AT_ONCE = 64 << 10;

    private final Blob blob;
    private final ImageRepository source;
    private final TreeMap<Long, MessageDigest> hashes = new TreeMap<>();

    CheckedBlob(Blob blob, ImageRepository source) {
        this.blob = blob;
        this.source = source;
        hashes.put(0L, sha256());
    }

    @Override
    public Digest digest() {
        return blob.digest();
    }

    @Override
    public long size() {
        return blob.size();
    }

    /** Reads from the last saved hash before the offset, and skips to the offset. */
    @Override
    public InputStream from(long offset) throws IOException {
        Map.Entry<Long, MessageDigest> near;
        synchronized (hashes) {
            near = hashes.floorEntry(offset);
        }
        InputStream stream = new Checking(blob.from(near.getKey()), near.getKey(), copy(near.getValue()));
        skip(stream, offset - near.getKey());
        return stream;
    }

    private static void skip(InputStream stream, long bytes) throws IOException {
        byte[] skipped = new byte[SKIPPED_AT_ONCE];
        for (long left = bytes; left > 0; ) {
            int got = stream.read(skipped, 0, (int) Math.min(left, skipped.length));
            if (got < 0) {
                throw new EOFException("ended " + left + " bytes early");
            }
            left -= got;
        }
    }

    private final class Checking extends FilterInputStream {
        private final MessageDigest hash;
        private long position;

        private Checking(InputStream in, long position, MessageDigest hash) {
            super(in);
            this.position = position;
            this.hash = hash;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            int wanted = (int) Math.min(length, STEP - position % STEP);
            int got = in.read(into, start, wanted);
            if (got > 0) {
                hash.update(into, start, got);
                position += got;
                remember();
            }
            return got;
        }

        private void remember() {
            if (position == size()
                    && !HexFormat.of().formatHex(copy(hash).digest()).equals(digest().hex())) {
                throw RegistryErrors.badAnswer(source, "the content of " + digest() + " has another digest");
            }
            if (position % STEP == 0) {
                synchronized (hashes) {
                    hashes.put(position, copy(hash));
                }
            }
        }
    }

    private static MessageDigest copy(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
