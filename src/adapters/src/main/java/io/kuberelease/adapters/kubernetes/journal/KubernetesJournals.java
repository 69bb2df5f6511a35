package io.kuberelease.adapters.kubernetes.journal;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.kubernetes.support.Leases;
import io.kuberelease.adapters.kubernetes.support.Namespaces;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentJournals;
import io.kuberelease.port.EnvironmentJournals.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Journals in ConfigMaps of the app's namespace, each with a Lease that names the process that carries its release on.
 */
public final class KubernetesJournals implements EnvironmentJournals {
    private final Clusters clusters;
    private final EntryText text;
    private final ScheduledExecutorService timers;
    private final Executor io;
    private final InstantSource clock;
    private final Appending.LastPartCache lastPartCache = new Appending.LastPartCache();

    /**
     * Makes journals, which close none of their arguments.
     *
     * @param timers starts renewals on {@code io}; runs nothing that takes long
     * @param io runs short requests
     */
    public KubernetesJournals(
            Clusters clusters, EntryText text, ScheduledExecutorService timers, Executor io, InstantSource clock) {
        this.clusters = clusters;
        this.text = text;
        this.timers = timers;
        this.io = io;
        this.clock = clock;
    }

    @Override
    public List<ReleaseId> releases(EnvironmentSpec environment) {
        return asking("list the journals of " + place(environment), () -> store(environment).all().stream()
                .sorted(Comparator.<ConfigMap, String>comparing(
                                part -> part.getMetadata().getCreationTimestamp())
                        .thenComparing(part -> part.getMetadata().getName())
                        .reversed())
                .map(JournalStore::release)
                .distinct()
                .toList());
    }

    @Override
    public List<JournalEntry> entries(EnvironmentSpec environment, ReleaseId release) {
        return asking("read " + journal(environment, release), () -> {
            List<Part> parts = store(environment).parts(release);
            lastPartCache.remember(environment, release, parts);
            return parts.stream()
                    .flatMap(part -> part.lines().stream())
                    .map(text.read())
                    .toList();
        });
    }

    @Override
    public boolean append(EnvironmentSpec environment, ReleaseId release, List<JournalEntry> entries) {
        try {
            return asking("write " + journal(environment, release), () -> new Appending(
                            store(environment), lastPartCache, text, environment, release)
                    .append(entries, () -> entries(environment, release), () -> prune(environment)));
        } catch (IllegalArgumentException tooLong) {
            throw new ReleaseException.Failed(
                    Cause.of(
                            CauseKind.REFUSED,
                            "could not write " + journal(environment, release) + ": " + tooLong.getMessage()),
                    tooLong);
        }
    }

    @Override
    public void require(EnvironmentSpec environment, String uid) {
        new Namespaces(clusters.client(environment.target()))
                .requireSame(environment.target().namespace().value(), uid);
    }

    @Override
    public Subscription watch(EnvironmentSpec environment, ReleaseId release, LongConsumer entries) {
        SharedIndexInformer<ConfigMap> informer = store(environment).watch(release, new Counting(entries));
        var unused = informer.start();
        return informer::stop;
    }

    @Override
    public Subscription claim(EnvironmentSpec environment, ReleaseId release, Carrier carrier) {
        CarrierLeases leases = leases(environment, release);
        return asking("take up release " + release + " in " + place(environment), () -> {
            Lease held = leases.take(carrier);
            return new Claim(leases, held, timers, io);
        });
    }

    @Override
    public Optional<Carrying> carrying(EnvironmentSpec environment, ReleaseId release) {
        return asking(
                "read who carries on release " + release + " in " + place(environment),
                leases(environment, release)::carrying);
    }

    /** Deletes old journals as far as this user may; failures are ignored. */
    private void prune(EnvironmentSpec environment) {
        JournalStore store = store(environment);
        try {
            Retention.superfluous(store.all(), clock.instant()).forEach(part -> {
                store.remove(part);
                CarrierLeases left = leases(environment, JournalStore.release(part));
                left.find().ifPresent(left::remove);
            });
        } catch (KubernetesClientException refused) {
            // The next new journal tries again.
            return;
        }
    }

    private static <T> T asking(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(what, problem);
        }
    }

    private JournalStore store(EnvironmentSpec environment) {
        return new JournalStore(clusters.client(environment.target()), environment);
    }

    private CarrierLeases leases(EnvironmentSpec environment, ReleaseId release) {
        return new CarrierLeases(clusters.client(environment.target()), environment, release, clock);
    }

    private static String journal(EnvironmentSpec environment, ReleaseId release) {
        return "the journal of release " + release + " of " + place(environment);
    }

    private static String place(EnvironmentSpec environment) {
        return environment.app() + " in " + environment.name();
    }

    /** Passes on the number of entries up to the end of each part that is added or changed. */
    private record Counting(LongConsumer entries) implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap part) {
            entries.accept(Part.entriesUpTo(part));
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap part) {
            entries.accept(Part.entriesUpTo(part));
        }

        @Override
        public void onDelete(ConfigMap part, boolean lastStateUnknown) {
            // Nothing to report: the next writer notices that the part is gone.
        }
    }

    /** Selects the journals to delete, by number and by age. Pure. */
    private static final class Retention {
        /** How many ended or moved journals are kept. */
        private static final int KEPT = 20;

        private static final Duration LONGEST = Duration.ofDays(90);

        /** A cluster counts in seconds; ids of releases begin with their time, and say which came later within one. */
        private static final Comparator<List<ConfigMap>> NEWEST_FIRST = Comparator.comparing(Retention::created)
                .thenComparing(parts -> JournalStore.release(parts.get(0)).value())
                .reversed();

        private Retention() {}

        /** The ConfigMaps to delete, of all journal parts of an app. */
        static List<ConfigMap> superfluous(Collection<ConfigMap> all, Instant now) {
            Map<ReleaseId, List<ConfigMap>> journals =
                    all.stream().collect(Collectors.groupingBy(JournalStore::release));
            Stream<List<ConfigMap>> old =
                    journals.values().stream().filter(parts -> created(parts).isBefore(now.minus(LONGEST)));
            Stream<List<ConfigMap>> many = journals.values().stream()
                    .filter(parts -> !JournalStore.isOpen(last(parts)))
                    .sorted(NEWEST_FIRST)
                    .skip(KEPT);
            return Stream.concat(old, many).flatMap(List::stream).distinct().toList();
        }

        private static ConfigMap last(List<ConfigMap> parts) {
            return parts.stream()
                    .max(Comparator.comparingLong(Part::entriesUpTo))
                    .orElseThrow();
        }

        private static Instant created(List<ConfigMap> parts) {
            return parts.stream()
                    .map(part -> Instant.parse(part.getMetadata().getCreationTimestamp()))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    /** Renews the Lease that names the process that carries a release on; closing deletes it. */
    private static final class Claim implements Subscription {
        private final CarrierLeases leases;
        private final String identity;
        private final Future<?> timer;
        private Optional<Lease> last;
        private boolean closed;

        Claim(CarrierLeases leases, Lease held, ScheduledExecutorService timers, Executor io) {
            this.leases = leases;
            this.last = Optional.of(held);
            this.identity = held.getSpec().getHolderIdentity();
            this.timer = timers.scheduleWithFixedDelay(
                    () -> io.execute(this::renew),
                    Leases.PERIOD.toMillis(),
                    Leases.PERIOD.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        private synchronized void renew() {
            if (closed) {
                return;
            }
            try {
                last = last.or(leases::find).filter(this::isOurs).flatMap(leases::renew);
            } catch (KubernetesClientException unreachable) {
                // The next try is in a third of its duration. A process that takes over meanwhile writes to the
                // journal, so that this one can't write to it any more.
                last = Optional.empty();
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            timer.cancel(false);
            try {
                if (last.filter(leases::remove).isEmpty()) {
                    leases.find().filter(this::isOurs).ifPresent(leases::remove);
                }
            } catch (KubernetesClientException unreachable) {
                // The Lease expires by itself.
                last = Optional.empty();
            }
        }

        private boolean isOurs(Lease lease) {
            return identity.equals(lease.getSpec().getHolderIdentity());
        }
    }
}
