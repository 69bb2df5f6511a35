package io.kuberelease.adapters.kubernetes.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.adapters.kubernetes.StagingCluster;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Target;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EnvironmentJournals.Subscription;
import io.kuberelease.testkit.contract.EnvironmentJournalsContract;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Journals in a real cluster. */
class KubernetesJournalsIT implements EnvironmentJournalsContract {
    private static final int ENTRY = 200 * 1024;
    private static StagingCluster cluster;
    private final String app = "polls-" + UUID.randomUUID().toString().substring(0, 6);
    private final List<Program> running = new ArrayList<>();

    @BeforeAll
    static void open() {
        cluster = new StagingCluster("journals");
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void end() {
        running.forEach(Program::die);
    }

    @Override
    public EnvironmentJournals journals() {
        return new Program().journals;
    }

    @Override
    public EnvironmentSpec keeping(String environment) {
        return cluster.environment(app, environment);
    }

    @Test
    void aClaimIsTakenOverOnceItsHolderIsGoneAndNotBefore() {
        EnvironmentSpec staging = keeping("staging");
        Program first = new Program();
        first.journals.claim(staging, R1, ADA);
        assertThatThrownBy(() -> journals().claim(staging, R1, BOB)).isInstanceOf(ReleaseException.Failed.class);
        first.die();
        long died = System.nanoTime();

        Subscription taken = journals().claim(staging, R1, BOB);

        assertThat(Duration.ofNanos(System.nanoTime() - died)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(35));
        taken.close();
    }

    @Test
    void aLongJournalIsKeptInSeveralObjectsEachBelowTheLimit() {
        EnvironmentSpec staging = keeping("staging");
        List<JournalEntry> entries = IntStream.range(0, 12)
                .mapToObj(KubernetesJournalsIT::incompressible)
                .toList();

        assertThat(journals().append(staging, R1, entries.subList(0, 9))).isTrue();
        entries.subList(9, 12).forEach(entry -> assertThat(journals().append(staging, R1, List.of(entry)))
                .isTrue());

        assertThat(journals().entries(staging, R1)).isEqualTo(entries);
        assertThat(maps()).hasSizeGreaterThan(1);
    }

    /** Whoever resumes would meet it again: a release must be able to end, whatever somebody has said. */
    @Test
    void anEntryThatNoObjectCanHoldIsCutAndKept() {
        EnvironmentSpec staging = keeping("staging");
        JournalEntry huge = new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.AbortRequested(noise(0, 2_000_000)));

        assertThat(journals().append(staging, R1, List.of(huge))).isTrue();

        assertThat(journals().entries(staging, R1)).singleElement().satisfies(kept -> assertThat(
                        kept.event().toString())
                .hasSizeLessThan(100_000)
                .endsWith("… (cut)]"));
    }

    @Test
    void ofReleasesThatAreOverTheLastTwentyAreKept() {
        EnvironmentSpec staging = keeping("staging");
        EnvironmentJournals journals = journals();
        journals.append(
                staging,
                new ReleaseId("open"),
                List.of(
                        incompressible(0),
                        new JournalEntry(1, Instant.EPOCH, new ReleaseEvent.JournalMoved(staging.name()))));
        journals.append(staging, new ReleaseId("never-moved-here"), List.of(incompressible(0)));

        IntStream.range(10, 33).forEach(i -> {
            ReleaseId release = new ReleaseId("r" + i);
            journals.append(
                    staging,
                    release,
                    List.of(new JournalEntry(0, Instant.EPOCH, new ReleaseEvent.Ended(ReleaseResult.SUCCEEDED))));
        });

        assertThat(journals.releases(staging))
                .contains(new ReleaseId("open"))
                .doesNotContain(new ReleaseId("never-moved-here"))
                .hasSizeBetween(21, 22);
    }

    @Test
    void aMissingNamespaceIsMadeWhereThatIsAllowed() {
        io.kuberelease.model.Namespace missing =
                new io.kuberelease.model.Namespace(cluster.target().namespace().value() + "-new");
        Target target = new Target(cluster.target().cluster(), Optional.empty(), missing);
        EnvironmentSpec known = keeping("staging");
        EnvironmentSpec may =
                new EnvironmentSpec(known.name(), known.app(), target, List.of(), true, Duration.ofMinutes(1));
        EnvironmentSpec mayNot =
                new EnvironmentSpec(known.name(), known.app(), target, List.of(), false, Duration.ofMinutes(1));

        assertThatThrownBy(() -> journals().claim(mayNot, R1, ADA)).hasMessageContaining(missing.value());
        journals().claim(may, R1, ADA).close();

        Namespace made = cluster.client().namespaces().withName(missing.value()).get();
        assertThat(made).isNotNull();
        cluster.client().resource(made).delete();
    }

    @Test
    void aJournalThatSomebodyDamagedIsNotWrittenOver() {
        EnvironmentSpec staging = keeping("staging");
        journals().append(staging, R1, List.of(incompressible(0)));
        ConfigMap map = maps().get(0);
        cluster.client()
                .resource(new ConfigMapBuilder(map).withBinaryData(null).build())
                .update();

        assertThat(journals().append(staging, R1, List.of(incompressible(1)))).isFalse();
    }

    @Test
    void aJournalThatTheVersionBeforeBeganIsFoundAndGoesOnUnderTodaysNames() {
        EnvironmentSpec staging = keeping("staging");
        journals().append(staging, R1, List.of(incompressible(0)));
        ConfigMap map = maps().get(0);
        map.getMetadata().getLabels().keySet().removeIf(name -> name.startsWith("kube-release.io/"));
        map.getMetadata().getAnnotations().keySet().removeIf(name -> name.startsWith("kube-release.io/"));
        cluster.client().resource(map).update();
        assertThat(maps()).isEmpty();

        assertThat(journals().append(staging, R1, List.of(incompressible(1)))).isTrue();

        assertThat(journals().entries(staging, R1)).hasSize(2);
        assertThat(journals().releases(staging)).containsExactly(R1);
    }

    private List<ConfigMap> maps() {
        return cluster.client()
                .configMaps()
                .inNamespace(cluster.target().namespace().value())
                .withLabel("kube-release.io/app", app)
                .list()
                .getItems();
    }

    private static JournalEntry incompressible(int number) {
        return new JournalEntry(number, Instant.EPOCH, new ReleaseEvent.AbortRequested(noise(number, ENTRY)));
    }

    private static String noise(int seed, int length) {
        return new Random(seed)
                .ints(length, ' ', 127)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A running kube-release, which can die. */
    private final class Program {
        private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
        private final ExecutorService io = Executors.newCachedThreadPool();
        private final JournalCodec codec = new JournalCodec();
        private final KubernetesJournals journals = new KubernetesJournals(
                cluster.clusters(), new EntryText(codec::write, codec::read), timers, io, Clock.systemUTC());

        Program() {
            running.add(this);
        }

        /** As kill -9 would: nothing is given back. */
        void die() {
            timers.shutdownNow();
            io.shutdownNow();
        }
    }
}
