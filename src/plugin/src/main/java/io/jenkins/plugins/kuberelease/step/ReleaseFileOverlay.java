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

/** Puts the settings of a step into the form of a release file; what is not said is left out. */
final class ReleaseFileOverlay {
    private final Place place;
    private final List<Part> parts = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();

    /** A value as the release file would have it, and the keys that lead to it. */
    private record Part(String value, List<String> keys) {}

    /**
     * @param step what the settings are called in messages
     */
    ReleaseFileOverlay(String step) {
        this.place = new Place(step, 0, 0);
    }

    /** One text, at these keys of the release file. */
    ReleaseFileOverlay text(@Nullable String value, String... keys) {
        return written(value == null ? null : quoted(value), keys);
    }

    /** Texts: written as a list, or divided by commas. */
    ReleaseFileOverlay texts(@Nullable String value, String... keys) {
        return value == null || value.startsWith("[")
                ? written(value, keys)
                : written(
                        StepTexts.divided(value).stream().map(this::quoted).toList().toString(), keys);
    }

    /** A command: written as a list, or one text for a shell. */
    ReleaseFileOverlay command(@Nullable String value, String... keys) {
        return value == null || value.startsWith("[")
                ? written(value, keys)
                : written("[\"sh\", \"-c\", " + quoted(value) + "]", keys);
    }

    /** Something in the form of a release file. */
    ReleaseFileOverlay written(@Nullable String value, String... keys) {
        if (value != null) {
            parts.add(new Part(value, List.of(keys)));
        }
        return this;
    }

    /**
     * All of it on one line.
     *
     * @throws AbortException when what was written is not in the form of a release file
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
