import io.kuberelease.adapters.slack.SlackSinks;
import io.kuberelease.engine.Loop;
import io.kuberelease.engine.ReleaseRun;
import io.kuberelease.engine.SinkHub;
import io.kuberelease.engine.StageActions;
import io.kuberelease.engine.WaitMode;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Secret;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EventSink;
import io.kuberelease.testkit.FakeWorld;
import io.kuberelease.testkit.MemoryJournal;
import io.kuberelease.testkit.SamplePlan;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Releases in one process, with the threads that a Jenkins has for all of them: some wait for a person, others work. Clusters and builders
 * are the test kit's, Slack is the program's own sink. Arguments: Slack's address, how many wait, how many work. It prints the threads at
 * their most and once nothing more is to be told, and the heap that is in use then, in bytes.
 */
final class Many {
    private static final StageId WAITS = new StageId("production.approval");
    private static final StageId WORKS = new StageId("datastores");
    /** Longer than threads without work are kept. */
    private static final Duration REST = Duration.ofSeconds(70);

    private final ExecutorService workers = Executors.newCachedThreadPool(Many::daemon);
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1, Many::daemon);
    private final List<ReleaseRun> runs = new ArrayList<>();
    private final URI slack;

    private Many(URI slack) {
        this.slack = slack;
    }

    public static void main(String[] arguments) throws InterruptedException {
        new Many(URI.create(arguments[0])).measure(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        System.exit(0);
    }

    private void measure(int waiting, int working) throws InterruptedException {
        CountDownLatch there = new CountDownLatch(waiting + working);
        for (int i = 0; i < waiting; i++) {
            begin(new FakeWorld(), WAITS, there);
        }
        for (int i = 0; i < working; i++) {
            FakeWorld world = new FakeWorld();
            world.hold("datastores");
            begin(world, WORKS, there);
        }
        if (!there.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(there.getCount() + " releases have not come to where they were to stay");
        }
        int most = ManagementFactory.getThreadMXBean().getPeakThreadCount();
        Thread.sleep(REST.toMillis());
        System.gc();
        System.out.println(most + " " + ManagementFactory.getThreadMXBean().getThreadCount() + " "
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    private void begin(FakeWorld world, StageId stays, CountDownLatch there) {
        EventSink told = SlackSinks.bot(slack, new Secret("xoxb-of-no-use"), "#bench", Duration.ofSeconds(1));
        ReleaseRun run = new ReleaseRun(
                MemoryJournal.of(SamplePlan.withApproval()),
                new StageActions(world.ports(), workers, InstantSource.system()),
                new SinkHub(List.of(told, new Beginning(stays, there))),
                InstantSource.system(),
                Loop.among(workers, timers),
                WaitMode.STAYS);
        runs.add(run);
        run.go();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** Tells when the stage has begun in which the release is to stay. */
    private record Beginning(StageId stage, CountDownLatch there) implements EventSink {
        @Override
        public String name() {
            return "beginning";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            if (entry.event() instanceof ReleaseEvent.StageStarted started && started.stage().equals(stage)) {
                there.countDown();
            }
            return Map.of();
        }
    }
}
