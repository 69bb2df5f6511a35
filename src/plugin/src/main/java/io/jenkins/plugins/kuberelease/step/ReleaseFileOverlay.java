package io.jenkins.plugins.kuberelease.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import io.kuberelease.adapters.releasefile.ReadResult;
import io.kuberelease.adapters.releasefile.ReleaseFile;
import io.kuberelease.adapters.releasefile.ReleaseFileText;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.request.Node;
import io.kuberelease.request.Overlay;
import io.kuberelease.request.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the settings of a step in the form of a release file; null values are left out. */
final class ReleaseFileOverlay {
    private final Place place;
    private final List<Part> parts = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();

    /** A value in the form of the release file, and the keys that lead to it. */
    private record Part(String value, List<String> keys) {}

    /**
     * @param step the name for the settings in messages
     */
    ReleaseFileOverlay(String step) {
        this.place = new Place(step, 0, 0);
    }

    /** Adds a text at these keys. */
    ReleaseFileOverlay text(@Nullable String value, String... keys) {
        return written(value == null ? null : quoted(value), keys);
    }

    /** Adds a list of texts, given as a list in the form of the release file or separated by commas. */
    ReleaseFileOverlay texts(@Nullable String value, String... keys) {
        return value == null || value.startsWith("[")
                ? written(value, keys)
                : written(
                        StepTexts.divided(value).stream()
                                .map(this::quoted)
                                .toList()
                                .toString(),
                        keys);
    }

    /** Adds a command, given as a list in the form of the release file or as one text for a shell. */
    ReleaseFileOverlay command(@Nullable String value, String... keys) {
        return value == null || value.startsWith("[")
                ? written(value, keys)
                : written("[\"sh\", \"-c\", " + quoted(value) + "]", keys);
    }

    /** Adds a value that is in the form of a release file already. */
    ReleaseFileOverlay written(@Nullable String value, String... keys) {
        if (value != null) {
            parts.add(new Part(value, List.of(keys)));
        }
        return this;
    }

    /**
     * Merges all settings into one text.
     *
     * @throws AbortException when a value is not in the form of a release file
     */
    String text() throws AbortException {
        Node all = new Node.Mapping(place, List.of());
        for (Part part : parts) {
            Node node = read(part.value());
            List<String> inwards = new ArrayList<>(part.keys());
            Collections.reverse(inwards);
            for (String key : inwards) {
                node = new Node.Mapping(place, List.of(new Node.Entry(place, key, node)));
            }
            all = Overlay.of(all, node);
        }
        return new ReleaseFileText().of(all);
    }

    private Node read(String value) throws AbortException {
        ReadResult result = ReleaseFile.parse(value.getBytes(StandardCharsets.UTF_8), place.source());
        if (result instanceof ReadResult.Unreadable wrong) {
            throw new AbortException(
                    new ProblemReport(Map.of(place.source(), wrong.text())).text(List.of(wrong.problem())));
        }
        return ((ReadResult.Read) result).root();
    }

    private String quoted(String value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every text has a JSON form", impossible);
        }
    }
}
