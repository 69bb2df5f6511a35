package io.kuberelease.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.StageSelection;
import java.util.List;
import java.util.Optional;

/**
 * A request for a release, from a command line or a Jenkinsfile, before any of it was checked.
 *
 * @param file the release file
 * @param beside settings given beside the release file
 * @param parts the parts of the release to carry out
 * @param version overrides the version found in the repository
 * @param to the environments to release to; empty for all
 * @param startedBy the person or cause that started the release
 */
public record ReleaseSpec(
        File file, Beside beside, Parts parts, Optional<String> version, List<String> to, String startedBy) {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    public ReleaseSpec {
        to = List.copyOf(to);
    }

    /**
     * Which release file is meant.
     *
     * @param directory of the release file, relative to where the source is; empty for that directory itself
     * @param name the release file's name in it
     * @param trusted the file's content from a trusted revision, where the source's own is not trusted; absent to read
     *     the source's
     * @param needed whether the file must exist; otherwise the settings beside it are enough
     * @param confined whether paths that lead out of the source are refused, because the file's author is not the user
     */
    public record File(String directory, String name, Optional<String> trusted, boolean needed, boolean confined) {

        /** The release file with the default name. */
        public static File usual() {
            return ofUser(PlanCompiler.USUAL_FILE);
        }

        /** A release file that the user of this machine has named; it is needed and not confined. */
        public static File ofUser(String name) {
            return new File("", name, Optional.empty(), true, false);
        }
    }

    /**
     * Settings that override those of the release file.
     *
     * @param who the source that messages name: the step that has them, or the command line
     * @param settings in the form of a release file, as JSON
     */
    public record Beside(String who, String settings) {
        /** No settings. */
        public static final Beside NOTHING = new Beside("command line", "{}");
    }

    /**
     * The parts of a release to carry out.
     *
     * @param names of the parts; empty for all
     * @param alone whether the parts before them are left out
     * @param image an existing image, {@code repository@sha256:…}, used instead of building one
     */
    public record Parts(List<String> names, boolean alone, Optional<String> image) {
        /** Every part, with the image built. */
        public static final Parts ALL = new Parts(List.of(), false, Optional.empty());

        public Parts {
            names = List.copyOf(names);
        }

        StageSelection selection() {
            StageSelection selection = alone ? StageSelection.only(names) : StageSelection.upTo(names);
            return image.map(ImageReference::parse).map(selection::with).orElse(selection);
        }
    }

    /** Writes the request as JSON, for another process. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every request has a JSON form", impossible);
        }
    }

    /** Reads what {@link #toJson} wrote; throws {@link IllegalArgumentException} when this version can't. */
    public static ReleaseSpec ofJson(String json) {
        try {
            return JSON.readValue(json, ReleaseSpec.class);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("this is no request of a release that this version knows", wrong);
        }
    }
}
