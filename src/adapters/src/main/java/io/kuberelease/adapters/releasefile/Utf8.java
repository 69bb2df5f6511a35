package io.kuberelease.adapters.releasefile;

import io.kuberelease.request.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes a file strictly as UTF-8 and says where it is something else. */
final class Utf8 {
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

    /** The text with a mark in place of what is not UTF-8, good enough to quote a line of it. */
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
