package io.kuberelease.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quotes lines that say where secrets come from: whatever is no well-formed source may be the secret itself, whatever its
 * key is called. It goes by the text, since a file with broken syntax has nothing else.
 */
final class SecretLines {
    private static final String HIDDEN = "••••";
    private static final Pattern FIELD = Pattern.compile("(?!preview\\.)(.*\\.)?secrets(\\..*)?");
    private static final Pattern SECRETS = Pattern.compile("(^|[\\s{,])[\"']?secrets[\"']?\\s*:");
    private static final Pattern PREVIEW = Pattern.compile("\\s*[\"']?preview[\"']?\\s*:.*");
    private static final Pattern LINE =
            Pattern.compile("([\\s,]*[\"']?([-.\\w]+)[\"']?\\s*:(?=\\s|$|[\"'\\[{])\\s*)(.*)", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("\"(\\\\.|[^\"\\\\])*+\"?|'[^']*+'?|[{}\\[\\],:]|\\s+"
            + "|[^\\s{}\\[\\],\"':](?:(?!:(\\s|$)|\\s+#)[^{}\\[\\],])*+|.");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PATH = Pattern.compile("[\\w@+./-]*[\\w@+-]\\.[A-Za-z]{1,8}");
    private static final Pattern NAMES = Pattern.compile("\\.?[\\w-]+(\\.{1,2}[\\w-]+)*");

    private final List<String> hidden = new ArrayList<>();

    private SecretLines() {}

    /** Whether values under the field are sources of secrets. */
    static boolean isWithin(String field) {
        return FIELD.matcher(field).matches();
    }

    /** The value as a problem may show it: only where it can be nothing but a source. */
    static Optional<String> shown(String field, Optional<String> value) {
        String key = field.substring(field.lastIndexOf('.') + 1);
        return value.filter(text -> key.equals("file") || isSource(key, text));
    }

    /** Whether a line, counted from 0, stands among the sources of secrets. */
    static boolean isWithin(List<String> lines, int index) {
        if (SECRETS.matcher(lines.get(index)).find()) {
            return true;
        }
        boolean within = false;
        int indent = indent(lines.get(index));
        for (int above = index - 1; above >= 0 && indent > 0; above--) {
            String line = lines.get(above);
            if (!line.isBlank() && !line.strip().startsWith("#") && indent(line) < indent) {
                indent = indent(line);
                within |= SECRETS.matcher(line).find();
                if (PREVIEW.matcher(line).matches()) {
                    return false; // Names of Secrets that are copied.
                }
            }
        }
        return within;
    }

    /** The line without what may be a secret. */
    static String masked(String line) {
        return new SecretLines().mask(line);
    }

    /** The text about the line, without what is hidden in the line: a parser's words quote what it has read. */
    static String maskedWords(String line, String words) {
        SecretLines lines = new SecretLines();
        lines.mask(line);
        String masked = words;
        for (String secret : lines.hidden) {
            masked = masked.replace(secret, HIDDEN);
        }
        return masked;
    }

    private String mask(String line) {
        Matcher section = SECRETS.matcher(line);
        if (section.find()) {
            String head = SecretNames.masked(line.substring(0, section.end()));
            String rest = line.substring(section.end());
            return head + (isFlow(rest) ? flow(rest) : single("", rest));
        }
        Matcher pair = LINE.matcher(line);
        if (pair.matches()) {
            return pair.group(1) + (isFlow(pair.group(3)) ? flow(pair.group(3)) : single(pair.group(2), pair.group(3)));
        }
        return isFlow(line) ? flow(line) : single("", line);
    }

    private static boolean isFlow(String text) {
        return text.stripLeading().matches("(?s)[{\\[}\\],].*");
    }

    /** A value up to the end of the line. */
    private String single(String key, String text) {
        String value = text.strip().replaceFirst("[\\s,}\\]]+$", "");
        return value.isEmpty() || isSource(key, bare(value)) ? text : text.replace(text.strip(), hide(text.strip()));
    }

    /** Values between braces: a name before a colon is a key where a key can be. */
    private String flow(String text) {
        StringBuilder masked = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        boolean keyMayCome = true;
        String key = "";
        while (token.find()) {
            String each = token.group();
            String rest = text.substring(token.end());
            if (each.isBlank() || each.equals(":")) {
                masked.append(each);
            } else if (each.matches("[{}\\[\\],]")) {
                keyMayCome = true;
                key = "";
                masked.append(each);
            } else if (keyMayCome && rest.matches("(?s)\\s*:.*")) {
                keyMayCome = false;
                key = bare(each);
                masked.append(each);
            } else {
                keyMayCome = false;
                masked.append(isSource(key, bare(each)) ? each : hide(each));
            }
        }
        return masked.toString();
    }

    private String hide(String text) {
        for (String part : text.split("\\s+", -1)) {
            String word = bare(part).replaceFirst("^[*&!@%`|>]+", "").replaceFirst("[\"',}\\]]+$", "");
            if (word.length() > 2) {
                hidden.add(word);
            }
        }
        return HIDDEN;
    }

    private static boolean isSource(String key, String value) {
        return switch (key) {
            case "env" -> VARIABLE.matcher(value).matches();
            case "sops", "file" -> PATH.matcher(value).matches();
            case "key" -> NAMES.matcher(value).matches();
            default -> false;
        };
    }

    private static String bare(String text) {
        String bare = text.strip();
        boolean quoted = bare.length() > 1 && (bare.startsWith("\"") || bare.startsWith("'"));
        return quoted ? bare.substring(1).replaceFirst("[\"']$", "") : bare;
    }

    private static int indent(String line) {
        String blanks = line.substring(0, line.length() - line.stripLeading().length());
        return blanks.replace("\t", "        ").length();
    }
}
