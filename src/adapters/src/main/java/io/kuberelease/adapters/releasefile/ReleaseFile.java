package io.kuberelease.adapters.releasefile;

import io.kuberelease.adapters.releasefile.ReadResult.Read;
import io.kuberelease.adapters.releasefile.ReadResult.Unreadable;
import io.kuberelease.plan.Problem;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code kube-release.yaml} as YAML 1.2, every key and value with its place. Only the syntax is checked. */
public final class ReleaseFile {
    /** In bytes, far more than a release file ever has; keeps a wrong file from filling the memory. */
    private static final long LARGEST = 1_000_000;

    private ReleaseFile() {}

    /** Reads the file at the path; {@code name} is what the user calls it, for the places of its problems. */
    public static ReadResult read(Path path, String name) {
        try {
            if (Files.size(path) > LARGEST) {
                return unreadable(name, "is larger than 1 MB, so it is no release file", "say which file is meant");
            }
            return parse(Files.readAllBytes(path), name);
        } catch (NoSuchFileException missing) {
            return unreadable(name, "is not there", "run kube-release init, which writes one, or say where it is");
        } catch (IOException failed) {
            return unreadable(name, "can't be read: " + failed, "see that it is a file that you may read");
        }
    }

    /** Reads the content of a file that the user calls {@code name}. */
    public static ReadResult parse(byte[] content, String name) {
        String text = "";
        try {
            text = Utf8.decode(content, name);
            Node root = new YamlReader(name).read(text);
            return new Read(root, text);
        } catch (SyntaxException wrong) {
            return new Unreadable(wrong.problem(), text.isEmpty() ? Utf8.readable(content) : text);
        }
    }

    private static ReadResult unreadable(String name, String reason, String fix) {
        return new Unreadable(new Problem(new Place(name, 0, 0), "the file", Optional.empty(), reason, fix), "");
    }

    /** Decodes a file strictly as UTF-8 and says where it is something else. */
    private static final class Utf8 {
        private static final String FIX = "save the file as UTF-8";

        private Utf8() {}

        /** The text without a byte order mark. */
        static String decode(byte[] content, String name) throws SyntaxException {
            if (content.length >= 2 && isUtf16(content[0] & 0xff, content[1] & 0xff)) {
                throw new SyntaxException(new Place(name, 1, 1), "is saved as UTF-16", FIX);
            }
            CharsetDecoder decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            CharBuffer text = CharBuffer.allocate(content.length + 1);
            CoderResult result = decoder.decode(ByteBuffer.wrap(content), text, true);
            String decoded = text.flip().toString();
            if (result.isError()) {
                throw new SyntaxException(end(decoded, name), "holds bytes that are not UTF-8", FIX);
            }
            return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        }

        /** The text with replacement characters for what is not UTF-8, good enough to quote a line of it. */
        static String readable(byte[] content) {
            return new String(content, StandardCharsets.UTF_8);
        }

        private static boolean isUtf16(int first, int second) {
            return (first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe);
        }

        private static Place end(String text, String name) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            String last = text.substring(text.lastIndexOf('\n') + 1);
            return new Place(name, line, 1 + last.codePointCount(0, last.length()));
        }
    }
}
