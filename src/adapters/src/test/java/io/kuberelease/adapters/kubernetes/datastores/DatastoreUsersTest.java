package io.kuberelease.adapters.kubernetes.datastores;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.kubernetes.jobs.ImageLookup;
import io.kuberelease.model.Digest;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.ImageRegistry;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class DatastoreUsersTest {
    private static final ContainerNeeds ANOTHER_IMAGE =
            new ContainerNeeds(Optional.empty(), Optional.empty(), Optional.of(999L));

    @Test
    void anImageWithAUserOfItsOwnKeepsIt() {
        assertThat(userIn("1001", ANOTHER_IMAGE)).isEmpty();
        assertThat(userIn("1001:0", ANOTHER_IMAGE)).isEmpty();
    }

    @Test
    void anImageThatBelongsToRootRunsAsTheOfficialOneDoes() {
        assertThat(userIn("", ANOTHER_IMAGE)).contains(999L);
        assertThat(userIn("0", ANOTHER_IMAGE)).contains(999L);
        assertThat(userIn("postgres", ANOTHER_IMAGE)).contains(999L);
    }

    @Test
    void whereTheRegistryCantBeAskedTheOfficialOnesUserIsTaken() {
        assertThat(userIn("unreachable", ANOTHER_IMAGE)).contains(999L);
    }

    @Test
    void whatTheReleaseFileSaysCounts() {
        assertThat(userIn("1001", new ContainerNeeds(Optional.of(7L), Optional.empty(), Optional.of(999L))))
                .contains(7L);
    }

    private static Optional<Long> userIn(String user, ContainerNeeds needs) {
        DatastoreSpec spec =
                new DatastoreCatalogue().of("postgres", "15").orElseThrow().with(needs);
        return new DatastoreUsers(new ImageLookup(registry(user), ForkJoinPool.commonPool()))
                .settled(List.of(spec))
                .get(0)
                .needs()
                .runAsUser();
    }

    private static ImageRegistry registry(String user) {
        return (ImageRegistry) Proxy.newProxyInstance(
                DatastoreUsersTest.class.getClassLoader(),
                new Class<?>[] {ImageRegistry.class},
                (self, method, given) -> {
                    if (user.equals("unreachable")) {
                        throw new IllegalStateException("no route");
                    }
                    return method.getName().equals("resolve")
                            ? Optional.of(new Digest("sha256:" + "a".repeat(64)))
                            : new ImageRegistry.ImageConfig("/", List.of(), List.of(), user);
                });
    }
}
