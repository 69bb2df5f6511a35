package io.kuberelease.port;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry of images and artifacts, as the OCI distribution specification has it. Methods block. */
public interface ImageRegistry {

    /** The digest that a tag names now, if the tag exists. */
    Optional<Digest> resolve(ImageRepository repository, String tag);

    /**
     * Gives an image a further tag. The tag naming this digest already is fine.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when the registry keeps tags immutable and the tag names
     *     another digest
     */
    void tag(ImageReference image, String tag);

    /** The image's configuration of how it is run. */
    ImageConfig config(ImageReference image);

    /** The digest under which {@link #push} stores an artifact. Asks nobody. */
    Digest digest(Artifact artifact);

    /** Stores an artifact under its digest and a tag; storing the same twice is harmless. */
    ImageReference push(ImageRepository repository, Artifact artifact, String tag);

    /**
     * Brings an image with all its platforms, or an artifact, to another repository, maybe in another registry. The
     * digest stays, each byte is checked against it on its way, and nothing is sent that is there.
     *
     * @param tag names the copy from the first moment, so that no clean-up takes it
     * @throws io.kuberelease.model.ReleaseException.Failed when the registry keeps tags immutable and the tag names
     *     another digest
     */
    ImageReference copy(ImageReference image, ImageRepository to, String tag, StageControl control);

    /** Fetches an artifact; every byte is checked against its digest. */
    Artifact pull(ImageReference artifact);

    /**
     * An image's configuration of how it is run.
     *
     * @param workingDirectory absolute; {@code /} when the image names none
     * @param user empty for root
     */
    record ImageConfig(String workingDirectory, List<String> entrypoint, List<String> command, String user) {}

    /**
     * An OCI artifact in memory; ours are small.
     *
     * @param type the artifact's media type
     * @param config a layer that describes the others
     */
    record Artifact(String type, Layer config, List<Layer> layers, Map<String, String> annotations) {}

    /** A blob with its media type and annotations. */
    @SuppressWarnings("ArrayRecordComponent") // a blob is compared by its digest, never by this record
    record Layer(String mediaType, byte[] content, Map<String, String> annotations) {}
}
