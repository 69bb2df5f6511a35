package io.kuberelease.adapters.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImagePlaces;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Secret;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import io.kuberelease.testkit.HeardProgress;
import io.kuberelease.testkit.aws.Moto;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Repositories come into being where the release file says so, and nowhere else. */
class RepositoryCreationTest {
    private static Moto moto;

    private final List<String> notes = new ArrayList<>();

    @BeforeAll
    static void start() {
        moto = Moto.start(Path.of("../../dev/moto"));
    }

    @AfterAll
    static void stop() {
        moto.close();
    }

    @Test
    void aMissingRepositoryIsCreatedOnceWhereTheFileSaysSo() {
        build(Moto.ACCOUNT, "web/wanted", true);
        build(Moto.ACCOUNT, "web/wanted", true);

        assertThat(notes)
                .containsExactly(
                        "created repository web/wanted in the registry of AWS account 123456789012 in eu-west-1");
    }

    @Test
    void nothingIsCreatedUnasked() {
        build(Moto.ACCOUNT, "web/unasked", false);
        assertThat(notes).isEmpty();

        build(Moto.ACCOUNT, "web/unasked", true);
        assertThat(notes).as("it was not there before").hasSize(1);
    }

    @Test
    void nothingIsCreatedInAnotherAccount() {
        ReleaseException.Failed failed =
                catchThrowableOfType(ReleaseException.Failed.class, () -> build("210987654321", "web/polls", true));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(failed.reason().summary()).contains("210987654321", "the credentials are of account 123456789012");
    }

    private void build(String account, String name, boolean create) {
        AwsIdentity who = new AwsIdentity(
                "key", tried -> new AwsKey("AKIAIOSFODNN7EXAMPLE", new Secret("secret")), "log in", "look");
        AwsServices services = new AwsServices(
                new TokenService(KeptClients.PLAIN, "look at the network"),
                Optional.of(moto.address()),
                region -> true,
                InstantSource.system());
        EcrAuth auth = new EcrAuth(who, services);
        ImageBuilder builder = (task, control) -> new ImageBuilder.BuiltImage(
                new ImageReference(task.image().repository(), new Digest("sha256:" + "0".repeat(64))), "none", 0, 0);
        ImageRepository repository = new ImageRepository(account + ".dkr.ecr.eu-west-1.amazonaws.com/" + name);
        var unused = new RepositoryCreation(auth, builder).build(task(repository, create), control());
    }

    private static BuildImage task(ImageRepository repository, boolean create) {
        ImageSpec image = new ImageSpec(
                Optional.empty(),
                repository,
                ".",
                "Dockerfile",
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ImagePlaces.USUAL,
                create);
        return new BuildImage(image, Map.of(), "release-1");
    }

    private StageControl control() {
        Progress progress = HeardProgress.ofNotes(notes);
        return new StageControl(
                new ReleaseId("r-20261121-104200-3f2c1ab"),
                new StageId("build"),
                Instant.now().plusSeconds(60),
                false,
                Cancellation.NEVER,
                progress);
    }
}
