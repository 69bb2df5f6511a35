package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseKind;
import io.kuberelease.model.Target;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The task of a stage, of a closed set of kinds. */
public sealed interface StageTask {

    /** Handles each case. */
    <R> R match(Cases<R> cases);

    /** The environment that the task is for; absent for those of source, bundle and tests. */
    default Optional<EnvironmentSpec> reaches() {
        return this instanceof InEnvironment here ? Optional.of(here.environment()) : Optional.empty();
    }

    /** What the tasks of environments have in common. */
    interface InEnvironment {
        EnvironmentSpec environment();
    }

    /** Whether it waits for a person, and not for a time. */
    default boolean waitsForPerson() {
        return false;
    }

    /** Whether it is told to stop when another stage fails, since its result is of no use then. */
    default boolean stopsWhenAnotherFails() {
        return true;
    }

    /** Whether it only serves the tests, and so is not needed when the image has passed them before. */
    default boolean servesTests() {
        return false;
    }

    /**
     * Sees to it that a cluster is there which is made when it is needed.
     *
     * @param environment whose cluster it is; absent for that of the tests
     */
    record MakeCluster(ClusterSpec cluster, Optional<EnvironmentName> environment) implements StageTask {
        @Override
        public boolean servesTests() {
            return environment.isEmpty();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.makeCluster(this);
        }
    }

    /** Starts the datastores, side by side, and waits until each is ready. */
    record StartDatastores(Target target, List<DatastoreSpec> datastores) implements StageTask {
        public StartDatastores {
            datastores = List.copyOf(datastores);
        }

        @Override
        public boolean servesTests() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.startDatastores(this);
        }
    }

    /** Removes the datastores and the test pod. */
    record RemoveDatastores(Target target) implements StageTask {
        @Override
        public boolean stopsWhenAnotherFails() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.removeDatastores(this);
        }
    }

    /**
     * Builds an image and pushes it by digest, under a tag that keeps registries from cleaning it up.
     *
     * @param userOf the base image whose user the built one gets, when something will run in it as that user
     */
    record BuildImage(ImageSpec image, Map<String, String> labels, String retentionTag, Optional<String> userOf)
            implements StageTask {
        public BuildImage {
            labels = Map.copyOf(labels);
        }

        public BuildImage(ImageSpec image, Map<String, String> labels, String retentionTag) {
            this(image, labels, retentionTag, Optional.empty());
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.buildImage(this);
        }
    }

    /**
     * Takes an image that exists already, in the place of a build; one of another repository is copied to the app's,
     * digest and all.
     *
     * @param app the app's image: where it is to be, and which chart values take it
     */
    record TakeImage(ImageReference image, ImageSpec app, String retentionTag) implements StageTask {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.takeImage(this);
        }
    }

    /**
     * Finds out whether the image has passed these tests before, so that they need not run again.
     *
     * @param image which of several images is tested
     */
    record FindTestMark(TestSetup setup, Optional<ImageName> image) implements StageTask {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.findTestMark(this);
        }
    }

    /**
     * Runs the tests in the built image.
     *
     * @param image which of several images they run in
     */
    record RunTests(Target target, TestSpec tests, Optional<ImageName> image) implements StageTask {
        @Override
        public boolean servesTests() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.runTests(this);
        }
    }

    /** Packages the chart. */
    record PackageChart(ChartSpec chart) implements StageTask {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.packageChart(this);
        }
    }

    /** Writes the bundle into the registry: images, chart and the values of each environment. */
    record WriteBundle(AppName app, ImageRepository repository, List<EnvironmentSpec> environments)
            implements StageTask {
        public WriteBundle {
            environments = List.copyOf(environments);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.writeBundle(this);
        }
    }

    /**
     * Fetches a bundle that exists already and checks that it is the app's: nothing is built.
     *
     * @param errand why it is taken to an environment again
     */
    record FetchBundle(AppName app, ImageReference bundle, ReleaseKind errand) implements StageTask {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fetchBundle(this);
        }
    }

    /** Gives each tested image its release tags, and the chart its place in the chart repository. */
    record Publish(PerImage<List<String>> tags, ChartSpec chart) implements StageTask {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.publish(this);
        }
    }

    /** Finds out what would change in an environment. */
    record Compare(EnvironmentSpec environment) implements StageTask, InEnvironment {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.compare(this);
        }
    }

    /** Waits until a person has approved the diff. */
    record AwaitApproval(EnvironmentSpec environment, ApprovalRule rule) implements StageTask, InEnvironment {
        @Override
        public boolean waitsForPerson() {
            return true;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.awaitApproval(this);
        }
    }

    /** Waits until the bundle has been healthy for a time in the environments before this one. */
    record Soak(EnvironmentSpec environment, List<EnvironmentSpec> before, Duration time)
            implements StageTask, InEnvironment {
        public Soak {
            before = List.copyOf(before);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.soak(this);
        }
    }

    /** Waits while deployments must not begin. */
    record AwaitThaw(EnvironmentSpec environment, Freeze freeze) implements StageTask, InEnvironment {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.awaitThaw(this);
        }
    }

    /** Takes the environment's lock; releases that wait for it get it in the order in which they came. */
    record Lock(EnvironmentSpec environment) implements StageTask, InEnvironment {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lock(this);
        }
    }

    /** Gives the lock back. */
    record Unlock(EnvironmentSpec environment) implements StageTask, InEnvironment {
        @Override
        public boolean stopsWhenAnotherFails() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unlock(this);
        }
    }

    /** Makes the Helm revision and watches it until it is ready, or the cause is known why it won't be. */
    record Deploy(EnvironmentSpec environment) implements StageTask, InEnvironment {
        @Override
        public boolean stopsWhenAnotherFails() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.deploy(this);
        }
    }

    /** Checks the running app by HTTP and by a command. */
    record Verify(EnvironmentSpec environment, VerifySpec checks) implements StageTask, InEnvironment {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.verify(this);
        }
    }

    /** Goes back to the last good bundle when the deployment or its checks have failed. */
    record ReturnToLastGood(EnvironmentSpec environment) implements StageTask, InEnvironment {
        @Override
        public boolean stopsWhenAnotherFails() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.returnToLastGood(this);
        }
    }

    /** Records what is in the environment now, also after a failure. */
    record WriteRecord(EnvironmentSpec environment) implements StageTask, InEnvironment {
        @Override
        public boolean stopsWhenAnotherFails() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.writeRecord(this);
        }
    }

    /**
     * Makes the branch's namespace, or takes it up again and lets it live longer; refuses one too many.
     *
     * @param contents what may stay in one that is taken up again; absent in plans that were made before this was known
     */
    record ClaimPreview(EnvironmentSpec environment, PreviewClaim claim, Optional<PreviewInventory> contents)
            implements StageTask, InEnvironment {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.claimPreview(this);
        }
    }

    /** Limits what all pods of the preview may take. */
    record LimitPreview(EnvironmentSpec environment, Map<String, String> quota) implements StageTask, InEnvironment {
        public LimitPreview {
            quota = Map.copyOf(quota);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.limitPreview(this);
        }
    }

    /** Copies secrets into the preview from a namespace of the same cluster. */
    record CopySecrets(EnvironmentSpec environment, PreviewRules.CopiedSecrets secrets)
            implements StageTask, InEnvironment {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.copySecrets(this);
        }
    }

    /** Starts the preview's own datastores, which live as long as it does, and waits until they are ready. */
    record KeepDatastores(EnvironmentSpec environment, List<DatastoreSpec> datastores)
            implements StageTask, InEnvironment {
        public KeepDatastores {
            datastores = List.copyOf(datastores);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.keepDatastores(this);
        }
    }

    /**
     * Runs a command in the app's image once in the preview's life.
     *
     * @param variables the Secrets whose keys are its variables; of two with the same key the later one wins
     * @param image which of several images it runs in
     */
    record SeedPreview(EnvironmentSpec environment, TestSpec seed, List<String> variables, Optional<ImageName> image)
            implements StageTask, InEnvironment {
        public SeedPreview {
            variables = List.copyOf(variables);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.seedPreview(this);
        }
    }

    /**
     * Asks for the preview's address from outside of the cluster, until the app answers.
     *
     * @param path that must answer 2xx; absent: any answer of the app is good
     * @param ingress where it is asked for, instead of where the address leads
     */
    record ReachPreview(EnvironmentSpec environment, URI address, Optional<String> path, Optional<String> ingress)
            implements StageTask, InEnvironment {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reachPreview(this);
        }
    }

    /**
     * Deletes a preview with all that is in it, and waits until it is gone.
     *
     * @param uid of the namespace, so that no other of its name is deleted
     * @param overdue whether it stays when it is to live longer by now
     */
    record RemovePreview(EnvironmentSpec environment, String branch, String uid, boolean overdue)
            implements StageTask, InEnvironment {
        @Override
        public boolean stopsWhenAnotherFails() {
            return false;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.removePreview(this);
        }
    }

    /** One method for each kind of task: the compiler sees to it that every kind is handled. */
    interface Cases<R> {
        R makeCluster(MakeCluster task);

        R startDatastores(StartDatastores task);

        R removeDatastores(RemoveDatastores task);

        R buildImage(BuildImage task);

        R takeImage(TakeImage task);

        R findTestMark(FindTestMark task);

        R runTests(RunTests task);

        R packageChart(PackageChart task);

        R writeBundle(WriteBundle task);

        R fetchBundle(FetchBundle task);

        R publish(Publish task);

        R compare(Compare task);

        R soak(Soak task);

        R awaitApproval(AwaitApproval task);

        R awaitThaw(AwaitThaw task);

        R lock(Lock task);

        R unlock(Unlock task);

        R deploy(Deploy task);

        R verify(Verify task);

        R returnToLastGood(ReturnToLastGood task);

        R writeRecord(WriteRecord task);

        R claimPreview(ClaimPreview task);

        R limitPreview(LimitPreview task);

        R copySecrets(CopySecrets task);

        R keepDatastores(KeepDatastores task);

        R seedPreview(SeedPreview task);

        R reachPreview(ReachPreview task);

        R removePreview(RemovePreview task);
    }
}
