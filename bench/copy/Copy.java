import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Copies images with the program's own registry adapter. Each line of stdin is {@code repository@digest repository};
 * its answer is a line with the nanoseconds that the copy took, as an engine that is running already would need.
 */
final class Copy {
    public static void main(String[] arguments) throws IOException {
        OciRegistry registry = new OciRegistry(
                repository -> Optional.empty(),
                new PlainHttp(Set.of()),
                Duration.ofMinutes(1),
                InstantSource.system());
        BufferedReader wishes = new BufferedReader(new InputStreamReader(System.in));
        for (String wish = wishes.readLine(); wish != null; wish = wishes.readLine()) {
            String[] words = wish.split("[@ ]");
            ImageReference image = new ImageReference(new ImageRepository(words[0]), new Digest(words[1]));
            long began = System.nanoTime();
            registry.copy(image, new ImageRepository(words[2]), "copied", control());
            System.out.println(System.nanoTime() - began);
            System.out.flush();
        }
    }

    private static StageControl control() {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
        return new StageControl(
                new ReleaseId("bench"), new StageId("copy"), deadline, false, Cancellation.NEVER, Progress.SILENT);
    }
}
