package io.kuberelease.journal;

import io.kuberelease.model.Approval;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.RunningDatastores;
import io.kuberelease.model.TestMark;
import io.kuberelease.model.TestSummary;
import io.kuberelease.model.Version;
import java.util.List;
import java.util.Optional;

/** The output of a stage, for later stages and for those who read the journal. Holds no secret. */
public sealed interface StageOutput {

    /** The same output with all texts from outside rewritten; most outputs have none. */
    default StageOutput rewritten(Rewriting how) {
        return this;
    }

    /** Nothing but the fact that it was done. */
    record Done() implements StageOutput {}

    /** Datastores are ready. */
    record DatastoresReady(RunningDatastores datastores) implements StageOutput {}

    /** The image is in the registry. */
    record ImageBuilt(ImageReference image, String builder, int stepsCached, int steps) implements StageOutput {}

    /** An image that was there already is in the app's repository. */
    record ImageTaken(ImageReference image) implements StageOutput {}

    /** This very image has passed these tests before: they need not run again. */
    record TestedBefore(TestMark mark) implements StageOutput {
        @Override
        public StageOutput rewritten(Rewriting how) {
            return new TestedBefore(
                    new TestMark(mark.release(), mark.at(), mark.summary().map(how::tests)));
        }
    }

    /** The tests are green; no summary when the command wrote no reports. */
    record TestsPassed(Optional<TestSummary> summary) implements StageOutput {
        @Override
        public StageOutput rewritten(Rewriting how) {
            return new TestsPassed(summary.map(how::tests));
        }
    }

    /** Some tests are red. */
    record TestsFailed(TestSummary summary) implements StageOutput {
        @Override
        public StageOutput rewritten(Rewriting how) {
            return new TestsFailed(how.tests(summary));
        }
    }

    /** The chart is packaged. */
    record ChartPackaged(ChartArchive chart) implements StageOutput {}

    /** The bundle is in the registry. */
    record BundleWritten(ImageReference bundle) implements StageOutput {}

    /** A bundle that was there already is fetched, and these are the images in it. */
    record BundleFetched(ImageReference bundle, PerImage<ImageReference> images, ChartArchive chart)
            implements StageOutput {}

    /** Images and chart have their release tags. */
    record Published(PerImage<List<String>> tags) implements StageOutput {}

    /** The environment is compared: what would change, and which resources there will be to watch. */
    record Compared(EnvironmentDiff diff, List<ResourceIdentity> resources, List<ResourceIdentity> hooks)
            implements StageOutput {
        public Compared {
            resources = List.copyOf(resources);
            hooks = List.copyOf(hooks);
        }

        @Override
        public StageOutput rewritten(Rewriting how) {
            return new Compared(how.diff(diff), resources, hooks);
        }
    }

    /** A person approved. */
    record Approved(Approval approval) implements StageOutput {}

    /**
     * The branch's namespace is there.
     *
     * @param uid of that very namespace: another one of its name is somebody else's
     */
    record PreviewClaimed(String uid) implements StageOutput {}

    /** The lock is held. */
    record Locked(long token) implements StageOutput {}

    /** The revision is ready. */
    record Deployed(int revision, List<ResourceStatus> resources) implements StageOutput {
        public Deployed {
            resources = List.copyOf(resources);
        }

        @Override
        public StageOutput rewritten(Rewriting how) {
            return new Deployed(revision, resources.stream().map(how::resource).toList());
        }
    }

    /** The revision did not become ready: how far each of its resources had come when that was known. */
    record NotReady(List<ResourceStatus> resources) implements StageOutput {
        public NotReady {
            resources = List.copyOf(resources);
        }

        @Override
        public StageOutput rewritten(Rewriting how) {
            return new NotReady(resources.stream().map(how::resource).toList());
        }
    }

    /**
     * The environment has its last good bundle again.
     *
     * @param release which release had brought it there
     * @param revision Helm's revision that holds it now
     */
    record Returned(
            ReleaseId release,
            Version version,
            String commit,
            PerImage<ImageReference> images,
            ImageReference bundle,
            int revision)
            implements StageOutput {}
}
