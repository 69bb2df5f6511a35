package io.kuberelease.adapters.helm;

import io.kuberelease.model.CauseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One object that the API server would refuse, in words.
 *
 * @param kind the kind of the cause
 * @param line the object with its template, the fields and the reasons, on one line; no values if it is a Secret
 * @param advice what the user can change
 */
record ObjectRefusal(CauseKind kind, String line, String advice) {
    private static final Pattern VALUE = Pattern.compile("Invalid value: \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int LONGEST = 600;

    static ObjectRefusal of(WorkerMessages.ObjectRefused refused, Manifests manifests) {
        String object = refused.kind().toLowerCase(Locale.ROOT) + "/" + refused.name();
        Map<String, Object> manifest = manifests.resources().entrySet().stream()
                .filter(each -> each.getKey().kind().equals(refused.kind())
                        && each.getKey().name().equals(refused.name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Map.of());
        String said = refused.all().isEmpty()
                ? refused.message()
                : refused.all().stream()
                        .map(field -> place(field, manifest) + ": " + field.message())
                        .distinct()
                        .collect(Collectors.joining("; "));
        String shown = refused.kind().equals("Secret") ? said.replaceAll("\"[^\"]*\"", "\"••••\"") : said;
        String cut = shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
        return new ObjectRefusal(
                kind(refused.because()),
                object + " (" + refused.source() + "): " + cut.replaceAll("\\s+", " "),
                advice(refused, object, said));
    }

    private static CauseKind kind(String because) {
        return switch (because) {
            case "invalid" -> CauseKind.CHART_INVALID;
            case "forbidden" -> CauseKind.ACCESS_DENIED;
            default -> CauseKind.REFUSED;
        };
    }

    private static String advice(WorkerMessages.ObjectRefused refused, String object, String said) {
        String where = refused.source();
        String delete =
                "kubectl delete " + object + (refused.namespace().isEmpty() ? "" : " -n " + refused.namespace());
        return switch (refused.because()) {
            case "forbidden" -> "give this user the right that is named, or release as another one";
            case "owned" ->
                "to take over what is there, set helm.adopt: true in the release file; else remove it (" + delete
                        + "), or give the one in " + where + " another name";
            case "conflict" ->
                "leave the field to its owner and take it out of " + where
                        + ", as spec.replicas where an autoscaler sets it; or let its owner give it up";
            case "denied" ->
                said.contains("exceeded quota")
                        ? "ask for less in " + where + ", or let the namespace's quota be raised"
                        : "change " + where + " as the cluster's rule asks";
            default -> advice(where, said, delete);
        };
    }

    private static String advice(String where, String said, String delete) {
        if (said.contains("immutable") || said.contains("updates to statefulset spec")) {
            return "this can't be changed where it is: give the object another name, or remove it first (" + delete
                    + ")";
        }
        if (said.contains("label must be") || said.contains("labels: Invalid value")) {
            return "cut the label in " + where
                    + " to 63 characters that begin and end with a letter or digit, for example: trunc 63 | trimAll \"-_.\"";
        }
        return said.contains("no matches for kind")
                ? "install what brings this kind, or put its definition into the chart's crds/"
                : "change it in " + where;
    }

    /** The field's path, completed by the key in a mapping, which the API server leaves out. */
    private static String place(WorkerMessages.ObjectField field, Map<String, Object> manifest) {
        Matcher value = VALUE.matcher(field.message());
        if (!value.find()) {
            return field.path();
        }
        String text = value.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
        List<String> keys = new ArrayList<>();
        at(manifest, field.path()).forEach((key, each) -> {
            if (text.equals(each) || text.equals(key)) {
                keys.add(key);
            }
        });
        return keys.isEmpty() ? field.path() : field.path() + "[" + String.join(", ", keys) + "]";
    }

    private static Map<String, Object> at(Map<String, Object> manifest, String path) {
        Map<String, Object> found = manifest;
        for (String step : path.split("\\.", -1)) {
            found = Yaml.inner(found, step);
        }
        return found;
    }
}
