package io.kuberelease.adapters.kubernetes.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report as text that a strict parser accepts: test tools write terminal colours and any output of tests into their
 * files, some of which XML forbids. Colours are removed and forbidden characters become U+FFFD; line numbers stay.
 *
 * @param text the text without its XML declaration, whose encoding was used
 * @param mended whether anything was removed or replaced, apart from the declaration
 */
record ReportText(String text, boolean mended) {
    private static final Pattern DECLARATION = Pattern.compile("^\\s*<\\?xml\\s[^>]*\\?>");
    private static final Pattern ENCODING = Pattern.compile("encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']");
    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern REFERENCE = Pattern.compile("&#(x[0-9a-fA-F]+|[0-9]+);");
    private static final Pattern FORBIDDEN =
            Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]");
    private static final String SIGN = "\ufffd";
    private static final int HEAD = 200;

    static ReportText of(byte[] file) {
        String decoded = new String(file, encoding(file));
        String whole = decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
        Matcher declaration = DECLARATION.matcher(whole);
        String plain = declaration.find()
                ? declaration.group().replaceAll("[^\\n]", "") + whole.substring(declaration.end())
                : whole;
        String allowed = FORBIDDEN
                .matcher(COLOUR.matcher(withoutForbiddenReferences(plain)).replaceAll(""))
                .replaceAll(SIGN);
        return new ReportText(allowed, !allowed.equals(plain));
    }

    /** The file for another strict parser: unchanged if nothing had to be mended, else mended and in UTF-8. */
    static byte[] readable(byte[] file) {
        ReportText text = of(file);
        return text.mended() ? text.text().getBytes(UTF_8) : file;
    }

    private static String withoutForbiddenReferences(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> isAllowed(found.group(1)) ? Matcher.quoteReplacement(found.group()) : SIGN);
    }

    private static boolean isAllowed(String number) {
        try {
            int letter = number.startsWith("x") ? Integer.parseInt(number.substring(1), 16) : Integer.parseInt(number);
            return Character.isValidCodePoint(letter)
                    && !FORBIDDEN.matcher(Character.toString(letter)).find();
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    /**
     * The encoding by its byte order mark, by the bytes of its first character, or by its XML declaration; else UTF-8.
     */
    private static Charset encoding(byte[] file) {
        if (begins(file, 0xff, 0xfe) || begins(file, '<', 0)) {
            return UTF_16LE;
        }
        if (begins(file, 0xfe, 0xff) || begins(file, 0, '<')) {
            return UTF_16BE;
        }
        if (begins(file, 0xef, 0xbb)) {
            return UTF_8;
        }
        Matcher declaration = DECLARATION.matcher(new String(file, 0, Math.min(HEAD, file.length), ISO_8859_1));
        Matcher encoding = ENCODING.matcher(declaration.find() ? declaration.group() : "");
        return encoding.find() ? named(encoding.group(1)) : UTF_8;
    }

    /**
     * The declared encoding; UTF-8 if it is unknown, or a UTF-16 or UTF-32 that the file, read as ASCII, can't be in.
     */
    private static Charset named(String name) {
        try {
            Charset named = Charset.forName(name);
            return named.name().startsWith("UTF-16") || named.name().startsWith("UTF-32") ? UTF_8 : named;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return UTF_8;
        }
    }

    private static boolean begins(byte[] file, int first, int second) {
        return file.length > 1 && (file[0] & 0xff) == first && (file[1] & 0xff) == second;
    }
}
