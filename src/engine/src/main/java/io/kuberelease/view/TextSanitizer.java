package io.kuberelease.view;

import java.util.List;
import java.util.regex.Pattern;

/** Makes text from outside safe to show: nothing in it can move the cursor, change colours or reorder a line. */
public final class TextSanitizer {
    private static final Pattern SEQUENCE = Pattern.compile(
            "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]" // CSI: colours, cursor movement
                    + "|(?:\\x1b\\]|\\x9d)[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?" // OSC: titles, links
                    + "|(?:\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f])[^\\x1b\\x9c]*(?:\\x1b\\\\|\\x9c)?" // DCS, SOS, PM, APC
                    + "|\\x1b[ -/]*[0-~]?");

    /** Control characters, line separators, overrides of the direction, invisible ones. */
    private static final Pattern CONTROL = Pattern.compile(
            "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u2028\\u2029\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb\\x{e0000}-\\x{e007f}]");

    private TextSanitizer() {}

    /** The text as one safe line; tabs become spaces. */
    public static String text(String hostile) {
        String quiet = SEQUENCE.matcher(lastOverwrite(hostile)).replaceAll("");
        return CONTROL.matcher(quiet.replace("\t", "    ")).replaceAll("");
    }

    /** Each of the lines made safe. */
    public static List<String> lines(List<String> hostile) {
        return hostile.stream().map(TextSanitizer::text).toList();
    }

    /** Programs that show progress overwrite a line after a carriage return: what was written last is shown. */
    private static String lastOverwrite(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\r' || line.charAt(end - 1) == '\n')) {
            end--;
        }
        String whole = line.substring(0, end).replace("\r\n", " ").replace('\n', ' ');
        return whole.substring(whole.lastIndexOf('\r') + 1);
    }
}
