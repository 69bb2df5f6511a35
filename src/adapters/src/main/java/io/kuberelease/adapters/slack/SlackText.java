package io.kuberelease.adapters.slack;

import java.util.regex.Pattern;

/**
 * Escapes Slack's three special characters and removes control characters, so that no text from outside becomes a
 * mention.
 */
final class SlackText {
    private static final Pattern CONTROL =
            Pattern.compile("\\x1b\\[[0-?]*[ -/]*[@-~]|\\x1b\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?"
                    + "|[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private SlackText() {}

    /** One line of mrkdwn. */
    static String line(String text) {
        return escaped(plain(text));
    }

    /** Several lines of mrkdwn; line ends are kept. */
    static String lines(String text) {
        return escaped(CONTROL.matcher(text.replace("\t", "    ")).replaceAll(""));
    }

    /** One line as inline code; backticks in it, which would end the code, are replaced. */
    static String code(String text) {
        return "`" + line(text).replace('`', '\'') + "`";
    }

    /** One line without escapes, for where Slack shows plain text. */
    static String plain(String text) {
        return CONTROL.matcher(text.replace('\n', ' ').replace('\t', ' ')).replaceAll("");
    }

    /** The text, cut to {@code limit} characters with an ellipsis; never within an escape or a surrogate pair. */
    static String cut(String escaped, int limit) {
        if (escaped.length() <= limit) {
            return escaped;
        }
        String kept = escaped.substring(0, limit - 1);
        int entity = kept.lastIndexOf('&');
        boolean broken = entity >= 0 && kept.indexOf(';', entity) < 0;
        String whole = broken ? kept.substring(0, entity) : kept;
        boolean half = !whole.isEmpty() && Character.isHighSurrogate(whole.charAt(whole.length() - 1));
        return (half ? whole.substring(0, whole.length() - 1) : whole) + "…";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
