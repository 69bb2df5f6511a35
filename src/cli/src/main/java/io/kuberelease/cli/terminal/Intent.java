package io.kuberelease.cli.terminal;

import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.FreezeWindow;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.view.Durations;
import java.util.stream.Collectors;

/** What a stage of a plan would do, in a line. */
final class Intent implements StageTask.Cases<String> {
    @Override
    public String startDatastores(StageTask.StartDatastores task) {
        String stores = task.datastores().stream()
                .map(store -> store.name() + " " + store.version())
                .collect(Collectors.joining(", "));
        return "start " + stores + " in cluster " + task.target().cluster();
    }

    @Override
    public String removeDatastores(StageTask.RemoveDatastores task) {
        return "remove the datastores";
    }

    @Override
    public String buildImage(StageTask.BuildImage task) {
        return "build " + task.image().dockerfile() + ", push " + task.image().repository() + " by digest";
    }

    @Override
    public String takeImage(StageTask.TakeImage task) {
        return "take the image " + task.image().digest().abbreviated() + " as it is; nothing is built";
    }

    @Override
    public String findTestMark(StageTask.FindTestMark task) {
        return "skip the tests if this very image has passed them before";
    }

    @Override
    public String runTests(StageTask.RunTests task) {
        return "run " + String.join(" ", task.tests().command()) + " in the image, in cluster "
                + task.target().cluster();
    }

    @Override
    public String packageChart(StageTask.PackageChart task) {
        return "package chart " + task.chart().path() + " as " + task.chart().version() + " (at once)";
    }

    @Override
    public String writeBundle(StageTask.WriteBundle task) {
        return "write the bundle: image, chart and values, by digest";
    }

    @Override
    public String fetchBundle(StageTask.FetchBundle task) {
        return "fetch bundle " + task.bundle().digest().abbreviated() + " and check it; nothing is built";
    }

    @Override
    public String publish(StageTask.Publish task) {
        return "tag the image " + String.join(", ", task.tags())
                + task.chart()
                        .repository()
                        .map(to -> ", publish the chart in " + to)
                        .orElse("");
    }

    @Override
    public String compare(StageTask.Compare task) {
        return "compare with what is in " + place(task.environment());
    }

    @Override
    public String awaitApproval(StageTask.AwaitApproval task) {
        return "wait for an approval of the difference";
    }

    @Override
    public String soak(StageTask.Soak task) {
        String before = task.before().stream()
                .map(environment -> environment.name().value())
                .collect(Collectors.joining(" and "));
        return "wait until it has been healthy in " + before + " for " + Durations.limit(task.time());
    }

    @Override
    public String awaitThaw(StageTask.AwaitThaw task) {
        return "wait while it is frozen ("
                + task.freeze().windows().stream().map(FreezeWindow::words).collect(Collectors.joining("; ")) + ")";
    }

    @Override
    public String lock(StageTask.Lock task) {
        return "take the environment's lock";
    }

    @Override
    public String unlock(StageTask.Unlock task) {
        return "give the lock back";
    }

    @Override
    public String deploy(StageTask.Deploy task) {
        return "deploy with Helm, ready within "
                + Durations.limit(task.environment().readyWithin());
    }

    @Override
    public String verify(StageTask.Verify task) {
        VerifySpec checks = task.checks();
        String http = checks.http().map(path -> " GET " + path).orElse("");
        String command = checks.command().isEmpty() ? "" : " " + String.join(" ", checks.command());
        return "verify" + http + (http.isEmpty() || command.isEmpty() ? "" : " and") + command;
    }

    @Override
    public String returnToLastGood(StageTask.ReturnToLastGood task) {
        return "if it failed, return to the last good bundle";
    }

    @Override
    public String writeRecord(StageTask.WriteRecord task) {
        return "write the record";
    }

    private static String place(EnvironmentSpec environment) {
        return "cluster " + environment.target().cluster() + ", namespace "
                + environment.target().namespace();
    }
}
