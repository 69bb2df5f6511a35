package io.kuberelease.helmworker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes Helm tell what every template renders to, hooks included. The library's own template command leaves the hooks
 * out, and knows neither the cluster nor whether this is an upgrade. What a dry run does give back is the chart's
 * notes: so a copy of the chart gets notes that include each template, in the context which Helm would give it.
 */
final class Rendering {
    private static final String MARK = "kube-release-template";
    private static final String NOTES = "templates/NOTES.txt";

    private Rendering() {}

    /** What one template renders to. */
    record Rendered(String source, String text) {}

    /** A copy of the chart whose notes are its rendered templates. */
    static ChartFiles telling(ChartFiles chart, int revision, boolean upgrade) throws IOException {
        StringBuilder notes = new StringBuilder()
                .append("{{- $release := dict \"Name\" .Release.Name \"Namespace\" .Release.Namespace")
                .append(" \"Service\" .Release.Service \"Revision\" ")
                .append(revision)
                .append(" \"IsUpgrade\" ")
                .append(upgrade)
                .append(" \"IsInstall\" ")
                .append(!upgrade)
                .append(" }}\n")
                .append("{{- $chart := . }}\n");
        include(chart, chart.name(), "chart", notes);
        Map<String, byte[]> files = new TreeMap<>(chart.files());
        files.put(NOTES, notes.toString().getBytes(StandardCharsets.UTF_8));
        return new ChartFiles(files);
    }

    /** Finds the rendered templates in what Helm reports. */
    static List<Rendered> readFrom(String report) {
        List<Rendered> found = new ArrayList<>();
        for (String line : report.split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].equals(MARK)) {
                found.add(new Rendered(decode(words[1]), decode(words[2])));
            }
        }
        return found;
    }

    private static void include(ChartFiles chart, String path, String variable, StringBuilder notes)
            throws IOException {
        for (String template : chart.templates()) {
            String name = path + "/" + template;
            notes.append("{{- $context := dict \"Chart\" $V.Chart \"Files\" $V.Files \"Values\" $V.Values"
                            .replace("$V", "$" + variable))
                    .append(" \"Capabilities\" $")
                    .append(variable)
                    .append(".Capabilities")
                    .append(" \"Subcharts\" $")
                    .append(variable)
                    .append(".Subcharts")
                    .append(" \"Release\" $release \"Template\" (dict \"Name\" ")
                    .append(quoted(name))
                    .append(" \"BasePath\" ")
                    .append(quoted(path + "/templates"))
                    .append(") }}\n")
                    .append(MARK)
                    .append(' ')
                    .append(encode(name))
                    .append(" {{ include ")
                    .append(quoted(name))
                    .append(" $context | b64enc }}\n");
        }
        for (Map.Entry<String, ChartFiles> each : chart.subcharts().entrySet()) {
            String inner = variable + "_";
            // A subchart that the values switch off is not there.
            notes.append("{{- $")
                    .append(inner)
                    .append(" := index $")
                    .append(variable)
                    .append(".Subcharts ")
                    .append(quoted(each.getKey()))
                    .append(" }}\n{{- if $")
                    .append(inner)
                    .append(" }}\n");
            include(each.getValue(), path + "/charts/" + each.getKey(), inner, notes);
            notes.append("{{- end }}\n");
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
