package io.kuberelease.app;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.PlanCompiler;
import io.kuberelease.plan.StageSelection;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
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
 * @param preview the branch whose preview it goes to, instead of environments; empty text: the one that is checked out
 */
public record ReleaseSpec(
        File file,
        Beside beside,
        Parts parts,
        Optional<String> version,
        List<String> to,
        String startedBy,
        Optional<String> preview) {
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new Jdk8Module()).addMixIn(Node.class, NodeTypes.class);

    public ReleaseSpec {
        to = List.copyOf(to);
    }

    /** A request for a release to environments. */
    public ReleaseSpec(
            File file, Beside beside, Parts parts, Optional<String> version, List<String> to, String startedBy) {
        this(file, beside, parts, version, to, startedBy, Optional.empty());
    }

    /**
     * The same request, for the preview of a branch.
     *
     * @param branch absent: the one that is checked out
     */
    public ReleaseSpec previewing(Optional<String> branch) {
        return new ReleaseSpec(file, beside, parts, version, List.of(), startedBy, Optional.of(branch.orElse("")));
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

        /** The file's path, relative to where the source is. */
        public String path() {
            return directory.isEmpty() ? name : directory.replaceAll("/+$", "") + "/" + name;
        }

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
     * @param settings a tree in the form of a release file
     */
    public record Beside(String who, Node settings) {
        /** No settings. */
        public static final Beside NOTHING = none("command line");

        /** No settings, of somebody who may be named by other messages. */
        public static Beside none(String who) {
            return new Beside(who, new Node.Mapping(new Place(who, 0, 0), List.of()));
        }
    }

    /**
     * The parts of a release to carry out.
     *
     * @param names of the parts; empty for all
     * @param alone whether the parts before them are left out
     * @param image an existing image, {@code repository@sha256:…}, used instead of building one; before
     *     {@link ReleaseSpec#with} also {@code repository:tag}
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

    /** The request once it is known who makes it, and which release file may be trusted; see {@link File#trusted}. */
    public ReleaseSpec by(String person, Optional<String> trusted) {
        File read = new File(file.directory(), file.name(), trusted, file.needed(), file.confined());
        return new ReleaseSpec(read, beside, parts, version, to, person, preview);
    }

    /** The request with the image that its name means now. */
    public ReleaseSpec with(ImageReference image) {
        Parts resolved = new Parts(parts.names(), parts.alone(), Optional.of(image.toString()));
        return new ReleaseSpec(file, beside, resolved, version, to, startedBy, preview);
    }

    /** Whether a source must be there: to build an image or to package a chart, but not for other work on an image. */
    public boolean needsSource() {
        return parts.image().isEmpty() || file.needed() || parts.names().contains("chart");
    }

    /** How the kinds of nodes are called in JSON. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "node")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Node.Scalar.class, name = "scalar"),
        @JsonSubTypes.Type(value = Node.Sequence.class, name = "sequence"),
        @JsonSubTypes.Type(value = Node.Mapping.class, name = "mapping")
    })
    private interface NodeTypes {}

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
