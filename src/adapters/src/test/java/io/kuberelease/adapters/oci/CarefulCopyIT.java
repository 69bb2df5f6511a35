package io.kuberelease.adapters.oci;

import static io.kuberelease.adapters.oci.Registries.CONTROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import io.kuberelease.testkit.contract.ImageRegistryContract;
import io.kuberelease.testkit.registry.Faults.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real docker-registry, and what networks and other registries do, put between it and us. */
class CarefulCopyIT implements ImageRegistryContract {
    private static final int MIB = 1 << 20;
    private static final RegistryAuth ANN =
            repository -> Optional.of(new Credentials("ann", new Secret("pa55word"), Optional.empty()));

    @TempDir
    Path directory;

    private Registries registries;

    @BeforeEach
    void start() {
        registries = new Registries(directory);
    }

    @AfterEach
    void stop() {
        registries.close();
    }

    @Override
    public ImageRegistry registry() {
        registries.faulty.faults().strip("Docker-Content-Digest");
        registries.faulty.faults().refuseMounts();
        return registries.client();
    }

    @Override
    public ImageRepository emptyRepository() {
        return registries.faulty(registries.plain());
    }

    @Test
    void anImageThatIsThereIsAskedForOnceAndNothingIsSent() {
        ImageReference image = registries.image(MIB, 100);
        ImageRepository to = emptyRepository();
        registries.client().copy(image, to, "1", CONTROL);
        List<String> before = registries.faulty.requests();

        registries.client().copy(image, to, "1", CONTROL);

        List<String> requests = registries.faulty.requests();
        assertThat(requests.subList(before.size(), requests.size()))
                .containsExactly("HEAD /v2/" + to.path() + "/manifests/1");
    }

    @Test
    void aFurtherTagSendsNoBlob() {
        ImageReference image = registries.image(MIB, 100);
        ImageRepository to = emptyRepository();
        registries.client().copy(image, to, "1", CONTROL);
        long before = registries.sent().count();

        registries.client().copy(image, to, "2", CONTROL);

        assertThat(registries.sent().skip(before)).containsExactly("PUT /v2/" + to.path() + "/manifests/2");
    }

    @Test
    void layersThatAreThereAreNotSentAgain() {
        ImageReference image = registries.image(3 * MIB);
        ImageRepository to = registries.plain();
        registries.client().copy(image, to, "1", CONTROL);
        ImageReference again = registries.client().push(to, Registries.artifact(5 * MIB), "2");

        registries.client().copy(again, registries.faulty(to), "3", CONTROL);

        assertThat(registries.faulty.count("PATCH")).isZero();
    }

    @Test
    void aBrokenUploadGoesOnWhereItWas() {
        ImageReference image = registries.image(6 * MIB);
        ImageRepository to = emptyRepository();
        registries.faulty.faults().cutUploadAfter(5 * MIB + 17);

        registries.client().copy(image, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.faulty.count("PATCH")).isEqualTo(2);
        assertThat(registries.faulty.count("POST"))
                .as("uploads begun, of layer and configuration")
                .isEqualTo(2);
        assertThat(registries.faulty.count("GET /v2/" + to.path() + "/blobs/uploads/"))
                .isEqualTo(1);
    }

    @Test
    void aBrokenUploadThatTheRegistryForgotIsBegunAnew() {
        ImageReference image = registries.image(6 * MIB);
        ImageRepository to = emptyRepository();
        registries.faulty.faults().loseUploadAfter(5 * MIB);

        registries.client().copy(image, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.faulty.count("POST")).isEqualTo(3);
    }

    @Test
    void aBrokenDownloadGoesOnWhereItWasUnderTheSameUpload() {
        ImageRepository to = registries.plain();
        ImageReference image = registries.image(6 * MIB);
        ImageReference source = new ImageReference(registries.faulty(image.repository()), image.digest());
        registries.faulty.faults().cutDownloadAfter(MIB);

        registries.client().copy(source, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.faulty.count("GET /v2/" + image.repository().path() + "/blobs/"))
                .isEqualTo(3);
    }

    @Test
    void aBlobThatIsAlteredOnItsWayIsNotStored() {
        ImageReference image = registries.image(2 * MIB);
        ImageReference source = new ImageReference(registries.faulty(image.repository()), image.digest());
        ImageRepository to = registries.plain();
        registries.faulty.faults().alterDownloadsAt(3);

        assertThatThrownBy(() -> registries.client().copy(source, to, "1", CONTROL))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("another digest")
                .hasMessageContaining(registries.faulty.address());
        assertThat(registries.client().resolve(to, "1")).isEmpty();
    }

    @Test
    void aProxyThatTakesNoLargeRequestsIsSentPieces() {
        ImageReference image = registries.image(20 * MIB);
        ImageRepository to = emptyRepository();
        registries.faulty.faults().refuseLargerThan(10 * MIB);

        registries.client().copy(image, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.faulty.count("PATCH")).isEqualTo(4);
    }

    @Test
    void anotherRepositoryOfTheRegistryTakesLayersOverWithoutAByte() {
        ImageReference image = registries.image(2 * MIB, 300);
        ImageReference source = new ImageReference(registries.faulty(image.repository()), image.digest());
        ImageRepository to = emptyRepository();

        registries.client().copy(source, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.faulty.count("POST /v2/" + to.path() + "/blobs/uploads/?mount="))
                .isEqualTo(3);
        assertThat(registries.sent().filter(each -> each.contains("uploads/") && !each.startsWith("POST")))
                .isEmpty();
    }

    @Test
    void aRefusedMountIsTheBeginningOfAnUpload() {
        ImageReference image = registries.image(2 * MIB);
        ImageReference source = new ImageReference(registries.faulty(image.repository()), image.digest());
        ImageRepository to = emptyRepository();
        registries.faulty.faults().refuseMounts();

        registries.client().copy(source, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.faulty.count("POST"))
                .as("no further upload begun")
                .isEqualTo(2);
    }

    @Test
    void aBusyRegistryIsLeftAloneForAsLongAsItAsks() {
        ImageReference image = registries.image(2 * MIB);
        ImageRepository to = emptyRepository();
        registries.faulty.faults().refuse(new Refusal("POST", 429, Map.of("Retry-After", "3"), ""));
        registries.faulty.faults().refuse(new Refusal("PATCH", 503, Map.of("Retry-After", "2"), ""));

        registries.client().copy(image, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.waited).contains(Duration.ofSeconds(3), Duration.ofSeconds(2));
    }

    @Test
    void aTokenThatEndsInTheMiddleOfACopyIsFetchedAnew() {
        ImageReference image = registries.image(2 * MIB, 2 * MIB);
        ImageRepository to = emptyRepository();
        registries.faulty.requireTokens("ann", "pa55word");
        OciRegistry registry = registries.client(ANN);
        registry.resolve(to, "1");
        registries.faulty.faults().cutUploadAfter(MIB);
        registries.faulty.faults().onCut(registries.faulty::expireTokens);

        registry.copy(image, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.faulty.tokensSold()).isBetween(3, 7);
    }

    @Test
    void aMountAsksForATokenThatIsGoodForBothRepositories() {
        ImageReference image = registries.image(2 * MIB);
        ImageReference source = new ImageReference(registries.faulty(image.repository()), image.digest());
        ImageRepository to = emptyRepository();
        registries.faulty.requireTokens("ann", "pa55word");
        OciRegistry registry = registries.client(ANN);

        registry.copy(source, to, "1", CONTROL);

        assertArrived(image, to);
        assertThat(registries.faulty.count("PATCH")).isZero();
    }

    @Test
    void anIndexIsCopiedWithAllItsPlatforms() {
        ImageReference arm = registries.image(MIB);
        ImageReference amd = registries.client().push(arm.repository(), Registries.artifact(2 * MIB), "amd");
        ImageReference index = registries.index(arm, amd);
        ImageRepository to = emptyRepository();

        registries.client().copy(index, to, "1", CONTROL);

        assertThat(registries.client().resolve(to, "1")).contains(index.digest());
        assertArrived(arm, to);
        assertArrived(amd, to);
    }

    @Test
    void anImmutableTagThatNamesAnotherImageRefusesTheCopyByName() {
        ImageReference image = registries.image(100);
        ImageReference other = registries.image(200);
        ImageRepository to = emptyRepository();
        registries.client().copy(image, to, "1.0.0", CONTROL);
        registries.faulty.faults().keepTagsImmutable();

        registries.client().copy(image, to, "1.0.0", CONTROL);
        ReleaseException.Failed failed = catchThrowableOfType(
                ReleaseException.Failed.class, () -> registries.client().copy(other, to, "1.0.0", CONTROL));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.TAG_TAKEN);
        assertThat(failed.reason().summary()).contains("1.0.0", image.digest().abbreviated());
    }

    @Test
    void aRegistryThatStaysBrokenIsGivenUpAfterAFewTries() {
        ImageReference image = registries.image(2 * MIB);
        for (int i = 0; i < 20; i++) {
            registries.faulty.faults().refuse(new Refusal("PATCH", 500, Map.of(), "disk full"));
        }

        assertThatThrownBy(() -> registries.client().copy(image, emptyRepository(), "1", CONTROL))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("disk full");
        assertThat(registries.faulty.count("PATCH")).isEqualTo(RetryPolicy.TRIES);
    }

    /** Past the faults: what is pulled is checked against its digests. */
    private void assertArrived(ImageReference image, ImageRepository to) {
        ImageRepository plain = new ImageRepository(image.repository().registry() + "/" + to.path());
        assertThat(registries
                        .client()
                        .pull(new ImageReference(plain, image.digest()))
                        .layers())
                .isNotEmpty();
    }
}
