package io.kuberelease.adapters.bundle;

import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Single values: their type, and one way of writing each number. */
final class Scalars {
    /** Helm's YAML 1.1 has these as truth values, YAML 1.2 as texts. */
    private static final Pattern OLD_BOOLEAN = Pattern.compile("y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF");
    /** Helm has these as other numbers: octal, binary, signed or with underscores. */
    private static final Pattern OLD_NUMBER = Pattern.compile("[-+]?0[0-9_]+|[-+]?0b[01_]+|[-+]0[xo][0-9a-fA-F_]+"
            + "|0[xo][0-9a-fA-F]*_[0-9a-fA-F_]*|[-+]?[0-9][0-9_]*_[0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9_]+)?");

    private static final int LARGEST_EXPONENT = 308;

    private Scalars() {}

    static Node.Scalar read(ScalarNode written, Place place, String path) throws RefusedValues {
        String text = written.getValue();
        if (written.isPlain()) {
            refuseOldMeaning(text, place, path);
        }
        Tag tag = written.getTag();
        if (tag.equals(Tag.STR)) {
            return new Node.Scalar(place, text, Node.Type.TEXT);
        }
        if (tag.equals(Tag.NULL)) {
            return new Node.Scalar(place, "null", Node.Type.NULL);
        }
        if (tag.equals(Tag.BOOL) && text.matches("(?i)true|false")) {
            return new Node.Scalar(place, text.toLowerCase(Locale.ROOT), Node.Type.BOOLEAN);
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return new Node.Scalar(place, number(text, tag, place, path), Node.Type.NUMBER);
        }
        throw refused(place, path, "has a type that its text does not have", "remove the tag");
    }

    /** A key is a text; a whole number counts as one, as in Helm. */
    static String key(org.snakeyaml.engine.v2.nodes.Node written, Place place, String path) throws RefusedValues {
        if (!(written instanceof ScalarNode scalar)) {
            throw refused(place, path, "has a list or a mapping as a key", "use a text as the key");
        }
        if (scalar.isPlain() && scalar.getValue().equals("<<")) {
            return "<<";
        }
        Node.Scalar key = read(scalar, place, path);
        boolean usual = key.type() == Node.Type.TEXT || key.text().matches("-?\\d+|true|false");
        if (!usual) {
            throw refused(place, path, "has a key that is no text", "put the key in quotes");
        }
        return key.text();
    }

    private static void refuseOldMeaning(String text, Place place, String path) throws RefusedValues {
        if (OLD_BOOLEAN.matcher(text).matches()) {
            throw refused(
                    place,
                    path,
                    "is a truth value to Helm and a text in YAML 1.2",
                    "write true or false, or put it in quotes");
        }
        if (OLD_NUMBER.matcher(text).matches()) {
            throw refused(
                    place,
                    path,
                    "is another number to Helm than in YAML 1.2",
                    "write it in decimal (0644 is 420), or put it in quotes");
        }
    }

    private static String number(String text, Tag tag, Place place, String path) throws RefusedValues {
        try {
            return tag.equals(Tag.INT) ? whole(text) : fraction(text);
        } catch (NumberFormatException unfit) {
            throw refused(place, path, "is no number that JSON can hold", "write a finite number, or put it in quotes");
        }
    }

    private static String whole(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16).toString();
        }
        return text.startsWith("0o")
                ? new BigInteger(text.substring(2), 8).toString()
                : new BigInteger(text).toString();
    }

    /** The shortest decimal; a fraction stays one, so that 1.0 does not become 1. */
    private static String fraction(String text) {
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        long exponent = (long) value.precision() - value.scale();
        if (Math.abs(exponent) > LARGEST_EXPONENT) {
            throw new NumberFormatException("larger or smaller than a double");
        }
        return value.scale() <= 0 ? value.toBigInteger() + ".0" : value.toPlainString();
    }

    private static RefusedValues refused(Place place, String path, String reason, String fix) {
        return new RefusedValues(new Finding(place, path, reason, fix));
    }
}
