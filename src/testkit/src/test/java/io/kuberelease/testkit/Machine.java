package io.kuberelease.testkit;

import io.kuberelease.engine.JournalLocator;
import io.kuberelease.engine.SharedJournal;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask.Compare;
import io.kuberelease.port.EnvironmentJournals.Carrier;
import java.util.List;

/** A machine with a disk of its own, which reaches the clusters of a world. */
final class Machine {
    private static final int ALL = 100;

    private final String name;
    private final FakeWorld world;
    private MemoryJournal disk = MemoryJournal.empty();

    Machine(String name, FakeWorld world) {
        this.name = name;
        this.world = world;
    }

    /** Has a release's plan on its disk. */
    Machine with(ReleasePlan plan) {
        disk = MemoryJournal.of(plan);
        return this;
    }

    /** The next process is killed when it would write the entry of that number to its disk. */
    Machine dyingAt(long number) {
        disk = disk.dyingAt(number);
        return this;
    }

    /** Opens the only release that its disk or the plan's environments know. */
    SharedJournal open(ReleasePlan plan) {
        return SharedJournal.open(disk, sees(plan), world.journals(), new Carrier(name, "on " + name));
    }

    /** The journal that the clusters of the plan's environments keep; empty when they keep none. */
    List<JournalEntry> sees(ReleasePlan plan) {
        return new JournalLocator(world.journals())
                .in(environments(plan), ALL).journals().stream().findFirst().orElse(List.of());
    }

    /** After its end: what was on its disk is still there, and its claims have run out. */
    Machine rebooted() {
        disk = disk.surviving();
        world.journals().gone(name);
        return this;
    }

    MemoryJournal disk() {
        return disk;
    }

    static List<EnvironmentSpec> environments(ReleasePlan plan) {
        return plan.stages().stream()
                .map(stage -> stage.task())
                .filter(Compare.class::isInstance)
                .map(task -> ((Compare) task).environment())
                .toList();
    }
}
