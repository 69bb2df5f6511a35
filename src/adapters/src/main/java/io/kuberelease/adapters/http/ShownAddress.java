package io.kuberelease.adapters.http;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form in which an address may stand in a message: without user and password, and without query and fragment, which
 * may hold tokens and signatures.
 */
public final class ShownAddress {
    private static final Pattern FORM =
            Pattern.compile("(?s)(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?:[^/?#]*@)?(?<place>[^?#]*).*");

    private ShownAddress() {}

    public static String of(URI address) {
        return of(address.toString());
    }

    /** The same for a text that need not be an address, for example a name; that one is shown as it is. */
    public static String of(String address) {
        Matcher form = FORM.matcher(address);
        return form.matches() ? form.group("scheme") + form.group("place") : address;
    }

    /** Scheme, host and port alone: what whoever must mend the way to a server needs. */
    public static String server(URI address) {
        String shown = of(address);
        int path = shown.indexOf('/', shown.indexOf("://") + 3);
        return path < 0 ? shown : shown.substring(0, path);
    }
}
