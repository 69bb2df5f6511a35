package io.kuberelease.adapters.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Refusal;
import io.kuberelease.testkit.aws.Moto;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our own requests against moto's ECR, with signatures and policies checked. */
class EcrAuthTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final ImageRepository POLLS =
            new ImageRepository(Moto.ACCOUNT + ".dkr.ecr.eu-west-1.amazonaws.com/web/polls");

    private static Moto moto;

    @BeforeAll
    static void start() {
        moto = Moto.start(Path.of("../../dev/moto"));
    }

    @AfterAll
    static void stop() {
        moto.close();
    }

    @AfterEach
    void lenient() {
        moto.checkNothing();
    }

    @Test
    void aTokenIsGivenForTheRegistryOfTheName() {
        EcrAuth auth = auth(anybody());

        assertThat(auth.credentials(POLLS)).hasValueSatisfying(given -> {
            assertThat(given.user()).isEqualTo("AWS");
            assertThat(given.password().reveal()).isEqualTo(Moto.ACCOUNT + "-auth-token");
            assertThat(given.expires()).contains(Instant.parse("2015-01-01T00:00:00Z"));
        });
        assertThat(auth.credentials(new ImageRepository("registry.example/web/polls")))
                .isEmpty();
    }

    @Test
    void aUserWithoutThePermissionIsToldWhichOne() {
        Moto.Key key = moto.userWho("reader", "s3:GetObject");
        moto.checkPolicies();

        ReleaseException.Failed failed = failure(identity(key.id(), key.secret()));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(failed.reason().summary())
                .contains("account 123456789012 in eu-west-1", "user/reader", "ecr:GetAuthorizationToken");
        assertThat(failed.reason().suggestion()).hasValueSatisfying(todo -> assertThat(todo)
                .contains("ecr:PutImage", "arn:aws:ecr:eu-west-1:123456789012:repository/web/polls"));
    }

    @Test
    void aUserWithThePermissionGetsAToken() {
        Moto.Key key = moto.userWho("writer", "ecr:*");
        moto.checkPolicies();

        assertThat(auth(identity(key.id(), key.secret())).credentials(POLLS)).isPresent();
    }

    @Test
    void aWrongSecretAndAnUnknownKeyAreToldWithoutTheSecret() {
        Moto.Key key = moto.userWho("forgetful", "ecr:*");
        moto.checkPolicies();

        for (String id : new String[] {key.id(), "AKIAIOSFODNN7EXAMPLE"}) {
            ReleaseException.Failed failed = failure(identity(id, SECRET));

            assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
            assertThat(failed.reason().summary()).contains("AWS does not know these credentials");
            assertThat(failed.reason() + " " + failed.getCause()).doesNotContain(SECRET);
        }
    }

    @Test
    void aTokenOfAnotherAccountIsNamedWhenTheRegistryRefusesIt() {
        EcrAuth auth = auth(anybody());
        ImageRepository theirs = new ImageRepository("210987654321.dkr.ecr.eu-west-1.amazonaws.com/web/polls");

        assertThat(auth.credentials(theirs)).isPresent();

        assertThat(auth.refused(theirs, Refusal.DENIED)).hasValueSatisfying(advice -> {
            assertThat(advice.about())
                    .isEqualTo("came with a token of AWS account 123456789012, and the registry is of account"
                            + " 210987654321");
            assertThat(advice.suggestion()).contains("use credentials of account 210987654321");
        });
    }

    @Test
    void aRegionThatDoesNotExistIsNamed() {
        ImageRepository nowhere = new ImageRepository(Moto.ACCOUNT + ".dkr.ecr.eu-wset-1.amazonaws.com/web/polls");

        ReleaseException.Failed failed = catchThrowableOfType(
                ReleaseException.Failed.class,
                () -> new EcrAuth(anybody(), services(URI.create("http://api.ecr.invalid"))).credentials(nowhere));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.BAD_INPUT);
        assertThat(failed.reason().summary()).contains("there is no AWS region eu-wset-1");
    }

    @Test
    void aRealRegionThatIsNotReachedIsTheWorldsFault() {
        ReleaseException.Errored errored = catchThrowableOfType(
                ReleaseException.Errored.class,
                () -> new EcrAuth(anybody(), services(URI.create("http://api.ecr.invalid"))).credentials(POLLS));

        assertThat(errored.reason().summary()).contains("eu-west-1", "its host was not found");
    }

    private static EcrAuth auth(AwsIdentity who) {
        return new EcrAuth(who, services(moto.address()));
    }

    private static ReleaseException.Failed failure(AwsIdentity who) {
        return catchThrowableOfType(
                ReleaseException.Failed.class, () -> auth(who).credentials(POLLS));
    }

    private static AwsIdentity anybody() {
        return identity("AKIAIOSFODNN7EXAMPLE", SECRET);
    }

    private static AwsIdentity identity(String id, String secret) {
        return new AwsIdentity(id, tried -> new AwsKey(id, new Secret(secret)), "log in again", "look at them");
    }

    private static AwsServices services(URI ecr) {
        return new AwsServices(
                new TokenService(KeptClients.PLAIN, "look at the network"),
                Optional.of(ecr),
                AwsLibrary::isRegion,
                InstantSource.system());
    }
}
