package io.kuberelease.plan;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes' quantities as texts: {@code 100m}, {@code 1.5}, {@code 512Mi}, {@code 2e3}. */
final class Quantities {
    private static final Pattern FORM =
            Pattern.compile("((?:\\d+\\.?\\d*|\\.\\d+))(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\\d{1,2})?");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("P", BigDecimal.TEN.pow(15)),
            Map.entry("E", BigDecimal.TEN.pow(18)),
            Map.entry("Ki", BigDecimal.valueOf(2).pow(10)),
            Map.entry("Mi", BigDecimal.valueOf(2).pow(20)),
            Map.entry("Gi", BigDecimal.valueOf(2).pow(30)),
            Map.entry("Ti", BigDecimal.valueOf(2).pow(40)),
            Map.entry("Pi", BigDecimal.valueOf(2).pow(50)),
            Map.entry("Ei", BigDecimal.valueOf(2).pow(60)));

    private Quantities() {}

    /**
     * The amount.
     *
     * @throws IllegalArgumentException when the text is none
     */
    static BigDecimal amount(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not valid: use an amount as Kubernetes writes it, for example 500m or 1Gi");
        }
        BigDecimal number = new BigDecimal(parts.group(1));
        String unit = parts.group(2);
        if (unit == null) {
            return number;
        }
        BigDecimal factor = UNITS.get(unit);
        return factor == null ? number.scaleByPowerOfTen(Integer.parseInt(unit.substring(1))) : number.multiply(factor);
    }

    static String least(String one, String other) {
        return amount(one).compareTo(amount(other)) <= 0 ? one : other;
    }

    static String most(String one, String other) {
        return amount(one).compareTo(amount(other)) >= 0 ? one : other;
    }
}
