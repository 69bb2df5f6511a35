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
 * What somebody asks for, at a command line or in a Jenkinsfile, before any of it was looked at.
 *
 * @param file the release file
 * @param beside what is said beside it
 * @param parts what of the release is carried out
 * @param version wins over the one found in the repository
 * @param to the environments to release to; empty for all
 * @param startedBy the person or the cause behind it
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
     * @param trusted the release file's content where the source's own is a stranger's; absent to read that one
     * @param needed whether there must be one; else what is said beside it will do
     * @param confined whether what leads out of the source is refused: somebody else than its user has written it
     */
    public record File(String directory, String name, Optional<String> trusted, boolean needed, boolean confined) {

        /** The usual one of a directory. */
        public static File usual() {
            return ofUser(PlanCompiler.USUAL_FILE);
        }

        /** One that the user of this machine has named. */
        public static File ofUser(String name) {
            return new File("", name, Optional.empty(), true, false);
        }
    }

    /**
     * Settings that are laid over the release file.
     *
     * @param who what they are called in messages: the step that has them, or the command line
     * @param settings in the form of a release file, as JSON
     */
    public record Beside(String who, String settings) {
        /** Nothing is said beside it. */
        public static final Beside NOTHING = new Beside("command line", "{}");
    }

    /**
     * What of a release is carried out.
     *
     * @param names of the parts; empty for all
     * @param alone whether what comes before them is left out
     * @param image an image that exists, {@code repository@sha256:…}, in the place of a build
     */
    public record Parts(List<String> names, boolean alone, Optional<String> image) {
        /** All of it. */
        public static final Parts ALL = new Parts(List.of(), false, Optional.empty());

        public Parts {
            names = List.copyOf(names);
        }

        StageSelection selection() {
            StageSelection selection = alone ? StageSelection.only(names) : StageSelection.upTo(names);
            return image.map(ImageReference::parse).map(selection::with).orElse(selection);
        }
    }

    /** As one text, for another process. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every request has a JSON form", impossible);
        }
    }

    /** What {@link #toJson} wrote. */
    public static ReleaseSpec ofJson(String json) {
        try {
            return JSON.readValue(json, ReleaseSpec.class);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("this is no request of a release that this version knows", wrong);
        }
    }
}
