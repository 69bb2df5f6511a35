package io.kuberelease.adapters.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The servers that are reached directly: host names with their subdomains, IP addresses, both with an optional port,
 * address ranges, or {@code *} for all. This machine is always one of them.
 */
final class NoProxy {
    private final List<Rule> rules = new ArrayList<>();

    /**
     * @param text the variable's value, separated by commas
     */
    NoProxy(String text) {
        for (String part : text.split(",", -1)) {
            String rule = part.strip().toLowerCase(Locale.ROOT);
            if (!rule.isEmpty()) {
                rules.add(rule(rule));
            }
        }
    }

    private interface Rule {
        boolean matches(String host, int port, Optional<InetAddress> address);
    }

    boolean covers(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        Optional<InetAddress> address = literal(name);
        return name.equals("localhost")
                || address.filter(InetAddress::isLoopbackAddress).isPresent()
                || rules.stream().anyMatch(rule -> rule.matches(name, port, address));
    }

    private static Rule rule(String text) {
        if (text.equals("*")) {
            return (host, port, address) -> true;
        }
        int slash = text.indexOf('/');
        if (slash > 0) {
            Optional<InetAddress> network = literal(text.substring(0, slash));
            String bits = text.substring(slash + 1);
            if (network.isPresent() && bits.matches("\\d{1,3}")) {
                return range(network.get(), Integer.parseInt(bits));
            }
        }
        Optional<InetAddress> whole = literal(text);
        int colon = whole.isPresent() ? -1 : text.lastIndexOf(':');
        boolean ported = colon > 0 && text.substring(colon + 1).matches("\\d{1,5}");
        int only = ported ? Integer.parseInt(text.substring(colon + 1)) : -1;
        String name = ported ? text.substring(0, colon) : text;
        Optional<InetAddress> address = literal(name);
        if (address.isPresent()) {
            return (host, port, asked) -> asked.equals(address) && (only < 0 || only == port);
        }
        return domain(name.startsWith("*.") ? name.substring(1) : name, only);
    }

    /** The name and its subdomains; with a leading dot only the subdomains. */
    private static Rule domain(String name, int only) {
        String below = name.startsWith(".") ? name : "." + name;
        return (host, port, address) -> (host.endsWith(below) || host.equals(name)) && (only < 0 || only == port);
    }

    private static Rule range(InetAddress network, int bits) {
        byte[] base = network.getAddress();
        int all = base.length * Byte.SIZE;
        if (bits > all) {
            return (host, port, address) -> false;
        }
        BigInteger start = new BigInteger(1, base).shiftRight(all - bits);
        return (host, port, address) -> address.filter(asked -> asked.getAddress().length == base.length
                        && new BigInteger(1, asked.getAddress())
                                .shiftRight(all - bits)
                                .equals(start))
                .isPresent();
    }

    /** The address if the text is a literal one; names are never looked up. */
    private static Optional<InetAddress> literal(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        String[] parts = bare.split("\\.", -1);
        boolean four = parts.length == 4
                && Arrays.stream(parts).allMatch(part -> part.matches("\\d{1,3}") && Integer.parseInt(part) < 256);
        boolean six =
                bare.contains(":") && bare.matches("[0-9a-f:.]+(%.+)?") && bare.indexOf(':') != bare.lastIndexOf(':');
        if (!four && !six) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
