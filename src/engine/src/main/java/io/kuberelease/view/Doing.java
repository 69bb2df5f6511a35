package io.kuberelease.view;

import io.kuberelease.plan.StageTask;
import java.util.stream.Collectors;

/** What a stage does while it runs, in a few words. */
public final class Doing implements StageTask.Cases<String> {
    private Doing() {}

    /** For example {@code building the image}. */
    public static String of(StageTask task) {
        return task.match(new Doing());
    }

    @Override
    public String startDatastores(StageTask.StartDatastores task) {
        String names = task.datastores().stream()
                .map(store -> store.name() + " " + store.version())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "starting" : "starting " + names;
    }

    @Override
    public String removeDatastores(StageTask.RemoveDatastores task) {
        return "removing the datastores";
    }

    @Override
    public String buildImage(StageTask.BuildImage task) {
        return "building the image";
    }

    @Override
    public String takeImage(StageTask.TakeImage task) {
        return "taking the image " + task.image().digest().abbreviated();
    }

    @Override
    public String findTestMark(StageTask.FindTestMark task) {
        return "looking whether this image was tested before";
    }

    @Override
    public String runTests(StageTask.RunTests task) {
        return "running " + String.join(" ", task.tests().command());
    }

    @Override
    public String packageChart(StageTask.PackageChart task) {
        return "packaging the chart";
    }

    @Override
    public String writeBundle(StageTask.WriteBundle task) {
        return "writing the bundle";
    }

    @Override
    public String fetchBundle(StageTask.FetchBundle task) {
        return "fetching the bundle";
    }

    @Override
    public String publish(StageTask.Publish task) {
        return "tagging " + String.join(", ", task.tags());
    }

    @Override
    public String compare(StageTask.Compare task) {
        return "comparing with what is there";
    }

    @Override
    public String awaitApproval(StageTask.AwaitApproval task) {
        return "asking for approval";
    }

    @Override
    public String soak(StageTask.Soak task) {
        return "looking how long it has been healthy before";
    }

    @Override
    public String awaitThaw(StageTask.AwaitThaw task) {
        return "looking for a freeze";
    }

    @Override
    public String lock(StageTask.Lock task) {
        return "waiting for the lock";
    }

    @Override
    public String unlock(StageTask.Unlock task) {
        return "giving the lock back";
    }

    @Override
    public String deploy(StageTask.Deploy task) {
        return "deploying";
    }

    @Override
    public String verify(StageTask.Verify task) {
        return "verifying"
                + task.checks().http().map(path -> " GET " + path).orElse("")
                + (task.checks().command().isEmpty()
                        ? ""
                        : " " + String.join(" ", task.checks().command()));
    }

    @Override
    public String returnToLastGood(StageTask.ReturnToLastGood task) {
        return "returning to the last good bundle";
    }

    @Override
    public String writeRecord(StageTask.WriteRecord task) {
        return "writing the record";
    }
}
