package io.kuberelease.testkit.charts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A chart's archive, with the name and version of its Chart.yaml, which is the first file in it. */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record UploadedChart(String name, String version, byte[] content) {
    private static final int BLOCK = 512;

    /** Reads an archive; absent when it is none of a chart. */
    static Optional<UploadedChart> read(byte[] archive) {
        try (GZIPInputStream tar = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            String header = new String(tar.readNBytes(BLOCK), StandardCharsets.US_ASCII);
            int size = Integer.parseInt(header.substring(124, 135).strip(), 8);
            String metadata = new String(tar.readNBytes(size), StandardCharsets.UTF_8);
            return header.startsWith(value(metadata, "name") + "/Chart.yaml")
                    ? Optional.of(new UploadedChart(value(metadata, "name"), value(metadata, "version"), archive))
                    : Optional.empty();
        } catch (IOException | NumberFormatException notAChart) {
            return Optional.empty();
        }
    }

    /** The file's name at ChartMuseum. */
    String file() {
        return name + "-" + version + ".tgz";
    }

    private static String value(String metadata, String key) {
        Matcher line = Pattern.compile("(?m)^" + key + ": *['\"]?([^'\"\\s]+)").matcher(metadata);
        return line.find() ? line.group(1) : "";
    }
}
